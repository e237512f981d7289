"""How we count, decide and match: pure functions without Django, clock or files."""
