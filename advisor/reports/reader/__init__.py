"""Read reports that were written before: what each says it was made from, and its text."""
