"""A slip of the pen in what all agreed on: corrected with the difference in view, unless somebody protests in time."""
