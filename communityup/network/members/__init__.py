"""Members of a network: who asks to join, who is in it and who acts for it, and buddies who help newcomers in."""
