"""Other ways to find the item, measured on the same questions in the same run: what each of them is worth."""
