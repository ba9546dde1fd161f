"""Read pictures of strangers and write them anew: only what draws is kept."""
