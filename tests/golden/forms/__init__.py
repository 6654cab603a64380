"""Sentences of the many forms in which claims are made, and what each should be read as."""
