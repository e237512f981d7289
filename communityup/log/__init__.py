"""The open, sealed log: what happened, in lines that nobody can change unseen."""
