"""What is fixed, negotiable or open, and plans that run beside this challenge."""
