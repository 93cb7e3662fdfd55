"""Law as dated, cited data."""
