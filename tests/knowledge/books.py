"""A guidebook of two small items, whose right answers can be read off at a glance."""

from datetime import date
from decimal import Decimal

from knowledge.guidebook import Guidebook
from knowledge.schema import (
    Abolition,
    Answer,
    Area,
    Audience,
    Circumstance,
    Division,
    Fee,
    Handling,
    Kind,
    LegalBasis,
    Level,
    LifeEvent,
    LifeEventStep,
    Material,
    Online,
    OnlineDepth,
    Option,
    Proxy,
    ServiceCentre,
    ServiceItem,
    ServiceWindow,
    State,
    Step,
    Submission,
    TimeLimit,
    Trips,
    Waiver,
)

LAW = (LegalBasis(name="某条例", article="第一条"),)
HANDLING = Handling(
    online=Online(depth=OnlineDepth.APPLICATION, where="浙里办 App"),
    proxy=Proxy(allowed=Answer.YES),
)


def item(item_id: str = "x-card", **changes: object) -> ServiceItem:
    """An item with one asked, one dependent and one assumed circumstance."""
    fields: dict[str, object] = {
        "id": item_id,
        "name": "甲证补领",
        "common_names": ("补甲证",),
        "window": "公安服务",
        "department": "公安",
        "audience": (Audience.CITIZEN,),
        "levels": (Level.COUNTY, Level.TOWN),
        "kind": Kind.CONFIRMATION,
        "version": 1,
        "as_of": date(2026, 11, 22),
        "legal_basis": LAW,
        "summary": "甲证丢了再领一张。",
        "circumstances": (
            Circumstance(
                id="married",
                question="领结婚证了吗？",
                options=(
                    Option(id="yes", label="领了", says=("领证了", "结婚了")),
                    Option(id="no", label="没有领", says=("没领证", "没结婚")),
                ),
            ),
            Circumstance(
                id="follow",
                question="跟谁？",
                asked_if=("married.no",),
                options=(
                    Option(id="mother", label="随母亲", says=("跟妈妈",)),
                    Option(id="father", label="随父亲", says=("跟爸爸",)),
                ),
            ),
            Circumstance(
                id="agent",
                question="谁去办？",
                assumed="self",
                options=(Option(id="self", label="本人去"), Option(id="proxy", label="委托他人")),
            ),
        ),
        "materials": (
            Material(name="居民身份证", of="申请人", original=1, copies=2),
            Material(
                name="结婚证",
                submission=Submission.WAIVED,
                waived_by=Waiver(data="结婚登记信息"),
                when=("married.yes",),
            ),
            Material(name="亲子鉴定证明", original=1, when=("married.no", "follow.father")),
            Material(name="授权委托书", original=1, when=("agent.proxy",)),
            Material(name="居民身份证", of="代办人", original=1, when=("agent.proxy",)),
        ),
        "fees": (Fee(name="工本费", amount=Decimal(40), unit="元/证", basis="某通知"),),
        "times": (TimeLimit(statutory_days=60, promised_days=20),),
        "trips": Trips(count=1, reason="要采集指纹"),
        "handling": HANDLING,
        "area": Area.CITY,
        "windows": (
            ServiceWindow(level=Level.TOWN, name="派出所户籍窗口"),
            ServiceWindow(level=Level.COUNTY, name="政务服务中心公安窗口"),
        ),
        "steps": (Step(name="申请", text="到窗口申请。"),),
    }
    return ServiceItem(**{**fields, **changes})  # type: ignore[arg-type] # fields are tested as they come


def abolished() -> ServiceItem:
    """An item that is no longer needed."""
    return item(
        "x-old",
        name="乙证",
        state=State.ABOLISHED,
        circumstances=(),
        abolition=Abolition(since=date(2022, 12, 30), instead="直接办甲证。", basis="某决定", replaced_by=("x-card",)),
    )


def guidebook(*items: ServiceItem) -> Guidebook:
    """Those items (or both sample ones), three divisions and one life event."""
    chosen = items or (item(), abolished())
    return Guidebook(
        items={record.id: record for record in chosen},
        life_events={
            "le-x": LifeEvent(
                id="le-x",
                name="甲一件事",
                common_names=(),
                audience=(Audience.CITIZEN,),
                summary="办甲。",
                steps=tuple(
                    LifeEventStep(item_id=record.id, only_if="要办乙的" if record.id == "x-old" else None)
                    for record in chosen
                ),
                version=1,
                as_of=date(2026, 11, 22),
            )
        },
        divisions={
            "330300": Division(
                code="330300",
                name="温州市",
                level=Level.CITY,
                centre=ServiceCentre(name="温州市政务服务中心"),
            ),
            "330381": Division(
                code="330381",
                name="瑞安市",
                level=Level.COUNTY,
                parent="330300",
                common_names=("瑞安",),
                centre=ServiceCentre(name="瑞安市政务服务中心", address="某路 1 号"),
                towns=("塘下镇",),
            ),
            "330383": Division(
                code="330383", name="龙港市", level=Level.COUNTY, parent="330300", common_names=("龙港",)
            ),
        },
    )
