"""What went before, in each teller's words, and old promises with their follow-up."""
