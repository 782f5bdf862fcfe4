"""The slip to take along (一次性告知单): one notice on paper, in a file, on a phone, found again by its short code."""
