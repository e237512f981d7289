"""Reading over: which member takes a practice on, so that others need not, and everybody sees it."""
