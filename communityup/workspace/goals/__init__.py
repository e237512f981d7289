"""Interests per party and goals that are shared by consent."""
