"""Conversations that were held elsewhere, brought here as open data."""
