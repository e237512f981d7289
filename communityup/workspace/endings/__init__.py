"""Closing a challenge by the yes of all parties, with what came of it; and opening it again the same way."""
