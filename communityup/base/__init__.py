"""The floor: refusals and the page that shows them, random ids, jobs, and the SQLite backend."""
