"""What waits for me or my party, over all challenges, and "not for a while" with a substitute."""
