"""How close somebody stands: table, around it, following; and the number of places."""
