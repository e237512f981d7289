"""Other plans in the same place that run beside this challenge, and the frictions one talks about together."""
