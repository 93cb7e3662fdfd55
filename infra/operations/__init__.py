"""What an operator runs on a deployed stack: upgrades, restores, dead letters, moves and verifications."""
