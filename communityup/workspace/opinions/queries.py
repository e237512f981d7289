"""What do we show of opinions: the map, its table, and the list of what was published."""
