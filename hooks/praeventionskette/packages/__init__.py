"""Reads data packages and reports every problem found. Only this package imports frictionless."""
