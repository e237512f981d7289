"""Who hears what: on the site, by mail in one's own rhythm, and on paper."""
