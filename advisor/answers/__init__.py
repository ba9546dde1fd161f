"""The answers of a city: read from a file or a mapping, changed, merged, saved."""
