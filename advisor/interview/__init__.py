"""What is asked next, and how what people type is understood."""
