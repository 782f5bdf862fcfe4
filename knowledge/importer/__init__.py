"""A city's own data comes in (and goes out): exchange tables in three dialects, and our own YAML."""
