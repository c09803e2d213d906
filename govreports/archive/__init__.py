"""What the portals sent, byte for byte, as WARC files (ISO 28500)."""
