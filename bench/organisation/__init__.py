"""What the organisation does: changes of units while work runs."""
