"""People, officers and their rights."""
