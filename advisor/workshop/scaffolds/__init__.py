"""New packs, questions, rules and steps, written ready to be filled in."""
