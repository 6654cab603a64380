"""Invented news with every place name marked, to measure `places parse` by."""
