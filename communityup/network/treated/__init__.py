"""In which sessions learning questions were treated."""
