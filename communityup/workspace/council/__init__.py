"""The window of council and executive: what they leave free, questions, formal decisions."""
