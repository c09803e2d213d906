"""One format of files a module: from an open file to its text."""
