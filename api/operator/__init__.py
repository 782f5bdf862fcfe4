"""What operators do: learn from questions, draft and publish, see why people come twice, judge answers."""
