"""What writes parts of the documentation from the product itself; none of it is needed to use the product."""
