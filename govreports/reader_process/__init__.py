"""Pages are read in a process of their own, beside the one that fetches them.

The crawl's event loop and the reader share no interpreter lock, so two cores
have work; and a page that takes a parser written in C too long, or too much
memory, or crashes it, costs that page alone.
"""
