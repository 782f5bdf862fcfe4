"""Addresses of other systems (``YIZHAN_CONNECT_…``); an empty one: that system is not connected."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class ConnectorSettings(BaseSettings):
    """One address for each connector, one key for all; ``docs/running.md`` explains them."""

    model_config = SettingsConfigDict(env_prefix="YIZHAN_CONNECT_", extra="ignore")

    progress: str = ""
    appointments: str = ""
    certificates: str = ""
    shared_data: str = ""
    hand_over: str = ""
    key: SecretStr = SecretStr("")  # sent as a bearer token
    timeout_s: float = Field(default=3.0, gt=0, le=30)
