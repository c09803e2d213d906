"""One file a revision. Each states the schema in its own words, as it was then."""
