"""The pace of a challenge: a step back that stops the clock, signals, and dates set from outside."""
