"""The simple form of consent: all parties, silence visible and never a yes."""
