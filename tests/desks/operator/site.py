"""An app of its own for the operator's desk: a small guidebook, published, with a draft and a store."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from knowledge.publishing import Library
from knowledge.publishing.publish import Draft, publish
from store.store import Store
from tests.conftest import free_port
from tests.desks.conftest import DeskSite
from tests.e2e.conftest import _when_live
from tests.publishing.small import make_small


@contextmanager
def operator_site(folder: Path) -> Iterator[DeskSite]:
    """Run the app in ``folder`` as long as the context lasts."""
    publish(Library(folder / "library"), Draft(folder=make_small(folder / "first"), who="甲", note="第一版"))
    port, store = free_port(), f"sqlite:///{folder}/store.sqlite3"
    settings = {
        "YIZHAN_PORT": str(port),
        "YIZHAN_RASA_URL": "",
        "YIZHAN_STORE": store,
        "YIZHAN_LIBRARY": str(folder / "library"),
        "YIZHAN_DRAFT": str(folder / "draft"),
    }
    app = subprocess.Popen([sys.executable, "-m", "api"], env=os.environ | settings)
    try:
        url = _when_live(app, f"http://127.0.0.1:{port}", patience_s=180)
        opened = Store.open(store)
        yield DeskSite(url, opened)
        opened.close()
    finally:
        app.terminate()
        app.wait(timeout=20)
