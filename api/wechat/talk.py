"""The 客服 conversation: a push becomes a chat turn of the web, its answer goes out as messages, in order, once."""

import asyncio
import hashlib
import logging
import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from api.problems import Refused
from api.routes.chat import ChatRequest, take_turn
from api.services import Services, Turns
from api.wechat.client import WeChatClient
from api.wechat.errors import Code, WeChatError
from api.wechat.gate import Push
from api.wechat.messages import cut, lines_of
from api.wechat.people import alias
from api.wechat.settings import WeChatSettings
from knowledge.blocks import Choice, TextBlock
from knowledge.errors import UnknownReference
from knowledge.privacy import mask
from store.wechat import Thread

_LOG = logging.getLogger("yizhan.wechat")
AT_ONCE = 5  # messages that WeChat lets us send after each message of the person
UNDER_WAY_AT_MOST = 2_000  # pushes being answered; beyond, WeChat is asked to repeat
LAST_SECONDS = 5.0  # given to answers under way when the app ends; after six the launcher kills it
ENTERED = "user_enter_tempsession"
_NUMBER = re.compile(r"第?([0-9]{1,2})[.。、)）个]?")
_HUMAN = re.compile(r"(请|帮我|给我|我要|我想|麻烦)*(转|转接|找|接|联系)?(人工|人工客服|人工服务|客服)")

GREETING = "您好，这里是一站引导。请直接说要办什么事，比如“刚出生的宝宝上户口要带什么”，我把要带的材料列给您。"
WORDS_ONLY = "这里只看得懂文字。请用文字说要办什么事，比如“补身份证要带什么”。"
FAULT = "系统出了点问题，没能回答您。请再说一次，急事请拨打 12345。"
STALE = "这个选项已经变了。请直接说要办什么事，重新得到清单。"
UNFIT = "这句话没法回答。请直接说要办什么事；需要帮助请拨打 12345。"
MORE = "继续"
_MORE = "\n\n还有 {} 条没有发完，回复“" + MORE + "”接着看。"


def asks_human(push: Push) -> bool:
    """Say whether the message asks for a person and nothing else."""
    return _HUMAN.fullmatch(push.text.strip(" 。！!，,")) is not None


class Talk:
    """Answers pushes in the background: WeChat waits five seconds, an answer may take longer."""

    def __init__(self, having: Services, settings: WeChatSettings, client: WeChatClient) -> None:
        self._having, self._settings, self._client = having, settings, client
        self._threads = having.store.wechat.threads
        self._turns = Turns()
        self._under_way: set[asyncio.Task[None]] = set()

    @property
    def full(self) -> bool:
        """Whether no further push can be taken now."""
        return len(self._under_way) >= UNDER_WAY_AT_MOST

    def begin(self, push: Push) -> None:
        """Answer a push that was not answered before; pushes of one person one after another."""
        task = asyncio.create_task(self._answer(push))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def finish(self) -> None:
        """Let the answers under way go out before the app ends."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=LAST_SECONDS)
            for task in late:
                task.cancel()

    async def _answer(self, push: Push) -> None:
        conversation = alias(self._settings.secret.get_secret_value(), push.openid)
        try:
            async with self._turns.of(conversation):
                await self._say(push.openid, conversation, *await self._messages(push, conversation))
        except WeChatError as error:
            _LOG.error("answer not sent: %s", error)
        except Exception:
            _LOG.exception("push not answered")

    async def _messages(self, push: Push, conversation: str) -> tuple[Sequence[str], Sequence[Choice]]:
        if push.kind == "event":
            return ((GREETING,), ()) if push.event == ENTERED else ((), ())
        if push.kind != "text":
            return (WORDS_ONLY,), ()
        thread = await self._thread(conversation)
        if thread.unsent and push.text.strip(" 。") == MORE:
            return thread.unsent, [Choice.model_validate(choice) for choice in thread.offered]
        if self._settings.content_check and not await self._fits(push):
            return (UNFIT,), ()
        return await self._turn(push, conversation, thread)

    async def _turn(self, push: Push, conversation: str, thread: Thread) -> tuple[Sequence[str], Sequence[Choice]]:
        choice = picked(push.text, thread)
        request = ChatRequest(
            conversation_id=conversation,
            message=None if choice else push.text,
            choice=choice,
            turn_id=hashlib.sha256(push.id.encode()).hexdigest(),
        )
        try:
            reply = await take_turn(self._having, request)
            told = (*(TextBlock(text=f"【公告】{banner.words}") for banner in reply.banners), *reply.blocks)
            lines, offered = lines_of(told, self._having.now().date())
        except Refused as refused:
            return (refused.detail,), ()
        except UnknownReference:
            return (STALE,), ()
        except Exception:
            _LOG.exception("turn failed")
            return (FAULT,), ()
        return cut(lines), offered

    async def _say(self, openid: str, conversation: str, messages: Sequence[str], offered: Sequence[Choice]) -> None:
        """Send what WeChat takes now; the rest is kept until the person asks for it."""
        if not messages:
            return
        now, later = list(messages[:AT_ONCE]), list(messages[AT_ONCE:])
        if later:
            now[-1] += _MORE.format(len(later))
        choices = tuple(choice.model_dump(mode="json") for choice in offered)
        await self._keep(conversation, Thread(choices, tuple(later)))
        for number, message in enumerate(now):
            try:
                await self._client.send(openid, message)
            except WeChatError as error:
                if error.code == Code.TOO_MANY:
                    await self._keep(conversation, Thread(choices, tuple(messages[number:])))
                raise

    async def _thread(self, conversation: str) -> Thread:
        try:
            return await run_in_threadpool(self._threads.read, conversation)
        except SQLAlchemyError as error:
            _LOG.warning("thread not read: %s", type(error).__name__)
            return Thread()

    async def _keep(self, conversation: str, thread: Thread) -> None:
        try:
            await run_in_threadpool(self._threads.keep, conversation, thread)
        except SQLAlchemyError as error:
            _LOG.warning("thread not kept: %s", type(error).__name__)

    async def _fits(self, push: Push) -> bool:
        """Ask WeChat about the masked words; while it does not answer, the person is answered."""
        try:
            return await self._client.is_fit(push.openid, mask(push.text))
        except WeChatError as error:
            _LOG.warning("content not checked: %s", error)
            return True


def picked(text: str, thread: Thread) -> Choice | None:
    """Return the choice whose number the person sent, if it was offered."""
    number = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if number is None or not 1 <= int(number[1]) <= len(thread.offered):
        return None
    return Choice.model_validate(thread.offered[int(number[1]) - 1])
