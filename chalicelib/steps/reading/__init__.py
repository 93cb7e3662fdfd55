"""Reading dossiers and lists as people see them."""
