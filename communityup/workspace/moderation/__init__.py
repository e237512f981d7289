"""Reports, hiding words for a while, taking personal data away, and taking one's own words back."""
