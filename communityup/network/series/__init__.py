"""Sessions that come back: planned at once, each with its own number and address, and moved or cancelled together."""
