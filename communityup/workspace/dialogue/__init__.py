"""Thoughts, private answers and the opinion map."""
