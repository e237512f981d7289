"""Demo content, and stepping into a demo role."""
