"""Settings, all from the environment (``YIZHAN_…``); the defaults need no service."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.guidebook import SAMPLE
from knowledge.index.build import BUILT_INDEX
from knowledge.index.encoder import SHIPPED_MODEL
from store.opening import DEFAULT as STORE_FILE


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
    store: str = STORE_FILE  # sqlite:///file or postgresql://…
    allowed_origins: str = ""  # host pages that may embed the widget, separated by commas
    frame_ancestors: str = "'self'"

    @property
    def origins(self) -> list[str]:
        """The allowed origins as a list."""
        return [origin.strip() for origin in self.allowed_origins.split(",") if origin.strip()]
