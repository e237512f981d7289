"""What a representative may promise, and the commitment of each party."""
