"""Settings, all from the environment (``YIZHAN_…``); the defaults need no service."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.connectors.settings import ConnectorSettings
from api.operator.draft import DRAFT
from api.wechat.settings import WeChatSettings
from knowledge.guidebook import SAMPLE
from knowledge.index.build import BUILT_INDEX
from knowledge.index.encoder import SHIPPED_MODEL
from knowledge.publishing.library import LIBRARY
from store.opening import DEFAULT as STORE_FILE
from store.roles import Role


class Settings(BaseSettings):
    """What can be set from outside; ``docs/running.md`` explains each in a table."""

    model_config = SettingsConfigDict(env_prefix="YIZHAN_", extra="ignore")

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    rasa_url: str | None = "http://127.0.0.1:5005"
    rasa_timeout_s: float = Field(default=8.0, gt=0)
    action_token: str = ""  # secret shared with Rasa; the webhook is shut while it is empty
    guidebook: Path = SAMPLE
    model: Path = SHIPPED_MODEL
    index: Path = BUILT_INDEX
    library: Path = LIBRARY  # published versions; while it is empty, the guidebook folder is used as it is
    draft: Path = DRAFT  # where operators change the guidebook before it is published
    store: str = STORE_FILE  # sqlite:///file or postgresql://…
    keep_days: int = Field(default=30, ge=0, le=3650)  # turns and questions, masked; 0 keeps nothing
    allowed_origins: str = ""  # host pages that may embed the widget, separated by commas
    frame_ancestors: str = "'self'"
    session_hours: float = Field(default=10.0, gt=0, le=24)  # a sign-in at the desks lasts one working day
    oidc_issuer: str = ""  # the city's own sign-in; all three or none
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_role_claim: str = "role"
    oidc_roles: dict[str, Role] = {}  # the provider's word for each role: {"zwfw-window": "clerk"}; empty: our own
    wechat: WeChatSettings = Field(default_factory=WeChatSettings)
    connectors: ConnectorSettings = Field(default_factory=ConnectorSettings)
    public_url: str = ""  # address under which people reach the site, printed on slips; empty: the request's own

    @property
    def origins(self) -> list[str]:
        """The allowed origins as a list."""
        return [origin.strip() for origin in self.allowed_origins.split(",") if origin.strip()]
