"""Where a member stands on the conditions for success, by its own account and for its own eyes."""
