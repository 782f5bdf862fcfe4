"""Who may call what: every route of the app, in one table. A route that is not here is shut."""

from dataclasses import dataclass

from store.roles import Role


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may call a route; ``area`` is what the scopes of an API key name."""

    area: str
    roles: frozenset[Role]

    @property
    def public(self) -> bool:
        """Whether nobody is asked who they are."""
        return not self.roles


def _rule(area: str, *roles: Role) -> Rule:
    return Rule(area, frozenset(roles))


ANYBODY = _rule("public")
STAFF = _rule("staff", *Role)  # whoever is signed in
LOOK_UP = _rule("desk", Role.CLERK, Role.OPERATOR, Role.MACHINE)
CORRECT = _rule("desk", Role.CLERK, Role.OPERATOR)
MAINTAIN = _rule("operator", Role.OPERATOR)
FEED = _rule("operator", Role.OPERATOR, Role.MACHINE)  # what another system may do for the operators
REPORTS = _rule("reports", Role.OPERATOR, Role.AUDITOR)
AUDIT = _rule("audit", Role.AUDITOR)
KEYS = _rule("keys", Role.OPERATOR)

RULES: dict[str, Rule] = {
    # the site and the widget
    "GET /": ANYBODY,
    "GET /index.html": ANYBODY,
    "GET /yizhan-chat.js": ANYBODY,
    "GET /openapi.json": ANYBODY,
    "GET /docs": ANYBODY,
    "GET /docs/oauth2-redirect": ANYBODY,
    "GET /redoc": ANYBODY,
    "GET /s": ANYBODY,
    "GET /s/{code}": ANYBODY,
    "POST /s/{code}/again": ANYBODY,
    "GET /health/live": ANYBODY,
    "GET /health/ready": ANYBODY,
    # what citizens and their mini-program ask
    "POST /api/v1/chat": ANYBODY,
    "POST /api/v1/feedback": ANYBODY,
    "GET /api/v1/items": ANYBODY,
    "GET /api/v1/items/{item_id}": ANYBODY,
    "POST /api/v1/items/{item_id}/notice": ANYBODY,
    "POST /api/v1/items/{item_id}/precheck": ANYBODY,
    "POST /api/v1/plans": ANYBODY,
    "POST /api/v1/items/{item_id}/zero-trips": ANYBODY,
    "GET /api/v1/items/{item_id}/appointments": ANYBODY,
    "GET /api/v1/cases/{case_number}": ANYBODY,
    "POST /api/v1/hand-over": ANYBODY,
    "GET /api/v1/life-events": ANYBODY,
    "GET /api/v1/life-events/{life_event_id}": ANYBODY,
    "GET /api/v1/life-events/{life_event_id}/slip.{form}": ANYBODY,
    "GET /api/v1/divisions": ANYBODY,
    "POST /api/v1/slips": ANYBODY,
    "GET /api/v1/slips/{code}": ANYBODY,
    "GET /api/v1/slips/{code}.{form}": ANYBODY,
    "DELETE /api/v1/conversations/{conversation_id}": ANYBODY,  # the id is the secret
    # the mini-program: its own sessions, and pushes that WeChat signs
    "POST /api/v1/wechat/session": ANYBODY,
    "DELETE /api/v1/wechat/session": ANYBODY,
    "POST /api/v1/wechat/watches": ANYBODY,
    "GET /api/v1/wechat/watches": ANYBODY,
    "DELETE /api/v1/wechat/watches/{item_id}": ANYBODY,
    "GET /api/v1/wechat/push": ANYBODY,
    "POST /api/v1/wechat/push": ANYBODY,
    # Rasa's, with the secret of the launch
    "POST /internal/actions": ANYBODY,
    # signing in
    "POST /api/v1/session": ANYBODY,
    "GET /api/v1/session": STAFF,
    "DELETE /api/v1/session": STAFF,
    "GET /api/v1/session/ways": ANYBODY,
    "GET /desk/oidc": ANYBODY,
    "GET /desk/oidc/callback": ANYBODY,
    # the pages of the desks are empty until their scripts ask for contents
    "GET /desk": ANYBODY,
    "GET /desk/clerk": ANYBODY,
    "GET /desk/operator": ANYBODY,
    "GET /desk/tokens.css": ANYBODY,
    # the clerk's desk
    "GET /api/v1/desk/items": LOOK_UP,
    "GET /api/v1/desk/filters": LOOK_UP,
    "POST /api/v1/desk/items/{item_id}": LOOK_UP,
    "GET /api/v1/desk/slips/{code}/qr.svg": LOOK_UP,
    "POST /api/v1/desk/corrections": CORRECT,
    # the operator's desk
    "GET /api/v1/operator/questions": MAINTAIN,
    "POST /api/v1/operator/questions/settle": MAINTAIN,
    "GET /api/v1/operator/corrections": MAINTAIN,
    "POST /api/v1/operator/corrections/{number}/settle": MAINTAIN,
    "GET /api/v1/operator/draft": MAINTAIN,
    "POST /api/v1/operator/draft/check": MAINTAIN,
    "DELETE /api/v1/operator/draft": MAINTAIN,
    "POST /api/v1/operator/draft/try": MAINTAIN,
    "POST /api/v1/operator/draft/publish": MAINTAIN,
    "GET /api/v1/operator/job": MAINTAIN,
    "GET /api/v1/operator/versions": MAINTAIN,
    "GET /api/v1/operator/versions/{version_id}/changes": MAINTAIN,
    "POST /api/v1/operator/versions/{version_id}/restore": MAINTAIN,
    "POST /api/v1/operator/import": MAINTAIN,
    "GET /api/v1/operator/banners": MAINTAIN,
    "POST /api/v1/operator/banners": MAINTAIN,
    "DELETE /api/v1/operator/banners/{number}": MAINTAIN,
    "GET /api/v1/operator/reports/twice": REPORTS,
    "GET /api/v1/operator/reports/twice/{picture}.svg": REPORTS,
    "GET /api/v1/operator/reports/twice.{file}": REPORTS,
    "POST /api/v1/operator/samples": MAINTAIN,
    "GET /api/v1/operator/samples/newest": REPORTS,
    "POST /api/v1/operator/samples/answers/{number}": MAINTAIN,
    # keys and the log of changes
    "GET /api/v1/keys": KEYS,
    "POST /api/v1/keys": KEYS,
    "DELETE /api/v1/keys/{key_id}": KEYS,
    "GET /api/v1/audit": AUDIT,
    "GET /api/v1/audit.jsonl": AUDIT,
}
