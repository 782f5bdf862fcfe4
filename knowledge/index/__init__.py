"""Search: passages → tokens → lexical, dense → ranking → decision. ``search.py`` lists the steps."""
