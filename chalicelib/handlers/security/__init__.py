"""Sessions, second factor, quotas and the security log."""
