"""Reads what a source delivered as an article: text, date, publisher, address, language and fingerprint."""
