"""Reaching people: share link, poster, contact, practice challenges, sub-challenges."""
