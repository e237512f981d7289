"""Decency: words of a network that somebody reports are looked at by two of different members, with a key each."""
