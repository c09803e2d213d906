"""Reading a page: bytes → text → lines → title, header, body, attachments; rows of lists."""
