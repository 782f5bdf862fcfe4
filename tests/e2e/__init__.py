"""The widget and the page in a real browser."""
