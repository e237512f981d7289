"""Taking part with a code from a letter or a hall, without an account first."""
