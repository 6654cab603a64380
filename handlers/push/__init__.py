"""Articles over HTTP: other programs post them, and ask what became of them."""
