"""Show the knowledge of a pack to people: a page for each entry, and how they hang together."""
