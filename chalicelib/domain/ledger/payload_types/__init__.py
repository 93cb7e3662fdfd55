"""Payloads of facts as they are stored: one type for each kind, for the type checker and the tests alone.

Nothing imports this file at run time, so that no start pays for it. A key that may be missing is `NotRequired`; older
ledgers lack some keys, so a field that came later is one of these. Stored keys and meanings never change.
"""
