"""Who is there again at a session of a network, and who introduces themselves to the others that come."""
