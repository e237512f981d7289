"""Releases of figures, and the opinion map."""
