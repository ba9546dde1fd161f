"""What is known: packs of questions, rules and steps, read from data and never from code."""
