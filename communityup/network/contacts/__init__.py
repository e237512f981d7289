"""Who is who by choice, and messages between people of members without addresses."""
