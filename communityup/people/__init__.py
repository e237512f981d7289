"""Accounts, sign-in, and who acts."""
