"""Thoughts that say nearly the same: in view of all, counted per party, and set apart by who guards the process."""
