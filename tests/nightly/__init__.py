"""What needs more than a browser: other servers and engines. ``test.py tests/nightly`` runs it."""
