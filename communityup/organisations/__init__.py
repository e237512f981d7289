"""Organisations of every kind, who speaks for them, and how one knows."""
