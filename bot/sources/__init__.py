"""Brings articles in: files and folders, standard input, the inbox folder, URLs. The world -> RawArticle."""
