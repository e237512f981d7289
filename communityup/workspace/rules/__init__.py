"""The working agreement of a challenge (spelregels): versions, acceptance per seat, change by consent."""
