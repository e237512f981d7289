"""Who coordinates a network when nobody does: members choose somebody of them."""
