"""Agreements of the members of a network among themselves, and the question whether a year in the core goes on."""
