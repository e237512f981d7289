"""Staying informed about a network by mail, without an account."""
