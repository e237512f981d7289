"""The phases of a challenge: what is there, what is not there yet, and going on by consent of all parties."""
