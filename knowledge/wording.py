"""The words in which a record is told to a person; each function puts one thing into one line of plain Chinese."""

from datetime import date

from knowledge.schema import Fee, Handling, Material, ServiceItem, State, Submission, TimeLimit, Trips

HOTLINE = "12345"  # 政务服务便民热线, nation-wide


def hindrance_text(item: ServiceItem, day: date | None) -> str | None:
    """Why the item cannot be applied for on that day: suspended, not yet in force, expired; ``None`` when it can."""
    if item.state is State.SUSPENDED:
        return f"“{item.name}”目前暂停办理，请拨打 {HOTLINE} 询问何时恢复。"
    if day is None:
        return None
    if item.effective is not None and day < item.effective:
        return f"“{item.name}”自 {item.effective.isoformat()} 起才开始办理。请到那天以后再问，或拨打 {HOTLINE} 询问。"
    if item.expiry is not None and day > item.expiry:
        return f"“{item.name}”的规定到 {item.expiry.isoformat()} 为止，之后怎么办请拨打 {HOTLINE} 核实。"
    return None


def unrecorded_text(item: ServiceItem, day: date) -> str | None:
    """What is said when a day is asked for that lies before the record was first checked."""
    if item.effective is not None or day >= item.as_of:
        return None
    since = item.as_of.isoformat()
    return f"“{item.name}”的指南从 {since} 起收录，更早的规定查不到。请改问现在怎么办，或拨打 {HOTLINE}。"


def abolition_text(item: ServiceItem) -> str:
    """Say since when an item is no longer needed and what to do instead."""
    assert item.abolition is not None  # noqa: S101 - called for abolished items only
    return (
        f"“{item.name}”自 {item.abolition.since.isoformat()} 起不用办了。"
        f"{item.abolition.instead}（依据：{item.abolition.basis}）"
    )


def counts_text(material: Material) -> str:
    """Counts in words: 「原件 1 份，复印件 2 份」; a waived one needs no paper."""
    if material.submission is Submission.WAIVED:
        return "不用带"
    parts = []
    if material.original:
        parts.append(f"原件 {material.original} 份")
    if material.copies:
        parts.append(f"复印件 {material.copies} 份")
    if not parts:
        return "电子文件"
    return "，".join(parts)


def reason_text(material: Material) -> str | None:
    """Why a line is waived, may come later, or can be replaced by a commitment."""
    if material.submission is Submission.WAIVED and material.waived_by is not None:
        note = f"；{material.waived_by.note}" if material.waived_by.note else ""
        return f"窗口可以查到{material.waived_by.data}，不用您交{note}"
    if material.submission is Submission.DEFERRABLE:
        return f"可以后补：{material.defer_until}"
    if material.submission is Submission.COMMITMENT:
        return "可以用书面承诺代替"
    return None


def total_text(total: int, waived: int) -> str:
    """How many lines the list has, and how many of them need no paper."""
    if not waived:
        return f"共 {total} 项"
    return f"共 {total} 项：要准备 {total - waived} 项，免交 {waived} 项"


def material_key(material: Material) -> str:
    """Name a material together with whose it is: 「居民身份证（代办人）」."""
    return f"{material.name}（{material.of}）" if material.of else material.name


def difference_text(label: str, added: tuple[str, ...], removed: tuple[str, ...]) -> str:
    """Put a difference into words: 「委托他人：另加 2 项（…）」."""
    parts = []
    if added:
        parts.append(f"另加 {len(added)} 项（{'、'.join(added)}）")
    if removed:
        parts.append(f"不用 {len(removed)} 项（{'、'.join(removed)}）")
    return f"{label}：{'；'.join(parts) or '材料不变'}"


def fee_text(fee: Fee) -> str:
    """One charge in words, with its basis; a fee that differs by place says so."""
    if fee.amount is None:
        amount = fee.note or "金额各地不同"
        note = None
    elif fee.amount == 0:
        amount, note = "不收费", None if fee.note == "不收费" else fee.note
    else:
        amount, note = f"{fee.amount.normalize():f} {fee.unit}", fee.note
    tail = "".join(f"（{part}）" for part in (note, f"依据：{fee.basis}" if fee.basis else None) if part)
    return f"{fee.name}：{amount}{tail}"


def time_text(time: TimeLimit) -> str:
    """Statutory and promised time in words."""
    parts = []
    if time.promised_days == 0:
        parts.append("当场办结")
    elif time.promised_days is not None:
        parts.append(f"承诺 {time.promised_days} 个{time.unit}")
    if time.statutory_days is not None:
        parts.append(f"法定 {time.statutory_days} 个{time.unit}")
    if time.note:
        parts.append(time.note)
    return "；".join(parts)


def trips_text(trips: Trips) -> str:
    """Say how many visits are needed and why."""
    if trips.count == 0:
        return "不用跑（零跑）" + (f"：{trips.reason}" if trips.reason else "")
    return f"最多跑 {trips.count} 次" + (f"：{trips.reason}" if trips.reason else "")


def ways(handling: Handling) -> tuple[str, ...]:
    """Say how the trip can be saved: online, by post, at a terminal, with an appointment."""
    online = handling.online
    lines = [
        f"网上：{online.depth}"
        + (f"（{online.where}）" if online.where else "")
        + (f"。{online.note}" if online.note else "")
    ]
    lines.append(f"邮寄材料：{handling.post_in}；结果寄到家：{handling.post_out}")
    lines.append(
        f"自助机：{handling.self_service}" + (f"（{handling.self_service_note}）" if handling.self_service_note else "")
    )
    lines.append(
        f"预约：{handling.appointment}" + (f"（{handling.appointment_note}）" if handling.appointment_note else "")
    )
    if handling.inspection:
        lines.append("办理中会有工作人员上门查看现场")
    return tuple(lines)


def proxy_text(item: ServiceItem) -> str:
    """Say whether somebody else may go."""
    assert item.handling is not None  # noqa: S101 - the check proves it before publishing
    proxy = item.handling.proxy
    return f"别人代办：{proxy.allowed}" + (f"。{proxy.note}" if proxy.note else "")
