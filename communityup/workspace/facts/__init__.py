"""Looking for facts together: a question, a source that all parties chose, and the answer in plain words."""
