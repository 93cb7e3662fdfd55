"""Matters: everything with a reporter, a responsible unit, states and clocks that is not a dossier."""
