"""Towns that learn from each other."""
