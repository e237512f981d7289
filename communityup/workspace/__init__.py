"""HALF A: the workspace of one challenge."""
