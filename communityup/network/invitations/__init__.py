"""Invitations to closed sessions: only who is invited sees them, and whoever holds the address may come."""
