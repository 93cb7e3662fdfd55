"""The map of clauses to the tests that prove them, and the check that these tests fail without the rule.

`docs/law/clauses.csv` lists every clause; `docs/decisions/0060-conformance.md` says how to add to it.
"""
