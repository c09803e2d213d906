"""How pages are fetched: captures, conditions, delays, single pages, absence."""
