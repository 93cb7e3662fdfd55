"""Checks of what is not Python: templates, rights, workflows, locks, secrets and advisories."""
