"""Community-up: a municipality and its community work on one challenge as equals."""
