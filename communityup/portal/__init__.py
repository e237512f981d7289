"""Home and my page."""
