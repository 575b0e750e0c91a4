"""Finding by words: one analyser and one query language for both engines, articles and comments."""
