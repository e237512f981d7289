"""My organisation: all its challenges, one inbox, colleagues, handing over; and who speaks for a party."""
