"""When which portal is crawled: plans of the portals' definitions, and what is due."""
