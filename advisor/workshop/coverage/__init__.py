"""What of a pack its tests reach, and which changes of it they would notice."""
