"""A challenge split in parts that keep the whole in view: sub-challenges, both ways."""
