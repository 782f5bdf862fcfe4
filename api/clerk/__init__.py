"""Logic of the clerk's desk; its page is in ``api/desks/clerk``, its endpoints in ``api/routes/clerk.py``."""
