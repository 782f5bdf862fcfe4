"""``Store``: all repositories on one engine."""

from sqlalchemy import Engine

from store.asked import AskedQuestions
from store.audit import AuditLog
from store.banners import Banners
from store.feedback import FeedbackKept
from store.keys import Keys
from store.opening import DEFAULT, migrate, open_engine
from store.reports import Reports
from store.samples import Samples
from store.sessions import Sessions
from store.told import ToldNotices
from store.turns import TurnsKept
from store.wechat import WeChatKept


class Store:
    """What is remembered of use; one instance for the life of the app. Its methods block: call them in a thread."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.asked = AskedQuestions(engine)
        self.audit = AuditLog(engine)
        self.banners = Banners(engine)
        self.feedback = FeedbackKept(engine)
        self.keys = Keys(engine)
        self.reports = Reports(engine)
        self.samples = Samples(engine)
        self.sessions = Sessions(engine)
        self.told = ToldNotices(engine)
        self.turns = TurnsKept(engine)
        self.wechat = WeChatKept(engine)

    @classmethod
    def open(cls, url: str = DEFAULT) -> "Store":
        """Open and migrate; raises ``StoreError`` with the remedy."""
        engine = open_engine(url)
        migrate(engine)
        return cls(engine)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()
