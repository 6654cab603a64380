"""Pairs of short articles, and how the claims that they are about stand to each other."""
