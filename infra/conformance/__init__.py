"""Which clause of law is proven by which test, and whether that test would notice if the rule were gone.

`docs/law/clauses.csv` lists every clause; `docs/decisions/0060-conformance.md` says how to add to it.
"""
