"""Leaving: a person or a party that goes, and the briefing for who takes a place over."""
