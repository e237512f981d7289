"""Coming together, for both halves: when and where, the moment for one's calendar, and what of it people heard."""
