"""``Store``: all repositories on one engine."""

from sqlalchemy import Engine

from store.feedback import FeedbackKept
from store.opening import DEFAULT, migrate, open_engine
from store.told import ToldNotices


class Store:
    """What is remembered of use; one instance for the life of the app. Its methods block: call them in a thread."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.told = ToldNotices(engine)
        self.feedback = FeedbackKept(engine)

    @classmethod
    def open(cls, url: str = DEFAULT) -> "Store":
        """Open and migrate; raises ``StoreError`` with the remedy."""
        engine = open_engine(url)
        migrate(engine)
        return cls(engine)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()
