"""Coming in at a session: a badge with a square to scan, and the list as a spreadsheet."""
