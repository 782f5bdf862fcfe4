"""Who a member of staff or a machine may be; what each may do is one table, ``api/auth/rules.py``."""

from enum import StrEnum


class Role(StrEnum):
    """Roles of the desks; citizens need none."""

    CLERK = "clerk"  # 窗口人员
    OPERATOR = "operator"  # 指南维护人员
    AUDITOR = "auditor"  # 审计人员
    MACHINE = "machine"  # another system, by key only
