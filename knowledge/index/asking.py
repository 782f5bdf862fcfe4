"""What a message asks, before anything is searched: without courtesies, and cut into its matters."""

import re

# 「你好，我想问一下…谢谢」 says nothing of the matter, and resembles chatter.
_OPENING = re.compile(
    r"^(?:你好|您好|喂|哈喽|在吗|在不在|请问一下|请问|我想问一下|我想问下|我想问|想问一下|想问下|想问问|想问|问一下|问下|咨询一下|"
    r"我想咨询一下|我想咨询|想咨询一下|麻烦问一下|麻烦问下|麻烦|打扰一下|打扰了|同志|师傅|工作人员|客服|帮我看看|那个|哎|啊|呀|\s)+"
)
_CLOSING = re.compile(r"(?:谢谢你|谢谢您|谢谢了|谢谢|多谢|麻烦了|辛苦了|拜托了|在线等|急急急|挺急的|\s)+$")
# Words by which people go on to another matter in the same message.
_AND_ALSO = re.compile(r"(?:顺便|另外|还有就是|还想|同时还|再问|再一个|还有一个|其次|以及|还要办|还要|然后还)")
SHORTEST_MATTER = 4  # characters; shorter parts name no matter


def without_courtesies(question: str) -> str:
    """Drop greetings and thanks around a normalised question; a message of nothing else stays."""
    left = _CLOSING.sub("", _OPENING.sub("", question)).strip()
    return left or question


def matters(question: str) -> list[str]:
    """Cut a normalised question where people go on to another matter (「…，顺便…」); parts that say nothing go."""
    return [part for part in _AND_ALSO.split(question) if len(part.replace(" ", "")) >= SHORTEST_MATTER]
