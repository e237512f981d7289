"""Messages to everybody who has a place at a session: what to bring, where to park, what changed."""
