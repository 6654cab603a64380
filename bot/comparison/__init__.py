"""Comparison: which slots a claim fills, how two claims stand to each other and why, and what is in dispute."""
