"""``create_app``: the only place where the parts meet."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.staticfiles import StaticFiles

from actions.desk import Desk, lay_out
from api import problems
from api.headers import SecurityHeaders
from api.pages import router as pages
from api.rasa import RasaClient
from api.routes import chat, health, items, webhook
from api.services import Services, load_knowledge
from api.settings import Settings
from knowledge.guidebook import Guidebook
from knowledge.index.search import Searcher
from store.store import Store

WEB = Path(__file__).parent / "web"
DESCRIPTION = "一站引导：用平常话问政务办事，得到一次性告知单。答案都出自办事指南的记录，不由模型生成。"


def create_app(
    settings: Settings,
    knowledge: tuple[Guidebook, Searcher] | None = None,
    rasa_transport: httpx.AsyncBaseTransport | None = None,
) -> FastAPI:
    """Build the app; raises ``GuidebookError`` or ``StoreError`` with the remedy when it cannot work.

    ``knowledge`` may be given loaded; ``rasa_transport`` stands in for the network to Rasa in tests.
    """
    guidebook, searcher = knowledge or load_knowledge(settings)
    lay_out(Desk(guidebook, searcher))
    store = Store.open(settings.store)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        # One client for all turns: a new connection for each costs some 40 ms; proxies are not for our own machine.
        async with httpx.AsyncClient(transport=rasa_transport, trust_env=False) as http:
            rasa = RasaClient(settings.rasa_url, http, settings.rasa_timeout_s) if settings.rasa_url else None
            app.state.services = Services(settings, guidebook, searcher, rasa, webhook.make_executor(), store)
            yield
        store.close()

    app = FastAPI(title="一站引导", version="1", description=DESCRIPTION, lifespan=lifespan)
    problems.install(app)
    app.add_middleware(SecurityHeaders, frame_ancestors=settings.frame_ancestors)
    if settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Content-Type"],
        )
    for router in (chat.router, items.router, health.router, webhook.router, pages):
        app.include_router(router)
    app.mount("/", StaticFiles(directory=WEB), name="web")
    return app
