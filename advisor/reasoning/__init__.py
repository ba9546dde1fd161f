"""What follows: from answers to conclusions, a diagnosis and a path."""
