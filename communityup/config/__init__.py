"""Settings, addresses and the WSGI entry point of one site."""
