"""Facts and rules of the guidebook (办事指南); knows nobody above it."""
