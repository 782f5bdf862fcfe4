"""What WeChat's servers answer when they do not do what was asked."""

from enum import IntEnum


class Code(IntEnum):
    """The error codes (全局返回码) that change what we do next."""

    UNREACHABLE = -1000  # ours: no answer, or none that can be read
    BUSY = -1
    BAD_SECRET = 40001  # also: the access token is not, or no longer, valid
    BAD_OPENID = 40003
    BAD_TOKEN = 40014
    BAD_LOGIN_CODE = 40029
    USED_LOGIN_CODE = 40163
    BLOCKED_USER = 40226
    EXPIRED_TOKEN = 42001
    REFUSED_BY_USER = 43101
    TOO_OFTEN = 45011
    OUT_OF_TIME = 45015  # the person has not written for 48 hours
    TOO_MANY = 45047  # messages since the person wrote last
    NOT_ALLOWED = 48001


STALE_TOKEN = frozenset({Code.BAD_SECRET, Code.BAD_TOKEN, Code.EXPIRED_TOKEN})

# For the log: what the operator can do.
REMEDIES = {
    Code.UNREACHABLE: "连不上微信的服务器，请检查网络和 YIZHAN_WECHAT_BASE_URL",
    Code.BAD_SECRET: "请核对 YIZHAN_WECHAT_APPID 和 YIZHAN_WECHAT_SECRET",
    Code.OUT_OF_TIME: "群众 48 小时没有发消息，微信不再让回复",
    Code.TOO_MANY: "这次能回复的条数用完了，余下的等群众再发消息",
    Code.NOT_ALLOWED: "这个小程序没有客服消息的权限，请在公众平台开通",
}


class WeChatError(Exception):
    """An error code of WeChat; the text is for the log, in Chinese with the remedy, and names no person."""

    def __init__(self, code: int, told: str = "") -> None:
        remedy = REMEDIES.get(Code(code), "") if code in set(Code) else ""
        super().__init__("；".join(part for part in (f"微信返回 {code} {told}".strip(), remedy) if part))
        self.code = code
