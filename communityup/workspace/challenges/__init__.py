"""Identity of a challenge, its parties and their people."""
