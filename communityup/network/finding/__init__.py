"""What one finds of networks by words, each by who may see it."""
