"""Settings of the WeChat channel (``YIZHAN_WECHAT_…``); none of them set: the channel is off."""

import re

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

_TOKEN = re.compile(r"[A-Za-z0-9]{3,32}")
_AES_KEY = re.compile(r"[A-Za-z0-9]{43}")


class WeChatSettingsError(Exception):
    """The channel is half configured; the text says in Chinese what is missing."""


class WeChatSettings(BaseSettings):
    """What the mini-program's console (微信公众平台) shows, and what is wanted; see ``docs/running.md``."""

    model_config = SettingsConfigDict(env_prefix="YIZHAN_WECHAT_", extra="ignore")

    appid: str = ""
    secret: SecretStr = SecretStr("")
    token: SecretStr = SecretStr("")  # of the 消息推送; without it pushes are not taken
    aes_key: SecretStr = SecretStr("")  # EncodingAESKey
    mode: str = "safe"  # safe (安全模式) or plain (明文模式)
    format: str = "json"  # json or xml, as chosen in the console
    base_url: str = "https://api.weixin.qq.com"
    send_path: str = "/cgi-bin/message/custom/send"
    handover: bool = False  # on only where people answer: what is handed over to nobody stays unanswered
    content_check: bool = False
    template: str = ""  # id of the long-term subscribe message 「材料清单有变化」
    template_item: str = "thing1"
    template_change: str = "thing2"
    template_date: str = "date3"
    page: str = "pages/ask/index"  # opened by a subscribe message

    @property
    def on(self) -> bool:
        """Whether the mini-program can sign in."""
        return bool(self.appid and self.secret.get_secret_value())

    @property
    def takes_pushes(self) -> bool:
        """Whether 客服 messages are taken."""
        return self.on and bool(self.token.get_secret_value())

    def check(self) -> None:
        """Raise ``WeChatSettingsError`` when the channel is half configured."""
        faults = list(self._faults())
        if faults:
            raise WeChatSettingsError(
                "微信的设置不完整：" + "；".join(faults) + "。补齐后再启动；不用微信就把它们都去掉。"
            )

    def _faults(self) -> list[str]:
        token, key = self.token.get_secret_value(), self.aes_key.get_secret_value()
        named = {"APPID": self.appid, "SECRET": self.secret.get_secret_value(), "TOKEN": token, "AES_KEY": key}
        if not any((*named.values(), self.template, self.content_check, self.handover)):
            return []
        faults = [f"缺少 YIZHAN_WECHAT_{name}" for name in ("APPID", "SECRET") if not named[name]]
        if (key or self.handover or self.content_check) and not token:
            faults.append("缺少 YIZHAN_WECHAT_TOKEN（没有它就收不到客服消息）")
        if token and not _TOKEN.fullmatch(token):
            faults.append("YIZHAN_WECHAT_TOKEN 应为 3 到 32 位字母和数字")
        if self.mode not in ("safe", "plain"):
            faults.append("YIZHAN_WECHAT_MODE 只能填 safe（安全模式）或 plain（明文模式）")
        if self.format not in ("json", "xml"):
            faults.append("YIZHAN_WECHAT_FORMAT 只能填 json 或 xml")
        if token and self.mode == "safe" and not key:
            faults.append("安全模式缺少 YIZHAN_WECHAT_AES_KEY")
        if key and not _AES_KEY.fullmatch(key):
            faults.append("YIZHAN_WECHAT_AES_KEY 应为 43 位字母和数字")
        return faults
