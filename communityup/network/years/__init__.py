"""Years of a network: who was there and what it did together, told and not ranked."""
