"""The overview of a challenge, its log and its phases."""
