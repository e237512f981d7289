"""Getting to know each other: introductions and coffee pairs across parties."""
