"""The course of a challenge (koers): routes in versions, looked at again on a day, and who brings what in."""
