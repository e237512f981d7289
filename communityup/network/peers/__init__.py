"""Learning questions: what members search for together, answered with experiences."""
