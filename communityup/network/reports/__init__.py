"""Reports of sessions (verslagen): in the house template, without names, corrected by who was there, then public."""
