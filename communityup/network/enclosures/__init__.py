"""Files that go with a practice: added while it is written, agreed with it, and taken away at any moment."""
