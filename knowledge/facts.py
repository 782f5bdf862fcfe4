"""Short answers to one need (多少钱、要多久、去哪里 …) about an item, with what is already known."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from knowledge.guidebook import Guidebook
from knowledge.materials import C, Conditional, reference, settle
from knowledge.notices import differences
from knowledge.places import Place, places_for
from knowledge.schema import ServiceItem, State
from knowledge.wording import abolition_text, fee_text, hindrance_text, proxy_text, time_text, trips_text, ways


class Need(StrEnum):
    """What a person wants to know about an item; the stems of the bot's files."""

    ONE_TIME_NOTICE = "one_time_notice"
    FEE = "fee"
    TIME_LIMIT = "time_limit"
    PLACE = "place"
    ONLINE = "online"
    PROCESS = "process"
    CONDITIONS = "conditions"
    VALIDITY = "validity"
    PROXY = "proxy"
    PROGRESS = "progress"
    PRECHECK = "precheck"
    PLAN = "plan"


NO_PROGRESS = (
    "办件进度请在浙里办「我的办件」里查，或拿受理单编号拨打 12345 询问。本助手没有接入办件系统，查不到您的办件。"
)
TITLES = {
    Need.FEE: "收费",
    Need.TIME_LIMIT: "办理时间",
    Need.PLACE: "办理地点",
    Need.ONLINE: "能不能少跑",
    Need.PROCESS: "办理流程",
    Need.CONDITIONS: "受理条件",
    Need.VALIDITY: "办理结果和有效期",
    Need.PROXY: "别人代办",
    Need.PROGRESS: "办件进度",
    Need.PRECHECK: "还缺什么",
    Need.PLAN: "一起办",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The lines that answer one need; ``places`` only for the need of place."""

    item_id: str
    item_name: str
    need: Need
    title: str
    lines: tuple[str, ...]
    places: tuple[Place, ...] = ()


def facts(
    guidebook: Guidebook,
    item_id: str,
    need: Need,
    division_code: str | None = None,
    chosen: frozenset[str] = frozenset(),
) -> Facts:
    """Answer one need of an item; raises ``UnknownReference`` for an unknown item or division.

    Records that hang on a circumstance not yet known are listed with that circumstance in words.
    """
    item = guidebook.item(item_id)
    division = guidebook.division(division_code)
    places: tuple[Place, ...] = ()
    if item.state is State.ABOLISHED or item.handling is None or item.trips is None:
        lines: Iterable[str] = (abolition_text(item),) if item.abolition else (item.summary,)
        return Facts(item_id=item.id, item_name=item.name, need=need, title=TITLES[need], lines=tuple(lines))
    hindrance = hindrance_text(item, guidebook.day)
    if hindrance:
        return Facts(item_id=item.id, item_name=item.name, need=need, title=TITLES[need], lines=(hindrance,))
    known = settle(item, chosen)
    if need is Need.FEE:
        lines = [_told(item, fee, known, fee_text(fee)) for fee in _possible(item.fees, known)]
    elif need is Need.TIME_LIMIT:
        lines = [_told(item, time, known, time_text(time)) for time in _possible(item.times, known)]
    elif need is Need.PLACE:
        places = places_for(guidebook, item, division, known)
        lines = [f"{p.division} · {p.name}" + (f"（{p.note}）" if p.note else "") for p in places]
        if item.area:
            lines.append(f"通办范围：{item.area}")
    elif need is Need.ONLINE:
        lines = [trips_text(item.trips), *ways(item.handling)]
    elif need is Need.PROCESS:
        lines = [_told(item, step, known, f"{step.name}：{step.text}") for step in _possible(item.steps, known)]
    elif need is Need.CONDITIONS:
        lines = [_told(item, c, known, c.text) for c in _possible(item.conditions, known)]
    elif need is Need.VALIDITY:
        lines = [
            _told(
                item,
                r,
                known,
                f"{r.name}：有效期{r.validity or '没有规定'}" + (f"。{r.note}" if r.note else ""),
            )
            for r in _possible(item.results, known)
        ]
    elif need is Need.PROXY:
        lines = [
            proxy_text(item),
            *(d.text for d in differences(item, known) if d.circumstance_id == "agent"),
        ]
    else:
        lines = [NO_PROGRESS]
    return Facts(
        item_id=item.id,
        item_name=item.name,
        need=need,
        title=TITLES[need],
        lines=tuple(lines) or ("指南里没有这一项的规定，请拨打 12345 核实。",),
        places=places,
    )


def _possible(records: Iterable[C], known: frozenset[str]) -> list[C]:
    """Return the records that what is known does not rule out."""
    answered = {ref.partition(".")[0] for ref in known}

    def ruled_out(record: C) -> bool:
        named: dict[str, bool] = {}
        for ref in record.when:
            circumstance_id = ref.partition(".")[0]
            named[circumstance_id] = named.get(circumstance_id, False) or ref in known
        return any(not hit and circumstance_id in answered for circumstance_id, hit in named.items())

    return [record for record in records if not ruled_out(record)]


def _told(item: ServiceItem, record: Conditional, known: frozenset[str], text: str) -> str:
    """Prefix a line with the circumstances on which it still hangs."""
    answered = {ref.partition(".")[0] for ref in known}
    labels: dict[str, list[str]] = {}
    for circumstance in item.circumstances:
        if circumstance.id in answered:
            continue
        for option in circumstance.options:
            if reference(circumstance.id, option.id) in record.when:
                labels.setdefault(circumstance.id, []).append(option.label)
    words = "，".join("或".join(group) for group in labels.values())
    return f"【{words}】{text}" if words else text
