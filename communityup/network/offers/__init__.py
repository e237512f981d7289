"""Offers and wishes: what members of a network can give each other, and look for."""
