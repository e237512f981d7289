"""Releases: figures published only when they give no single answer away."""
