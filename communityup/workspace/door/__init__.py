"""The formal door: a request to a body that decides by law, with its receipt, deadline and answer."""
