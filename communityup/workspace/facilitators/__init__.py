"""Who guards the process: proposed by parties, accepted by all, replaced by consent; and helpers from outside."""
