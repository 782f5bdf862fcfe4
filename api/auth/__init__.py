"""Who may do what at the desks.

A route of staff needs two things: its line in ``rules.RULES`` (method and path → who may), and, where it wants to know
who calls, a parameter ``staff: Signed``. The table is enforced for every request before the route runs; a route
without a line is shut. Each change of staff is noted by ``await record(having, staff, "publish", subject, …)``.
"""

from api.auth.staff import Signed, Staff, enforce, record

__all__ = ["Signed", "Staff", "enforce", "record"]
