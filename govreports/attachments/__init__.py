"""附件, read: from a file's bytes to what it is, its text and the state of that text."""
