"""Who is missing: perspectives, outreach, the open chair, and a new party by consent."""
