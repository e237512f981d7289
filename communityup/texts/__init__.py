"""Every human text as immutable versions."""
