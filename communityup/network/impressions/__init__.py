"""What visitors saw, take along and noticed: written by the guests, public with the yes of the host."""
