"""Read a report back, and hold it against the answers."""
