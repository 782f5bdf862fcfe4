"""What is remembered of use: notices told, questions not answered, feedback, keys, and who changed what.

SQLite (WAL) in one file by default, PostgreSQL by a setting; the same statements on both. Nothing here knows of
HTTP or of Rasa. Words of people are masked (``knowledge.privacy``) by the repositories themselves, so that no caller
can forget to.
"""
