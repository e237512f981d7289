"""Calendars of a network to which one subscribes: its open sessions, as they are now."""
