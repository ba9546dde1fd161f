"""A questionnaire as a table: written for an office to fill in, and read back however the office has rearranged it."""
