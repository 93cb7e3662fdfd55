"""E-forms: their schema, and answers in the form in which they are stored."""
