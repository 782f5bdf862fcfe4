"""«材料清单有变化»: who asked to be told of an item's list is told when a published version changes it."""

import logging
from functools import partial

from starlette.concurrency import run_in_threadpool

from api.services import Services
from api.wechat.client import WeChatClient
from api.wechat.errors import Code, WeChatError
from api.wechat.settings import WeChatSettings
from knowledge.errors import GuidebookError, UnknownReference
from knowledge.guidebook import Guidebook
from knowledge.notices import chosen_from
from knowledge.publishing import compare_notice
from store.wechat import Watch

_LOG = logging.getLogger("yizhan.wechat")
THING_CHARACTERS = 20  # of a keyword of kind "thing" in a subscribe message
_ENDED = frozenset({Code.REFUSED_BY_USER, Code.BAD_OPENID})


class Teller:
    """Looks at all watched lists once a version."""

    def __init__(self, having: Services, settings: WeChatSettings, client: WeChatClient) -> None:
        self._having, self._settings, self._client = having, settings, client
        self._kept = having.store.wechat.watches

    async def tell_all(self) -> int:
        """Tell everybody whose list the version in use has changed; returns how many were told.

        Raises ``WeChatError`` at the first one that could not be told: the rest is told in the next round.
        """
        told = 0
        now = self._having.published.guidebook
        while watches := await run_in_threadpool(self._kept.behind, now.version):
            for watch in watches:
                told += await self._tell(watch, now)
        return told

    async def _tell(self, watch: Watch, now: Guidebook) -> bool:
        changed = await run_in_threadpool(self._changed, watch, now)
        today = self._having.now().date()
        if not await run_in_threadpool(self._kept.claim, watch, now.version, today) or changed is None:
            return False
        try:
            await self._client.notify(watch.openid, self._page(watch), self._keywords(watch, now, changed))
        except WeChatError as error:
            if error.code in _ENDED:
                await run_in_threadpool(self._kept.end, watch.holder, watch.item_id)
                return False
            await run_in_threadpool(self._kept.give_back, watch, now.version)
            raise
        return True

    def _changed(self, watch: Watch, now: Guidebook) -> str | None:
        """What to tell in 20 characters; ``None`` while the list is the same."""
        today = self._having.now().date()
        try:
            then = self._having.publications.guidebook(watch.guidebook_version)
            chosen = chosen_from(then.on(watch.told_on).item(watch.item_id), watch.chosen)
            compare = partial(compare_notice, told_on=watch.told_on, today=today)
            changes = compare(then, now, watch.item_id, watch.division_code, chosen)
        except (GuidebookError, UnknownReference):
            # The version of then is gone: whether the list is the same can no longer be said.
            return "办事指南已更新，请再看一遍清单"
        return None if changes.holds else f"有 {len(changes.lines)} 处变化，请再看一遍"

    def _keywords(self, watch: Watch, now: Guidebook, changed: str) -> dict[str, str]:
        item = now.items.get(watch.item_id)
        return {
            self._settings.template_item: _thing(item.name if item else watch.item_id),
            self._settings.template_change: _thing(changed),
            self._settings.template_date: self._having.now().date().isoformat(),
        }

    def _page(self, watch: Watch) -> str:
        return f"{self._settings.page}?item={watch.item_id}"


def _thing(text: str) -> str:
    return text if len(text) <= THING_CHARACTERS else text[: THING_CHARACTERS - 1] + "…"
