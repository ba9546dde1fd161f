"""A document written in each format."""
