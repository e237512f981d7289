"""Adaptations: who used a practice of others, and what they changed in it."""
