"""Letters by mail to who stays informed: written, planned, sent to each once, and to read back."""
