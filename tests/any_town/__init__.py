"""Tests that hold for the town of this repository, whichever it is: a new town gets them, too."""
