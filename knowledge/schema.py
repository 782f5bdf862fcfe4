"""The guidebook's types: one service item (政务服务事项) and what surrounds it.

Everything is frozen: a record is read, checked once and never changed in place. Values that
operators read and write (``必交``, ``全程网办``) are the enums' own values, so that a YAML record
reads as a clerk would say it. Field coverage follows the national and Zhejiang exchange tables
(``docs/data.md`` maps them); the text of a notice follows DB33/T 2036.1-2017, annex A.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

_FORBID_UNKNOWN_FIELDS = {"extra": "forbid", "str_strip_whitespace": True, "str_min_length": 1}


class State(StrEnum):
    """Whether an item may be applied for (状态)."""

    IN_USE = "在用"
    SUSPENDED = "暂停"
    ABOLISHED = "取消"


class Kind(StrEnum):
    """Type of power or service (事项类型), national codes 01–10 and 20."""

    LICENCE = "许可"
    PENALTY = "处罚"
    ENFORCEMENT = "强制"
    LEVY = "征收"
    PAYMENT = "给付"
    INSPECTION = "检查"
    CONFIRMATION = "确认"
    REWARD = "奖励"
    RULING = "裁决"
    OTHER = "其他"
    PUBLIC_SERVICE = "公共服务"
    ABOLISHED = "已取消"


class Audience(StrEnum):
    """Whom the item serves (服务对象)."""

    CITIZEN = "个人"
    ENTERPRISE = "企业"


class Level(StrEnum):
    """Level that exercises the power (行使层级)."""

    NATION = "国家"
    PROVINCE = "省级"
    CITY = "市级"
    COUNTY = "县级"
    TOWN = "镇街"
    VILLAGE = "村社区"


class Submission(StrEnum):
    """How a material is handed in (提交方式)."""

    REQUIRED = "必交"
    WAIVED = "免交"
    DEFERRABLE = "容缺"
    COMMITMENT = "告知承诺"


class MaterialFormat(StrEnum):
    """Form of a material (材料形式)."""

    PAPER = "纸质"
    ELECTRONIC = "电子"
    EITHER = "纸质或电子"


class MaterialSource(StrEnum):
    """Where a material comes from (来源渠道), national codes 10, 20, 99."""

    APPLICANT = "申请人自备"
    GOVERNMENT = "政府部门核发"
    OTHER = "其他"


class DayUnit(StrEnum):
    """Unit of a time limit (时限单位)."""

    WORKING_DAYS = "工作日"
    CALENDAR_DAYS = "自然日"


class OnlineDepth(StrEnum):
    """How far an item can be done online (网办深度)."""

    FULL = "全程网办"  # applied for and decided online, level IV
    APPLICATION = "网上申请"  # accepted online, one visit remains
    PRE_CHECK = "网上预审"
    INFORMATION = "网上咨询"
    NONE = "不能网办"


class Appointment(StrEnum):
    """Whether a visit needs an appointment (预约)."""

    REQUIRED = "需预约"
    POSSIBLE = "可预约"
    NOT_NEEDED = "不用预约"
    VARIES = "各地不同"


class Answer(StrEnum):
    """A fact that may be true, false, partly true or differ by place."""

    YES = "可以"
    NO = "不可以"
    PARTLY = "部分可以"
    VARIES = "各地不同"


class Area(StrEnum):
    """Where in the country the item may be handled (通办范围)."""

    NATION = "全国通办"
    PROVINCE = "全省通办"
    CITY = "全市通办"
    COUNTY = "本县（市、区）"
    TOWN = "本镇（街道）"


class ResultKind(StrEnum):
    """What the applicant gets (结果类型)."""

    CERTIFICATE = "证照"
    APPROVAL = "批文"
    OTHER = "其他"
    NONE = "无"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer to a circumstance, with the words in which people give it."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    id: str
    label: str
    says: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstance:
    """A question (情形) that is asked only where its answer changes the notice.

    ``asked_if`` and every ``when`` hold references ``circumstance.option``. References to one
    circumstance are alternatives; references to different circumstances must all hold.
    ``assumed`` names the option taken when nothing was said (办事人本人 is the usual one); it is
    stated in the notice instead of being asked.
    """

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    id: str
    question: str
    options: tuple[Option, ...]
    asked_if: tuple[str, ...] = ()
    assumed: str | None = None
    hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Why a material need not be handed in: shared data (数据共享) or a certificate looked up."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    data: str  # a name of shared_data.yaml
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One application material (申请材料) of a service item."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    name: str
    of: str | None = None  # whose: 申请人, 代办人, 父母双方
    original: int = 0  # originals, to be shown (核验) or handed in; see notes
    copies: int = 0
    format: MaterialFormat = MaterialFormat.PAPER
    source: MaterialSource = MaterialSource.APPLICANT
    issuer: str | None = None
    necessary: bool = True
    submission: Submission = Submission.REQUIRED
    waived_by: Waiver | None = None
    defer_until: str | None = None
    when: tuple[str, ...] = ()
    obtained_by: str | None = None  # id of the item that issues it
    notes: str | None = None
    legal_basis: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """One charge; ``amount`` in yuan, 0 when free, empty when it differs by place."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    name: str
    amount: Decimal | None = None
    unit: str = "元"
    basis: str | None = None
    note: str | None = None
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimit:
    """Statutory and promised time (法定/承诺时限); 0 promised days: done on the spot (即办)."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    statutory_days: int | None = None
    promised_days: int | None = None
    unit: DayUnit = DayUnit.WORKING_DAYS
    note: str | None = None
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Online:
    """Online handling: depth, platform by name, address where it is certain."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    depth: OnlineDepth
    where: str | None = None
    url: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """Whether somebody else may go (代办)."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    allowed: Answer
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trips:
    """Number of visits (到现场次数) and why they cannot be saved."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    count: int
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """The ways in which an item can be handled (办理形式)."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    online: Online
    proxy: Proxy
    appointment: Appointment = Appointment.VARIES
    appointment_note: str | None = None
    post_in: Answer = Answer.VARIES  # materials may be posted
    post_out: Answer = Answer.VARIES  # the result is posted
    self_service: Answer = Answer.VARIES
    self_service_note: str | None = None
    pay_online: Answer | None = None  # empty: nothing to pay
    inspection: bool = False  # officials come to look (现场勘验)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceWindow:
    """A kind of place (窗口) that takes the item, at one level of division."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    level: Level
    name: str
    note: str | None = None
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the process (办理流程)."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    name: str
    text: str
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition for acceptance (受理条件)."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    text: str
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the applicant gets, and for how long it is valid."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    name: str
    kind: ResultKind
    validity: str | None = None
    electronic: Answer | None = None
    note: str | None = None
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FAQ:
    """A frequently asked question of the item (常见问题)."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """A law, regulation or rule (设定依据), by name and article."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    name: str
    article: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Abolition:
    """Since when an item is no longer needed, and what to do instead."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    since: date
    instead: str
    basis: str
    replaced_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What the exchange tables say beyond the record itself; raw codes are kept as text."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    dialect: str | None = None
    row_guid: str | None = None
    catalog_code: str | None = None  # 基本编码
    task_code: str | None = None  # 实施编码
    handle_item_code: str | None = None  # 办理项编码
    local_code: str | None = None
    division_code: str | None = None
    dept_code: str | None = None
    dept_type: str | None = None
    power_source: str | None = None
    use_level: str | None = None
    project_type: str | None = None  # 1 即办件, 2 承诺件
    entrusted_by: str | None = None
    joint_departments: str | None = None
    consultation: str | None = None
    complaint: str | None = None
    raw: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceItem:
    """One service item (政务服务事项): everything its one-time notice is made of."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    id: str
    name: str
    common_names: tuple[str, ...]
    window: str  # counter of the 7+1 reform: 公安服务 …
    department: str
    audience: tuple[Audience, ...]
    levels: tuple[Level, ...]
    kind: Kind
    version: int
    as_of: date  # the day on which the record was checked against its sources
    legal_basis: tuple[LegalBasis, ...]
    summary: str
    state: State = State.IN_USE
    effective: date | None = None
    expiry: date | None = None
    abolition: Abolition | None = None
    conditions: tuple[Condition, ...] = ()
    circumstances: tuple[Circumstance, ...] = ()
    materials: tuple[Material, ...] = ()
    fees: tuple[Fee, ...] = ()
    times: tuple[TimeLimit, ...] = ()
    trips: Trips | None = None
    handling: Handling | None = None
    area: Area | None = None
    windows: tuple[ServiceWindow, ...] = ()
    steps: tuple[Step, ...] = ()
    results: tuple[Result, ...] = ()
    faqs: tuple[FAQ, ...] = ()
    differs: tuple[str, ...] = ()  # what differs by place and is not known here
    exchange: Exchange | None = None

    def circumstance(self, circumstance_id: str) -> Circumstance:
        """Return the circumstance of that id; raises ``KeyError`` with the id."""
        for circumstance in self.circumstances:
            if circumstance.id == circumstance_id:
                return circumstance
        raise KeyError(circumstance_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeEventStep:
    """One item of a life event: after which others, and whether everybody needs it."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    item_id: str
    after: tuple[str, ...] = ()
    only_if: str | None = None  # in words: 「要贷款的」


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeEvent:
    """A bundle of items around one event of life (一件事)."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    id: str
    name: str
    common_names: tuple[str, ...]
    audience: tuple[Audience, ...]
    summary: str
    steps: tuple[LifeEventStep, ...]
    version: int
    as_of: date
    notes: tuple[str, ...] = ()
    legal_basis: tuple[LegalBasis, ...] = ()

    @property
    def item_ids(self) -> tuple[str, ...]:
        """Ids of the bundled items, in the order of the steps."""
        return tuple(step.item_id for step in self.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCentre:
    """A service centre (政务服务中心); unknown addresses and hours stay empty and are said to be."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    name: str
    address: str | None = None
    hours: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """An administrative division (区划); what it lacks it inherits from its parent."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    code: str
    name: str
    level: Level
    parent: str | None = None
    common_names: tuple[str, ...] = ()
    centre: ServiceCentre | None = None
    towns: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a guidebook folder says of itself (``about.yaml``); a folder without it is a city's own."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    name: str = "办事指南"
    sample: bool = False  # every notice says that it comes from a sample


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedData:
    """A kind of data that departments share (共享数据), so that papers can stay at home."""

    __pydantic_config__: ClassVar = _FORBID_UNKNOWN_FIELDS
    name: str
    provider: str
    covers: tuple[str, ...] = ()
