"""Many cities at once: the rules read on columns, folders of cities, and what an office wants to see of them."""
