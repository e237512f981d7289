"""What each party holds, shares and lets go, per subject, side by side."""
