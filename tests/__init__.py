"""All tests; a package, so that helpers can be shared."""
