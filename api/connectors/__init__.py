"""Other systems of the city, each behind a small protocol: ``protocols`` → ``over_http`` → ``asking``.

Each may be absent, slow or wrong. What it says is used only where it can be checked against the question and the
record; otherwise the answer stays as it is without it, and says what could not be asked.
"""
