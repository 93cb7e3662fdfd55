"""The ledger of facts: chaining, checkpoints, and sending facts to their consumers."""
