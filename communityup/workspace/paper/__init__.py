"""Forms to print, and entering what somebody wrote on paper or said, for that person."""
