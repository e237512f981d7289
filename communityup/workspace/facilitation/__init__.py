"""Who guards the process, with two keys, and parties that fall asleep."""
