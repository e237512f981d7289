"""Formal decisions of council, executive or board, beside what the table decided."""
