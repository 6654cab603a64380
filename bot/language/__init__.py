"""The project's English spaCy pipeline: loading it, running it on single sentences, and how it is trained."""
