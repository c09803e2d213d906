"""What the store knows, as people read it: in a terminal, in a browser."""
