"""First sketches of a network: shown before they are final, in versions, each with the reactions to it."""
