"""The question of a challenge as a first sketch: versions, reactions to each, and other words by consent."""
