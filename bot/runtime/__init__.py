"""The few classes that run inside Rasa's own environment (Python 3.10, Rasa 3.6.21).

Each removes one cost of the stock engine that grows with the length of a conversation or with
the number of messages at once. Nothing here knows about government services.
"""
