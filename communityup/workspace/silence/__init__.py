"""Parties that stay silent: reminded twice, then perhaps asleep until one of them taps."""
