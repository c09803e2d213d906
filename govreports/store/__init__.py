"""Reports with their URLs, versions and presence, in SQLite or PostgreSQL."""
