"""Help: guides, and answers that quote them."""
