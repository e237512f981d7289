"""The programme of a session: its parts in order, who brings them, and three questions answered beforehand."""
