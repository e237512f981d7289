"""I am stuck: who does not get on asks peers to think along, and they go through it in five steps (intervisie)."""
