"""Codes on paper and shared counters of tries: what opens a door once, and what makes guessing useless."""
