"""For rule authors: what is in a pack, and whether it is sound."""
