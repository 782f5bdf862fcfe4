"""What may be set from outside when starting, and whether the ports are to be had."""

from __future__ import annotations

import errno
import os
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from ops.failures import Failure

RASA_PORT = 5005  # Rasa's own default


@dataclass(frozen=True)
class Settings:
    """One launch: where the app listens, where Rasa listens, and the secret between them."""

    host: str
    port: int
    rasa_port: int
    token: str

    @property
    def app_url(self) -> str:
        """The app's address as seen from this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def rasa_url(self) -> str:
        """Rasa's address; it listens on loopback only, for its webhook knows no authentication."""
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def action_url(self) -> str:
        """The webhook of the app by which Rasa runs actions."""
        return f"{self.app_url}/internal/actions"

    def for_app(self) -> dict[str, str]:
        """Return the environment variables that tell the app the same."""
        return {
            "YIZHAN_HOST": self.host,
            "YIZHAN_PORT": str(self.port),
            "YIZHAN_RASA_URL": self.rasa_url,
            "YIZHAN_ACTION_TOKEN": self.token,
            "PYTHONUNBUFFERED": "1",
        }


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings and make sure that both ports are free."""
    host = environment.get("YIZHAN_HOST", "").strip() or "127.0.0.1"
    port = _port("YIZHAN_PORT", environment, 8000)
    require_free(host, port, "YIZHAN_PORT")
    if environment.get("YIZHAN_RASA_PORT", "").strip():
        rasa_port = _port("YIZHAN_RASA_PORT", environment, RASA_PORT)
        require_free("127.0.0.1", rasa_port, "YIZHAN_RASA_PORT")
    else:
        rasa_port = _free_rasa_port(port)
    return Settings(host, port, rasa_port, secrets.token_urlsafe(32))


def require_free(host: str, port: int, variable: str) -> None:
    """Fail, with the remedy, unless the address can be listened on."""
    try:
        _bind(host, port)
    except socket.gaierror:
        raise Failure(f"YIZHAN_HOST={host} 不是可用的地址。只给本机用填 127.0.0.1，给局域网用填 0.0.0.0。") from None
    except OSError as error:
        raise Failure(_why_not(error, host, port, variable)) from None


def _why_not(error: OSError, host: str, port: int, variable: str) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else 8000
        return f"端口 {port} 已被别的程序占用。请先关闭那个程序，或换一个端口：{variable}={other} make run"
    if error.errno == errno.EACCES:
        return f"没有权限使用端口 {port}（1024 以下的端口要管理员权限）。请换一个：{variable}=8000 make run"
    return f"不能在 {host} 的端口 {port} 上提供服务：{error.strerror}。请检查 YIZHAN_HOST 和 {variable}。"


def _port(variable: str, environment: Mapping[str, str], default: int) -> int:
    text = environment.get(variable, "").strip() or str(default)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise Failure(f"{variable}={text} 不是端口号。请填 1 到 65535 之间的整数，例如 {default}。")
    return int(text)


def _free_rasa_port(app_port: int) -> int:
    try:
        if app_port != RASA_PORT:
            return _bind("127.0.0.1", RASA_PORT)
    except OSError:
        pass
    return _bind("127.0.0.1", 0)


def _bind(host: str, port: int) -> int:
    """Listen for a moment; return the port that was given."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as trial:
        # As the servers do: a port that only waits for old connections (TIME_WAIT) is free.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind(address)
        trial.listen(1)
        return int(trial.getsockname()[1])
