"""Half B: the learning network, of organisations and people who learn from each other."""
