"""Networks that people ask for on the site, and what the operator answers."""
