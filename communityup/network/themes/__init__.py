"""Themes for sessions: members propose and choose them, and the chosen one goes to the next session."""
