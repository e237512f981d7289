"""Files that people add: only documents, judged by what is in them, kept in the database and gone with it."""
