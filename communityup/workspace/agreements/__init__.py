"""Who, what, when, and how we see it."""
