"""An advisory session as values: what happened in it, and how things stand after that. Reads and writes nothing."""
