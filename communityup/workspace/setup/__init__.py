"""How we work here: parts of the platform that are off, and parts of the start that all parties skip."""
