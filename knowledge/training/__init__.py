"""``make model``: trains the shipped model from the project's own questions. Needs torch; serving does not."""
