"""What people take along from a session, and what they did with it three months later."""
