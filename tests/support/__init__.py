"""What tests share: inputs, cities and processes made for them."""
