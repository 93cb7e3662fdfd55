"""Settlement: from the transfer to the outcome."""
