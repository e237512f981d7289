"""Former: who was of a party that is gone, and who alone comes back as that party."""
