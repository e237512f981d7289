"""The practice library: what a network did, why it worked, and where it stumbled."""
