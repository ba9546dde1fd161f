"""Who says so: the answers of a city, kept in a readable file."""
