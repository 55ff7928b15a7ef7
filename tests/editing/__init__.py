"""The tools for editors."""
