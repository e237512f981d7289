"""Sealed rounds of questions and their release."""
