"""The outbox and the way mail leaves."""
