"""Practices of other sites, followed by their address."""
