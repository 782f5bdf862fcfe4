"""The total fee: charges that are certain, added up; all others are told, never guessed."""

import re
from collections.abc import Sequence
from decimal import Decimal

from knowledge.materials import applying
from knowledge.plans.order import Settled
from knowledge.plans.types import FeeLine, TotalFee
from knowledge.schema import Fee, ServiceItem
from knowledge.wording import fee_text

_IN_YUAN = re.compile(r"元(/|$)")
_ONLY_FOR_SOME = re.compile(r"才收|免收|免交|减半|减免")  # words of a note by which not everybody pays so much


def total_fee(items: Sequence[ServiceItem], settled: Settled) -> TotalFee:
    """Add up the charges of the items (yuan, one piece each).

    A charge counts where its amount is fixed, its note lets nobody off, and it is the only one of its item: of several
    charges the record does not say which of them a person pays (住宅 or 非住宅).
    """
    lines: list[FeeLine] = []
    certain, complete = Decimal(0), True
    for item in items:
        charges = applying(item.fees, settled[item.id])
        owed = [fee for fee in charges if fee.amount != 0]
        counted = len(owed) == 1 and _is_certain(owed[0])
        lines += [
            FeeLine(item_id=item.id, text=fee_text(fee), counted=counted or fee.amount == 0) for fee in owed or charges
        ]
        certain += owed[0].amount or 0 if counted else 0
        complete &= (counted or not owed) and bool(charges)
    return TotalFee(certain=certain, complete=complete, text=_text(certain, complete), lines=tuple(lines))


def _is_certain(fee: Fee) -> bool:
    return fee.amount is not None and bool(_IN_YUAN.match(fee.unit)) and not _ONLY_FOR_SOME.search(fee.note or "")


def _text(certain: Decimal, complete: bool) -> str:
    if complete:
        return f"一共 {certain.normalize():f} 元" if certain else "都不收费"
    known = f"能确定的一共 {certain.normalize():f} 元，" if certain else ""
    return f"{known}还有的收费要看具体情况或当地标准，见各项收费"
