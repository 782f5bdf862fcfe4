"""Faces citizens, WeChat, clerks and operators; ``app.py`` is the only place where the parts meet."""
