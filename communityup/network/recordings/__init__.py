"""Recordings of sessions: with the consent of every speaker, for who was there, behind a link or a code."""
