"""Text → tokens."""

import pytest

from knowledge.index.tokens import Tokeniser, concepts, normalise, sound

TOKENISER = Tokeniser(["上户口"])


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("剛出生的寶寶，上戶口要帶什麼？", "刚出生的宝宝 上户口要带什么"),
        ("ＫＴＶ 許可證", "ktv 许可证"),
        ("身份证330302199001011234丢了", "身份证 丢了"),
        ("", ""),
        ("😀\x00\u202e！！", ""),
    ],
)
def test_widths_case_and_traditional_characters_are_folded(text: str, plain: str) -> None:
    assert normalise(text) == plain


def test_a_long_question_is_cut_and_not_refused() -> None:
    assert len(normalise("字" * 100_000)) == 600


@pytest.mark.parametrize(("said", "meant"), [("份", "分"), ("住", "祖"), ("生", "神"), ("正", "镇")])
def test_homophones_and_southern_confusions_sound_the_same(said: str, meant: str) -> None:
    assert sound(said) == sound(meant)


def test_tokens_hold_words_characters_bigrams_sounds_and_concepts() -> None:
    tokens = TOKENISER.features("公公婆婆上户口")
    assert {"w上户口", "婆", "户口", "phu_kou", "k父母", "k户口", "k户口+父母"} <= set(tokens)


def test_the_lexicon_of_one_guidebook_does_not_leak_into_another() -> None:
    assert "w港跑趟证" in Tokeniser(["港跑趟证"]).features("港跑趟证")
    assert "w港跑趟证" not in TOKENISER.features("港跑趟证")


def test_everyday_words_stand_for_concepts() -> None:
    assert "配偶" in concepts("我老婆") and "注销" in concepts("店不干了") and concepts("") == []
