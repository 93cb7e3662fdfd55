"""Special tasks that the rules of a province give, and what their holders see."""
