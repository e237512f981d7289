"""Django's SQLite backend with a safe SQLite, one writer at a time, and settings that keep what was acknowledged."""
