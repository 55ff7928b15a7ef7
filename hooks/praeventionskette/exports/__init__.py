"""What machines read: downloads and harvest formats."""
