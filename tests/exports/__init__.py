"""Tests of what machines read."""
