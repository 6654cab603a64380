"""How the bundled English pipeline is trained from Universal Dependencies treebanks."""
