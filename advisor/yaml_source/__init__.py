"""YAML as people wrote it: read with the line of every value, changed without touching what nobody changed."""
