"""One file per portal: attributes only."""
