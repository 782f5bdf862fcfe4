"""``create_app``: the only place where the parts meet."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.staticfiles import StaticFiles

from api import problems
from api.auth import enforce
from api.auth.oidc import Oidc
from api.connectors.asking import Connectors
from api.headers import SecurityHeaders
from api.pages import router as pages
from api.publications import Publications, Published
from api.rasa import RasaClient
from api.routes import (
    auth,
    banners,
    chat,
    clerk,
    connectors,
    conversations,
    desks,
    feedback,
    health,
    imports,
    items,
    keys,
    oidc,
    operator,
    plans,
    reports,
    slips,
    webhook,
    wechat,
)
from api.services import Services
from api.settings import Settings
from api.slips.page import router as slip_page
from api.wechat import channel as wechat_channel
from api.wechat.compact import CompactAnswers
from api.wechat.people import person_if_any
from knowledge.guidebook import Guidebook
from knowledge.index.search import Searcher
from store.store import Store

WEB = Path(__file__).parent / "web"
DESKS = Path(__file__).parent / "desks"
DESCRIPTION = "一站引导：用平常话问政务办事，得到一次性告知单。答案都出自办事指南的记录，不由模型生成。"


def create_app(
    settings: Settings,
    knowledge: tuple[Guidebook, Searcher] | None = None,
    rasa_transport: httpx.AsyncBaseTransport | None = None,
) -> FastAPI:
    """Build the app; when it cannot work, the error raised says the remedy.

    ``GuidebookError``, ``StoreError`` and ``WeChatSettingsError`` are such errors. ``knowledge`` may be given loaded;
    ``rasa_transport`` stands in for the network to Rasa in tests.
    """
    settings.wechat.check()
    publications = Publications(Published(*knowledge)) if knowledge else Publications.open(settings)
    vouching = Oidc.of(settings)
    store = Store.open(settings.store)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        # One client for all turns: a new connection for each costs some 40 ms; proxies are not for our own machine.
        async with httpx.AsyncClient(transport=rasa_transport, trust_env=False) as http:
            rasa = RasaClient(settings.rasa_url, http, settings.rasa_timeout_s) if settings.rasa_url else None
            app.state.services = Services(settings, publications, rasa, webhook.make_executor(), store, vouching)
            app.state.services.connectors = Connectors.of(settings.connectors, http)
            async with (
                publications.watched(),
                app.state.services.remembering.running(),
                wechat_channel.opened(app.state.services) as app.state.wechat,
            ):
                yield
        store.close()

    app = FastAPI(
        title="一站引导",
        version="1",
        description=DESCRIPTION,
        lifespan=lifespan,
        dependencies=[Depends(enforce), Depends(person_if_any)],
    )
    app.state.store = store
    problems.install(app)
    app.add_middleware(CompactAnswers)
    app.add_middleware(SecurityHeaders, frame_ancestors=settings.frame_ancestors)
    if settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Content-Type"],
        )
    nouns = (
        chat,
        conversations,
        feedback,
        items,
        plans,
        connectors,
        health,
        slips,
        webhook,
        wechat,
        auth,
        oidc,
        keys,
        clerk,
        desks,
        operator,
        reports,
        banners,
        imports,
    )
    for router in (*(noun.router for noun in nouns), slip_page, pages):
        app.include_router(router)
    app.mount("/desk/files", StaticFiles(directory=DESKS), name="desks")
    app.mount("/", StaticFiles(directory=WEB), name="web")
    return app
