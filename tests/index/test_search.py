"""Search over two small items, and its edges: empty guidebook, blank question, one item."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import GuidebookError
from knowledge.guidebook import Guidebook
from knowledge.index.build import Material, Saved, build_index, load_scorer, make_scorer
from knowledge.index.decision import Chances, Thresholds, decide
from knowledge.index.encoder import SHIPPED_MODEL, LibraryEncoder, StaticEncoder, load_encoder
from knowledge.index.passages import Entry, lexicon_of
from knowledge.index.results import SearchStatus
from knowledge.index.search import Searcher
from knowledge.index.tokens import Tokeniser
from knowledge.index.weights import Weights
from knowledge.schema import Audience

BIRTH = Entry(
    id="x-birth",
    name="出生登记",
    window="公安服务",
    names=("出生登记", "上户口"),
    questions=("宝宝上户口", "小孩报户口要什么", "新生儿落户"),
    words=(),
    audience=frozenset({Audience.CITIZEN}),
)
CARD = Entry(
    id="x-card",
    name="身份证补领",
    window="公安服务",
    names=("身份证补领", "补身份证"),
    questions=("身份证丢了", "身份证不见了怎么补", "补办身份证"),
    words=(),
    audience=frozenset({Audience.CITIZEN}),
)
STRAYS = ("今天天气怎么样", "晚饭吃什么")


TOKENISER = Tokeniser()


def searcher(*entries: Entry) -> Searcher:
    scorer, _ = make_scorer(Material(entries, STRAYS), TOKENISER, load_encoder(SHIPPED_MODEL, TOKENISER))
    return Searcher(scorer, list(entries), Weights.load(SHIPPED_MODEL))


@pytest.fixture(scope="module")
def both() -> Searcher:
    return searcher(BIRTH, CARD)


@pytest.mark.parametrize(
    ("question", "expected"), [("娃娃报户口", "x-birth"), ("身分证掉了", "x-card"), ("身份証遺失", "x-card")]
)
def test_the_meant_item_comes_first(both: Searcher, question: str, expected: str) -> None:
    result = both.search(question)
    assert (*result.candidates, *result.rejected)[0].id == expected


@pytest.mark.parametrize("question", ["", "   ", "？！", "😀", "\x00"])
def test_a_question_that_says_nothing_matches_nothing(both: Searcher, question: str) -> None:
    result = both.search(question)
    assert (result.status, result.candidates, result.rejected) == (SearchStatus.NO_MATCH, (), ())


def test_a_part_of_a_name_is_asked_back_and_not_turned_away(both: Searcher) -> None:
    assert both.search("身份证").status is not SearchStatus.NO_MATCH


def test_a_question_filed_under_an_item_is_answered_with_it(both: Searcher) -> None:
    result = both.search("你好，我想问一下身份证不见了怎么补，谢谢")
    assert (result.status, result.candidates[0].id) == (SearchStatus.ANSWERED, "x-card")


def test_an_empty_guidebook_matches_nothing() -> None:
    assert searcher().search("身份证丢了").status is SearchStatus.NO_MATCH


def test_one_item_can_be_found() -> None:
    result = searcher(CARD).search("身份证丢了")
    assert [c.id for c in (*result.candidates, *result.rejected)] == ["x-card"]


def test_near_misses_are_handed_over(both: Searcher) -> None:
    result = both.search("身份证丢了怎么补")
    assert {c.id for c in (*result.candidates, *result.rejected)} == {"x-birth", "x-card"}


def test_the_reason_names_words_of_the_question(both: Searcher) -> None:
    result = both.search("我要补身份证")
    assert "补身份证" in (*result.candidates, *result.rejected)[0].why


def test_whoever_judges_a_result_sees_why_it_came_first(both: Searcher) -> None:
    reason = both.search("请问身份正丢了怎么补").reason
    assert reason and reason.repaired and reason.searched == "身份证丢了怎么补"
    assert "丢" in reason.deeds and reason.runner_up == "x-birth" and 0 < reason.gap <= 1 and not reason.filed


def test_a_filed_question_gives_that_as_its_reason(both: Searcher) -> None:
    reason = both.search("身份证不见了怎么补").reason
    assert reason and reason.filed and "收在这个事项下" in str(reason)


def test_decisions_follow_their_thresholds() -> None:
    thresholds = Thresholds(answer=0.8, request=0.9, clarify=0.3)
    assert decide(Chances(0.8, 0.9, 0.9), thresholds) is SearchStatus.ANSWERED
    assert decide(Chances(0.79, 0.3, 0.9), thresholds) is SearchStatus.CLARIFICATION
    assert decide(Chances(0.79, 0.29, 0.9), thresholds) is SearchStatus.NO_MATCH
    assert decide(Chances(0.99, 0.99, 0.89), thresholds) is SearchStatus.CLARIFICATION  # perhaps no request at all


def test_our_files_say_the_same_as_the_library(both: Searcher) -> None:
    """The shipped folder is a sentence-transformers model; numpy must read it to the same vectors."""
    from sentence_transformers import SentenceTransformer

    encoder = load_encoder(SHIPPED_MODEL, TOKENISER)
    assert isinstance(encoder, StaticEncoder)
    library = SentenceTransformer(str(SHIPPED_MODEL), device="cpu", local_files_only=True)
    for text in ("宝宝上户口要带什么", "身份证丢了"):
        tokens = [token for token in TOKENISER.features(text) if token in encoder.vocabulary]
        theirs = np.asarray(library.encode(" ".join(tokens), normalize_embeddings=True), np.float32)
        assert np.allclose(theirs, encoder.encode([text])[0], atol=2e-3)


def test_another_model_folder_takes_the_same_way(tmp_path: Path) -> None:
    """Any sentence-transformers folder; here one with a vocabulary of its own and random vectors."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Split

    vocabulary = {char: row for row, char in enumerate("宝上户口身份证丢了补?")}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="?"))
    tokenizer.pre_tokenizer = Split("", "isolated")
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=16)], device="cpu").save(str(tmp_path))
    encoder = load_encoder(tmp_path, TOKENISER)
    assert isinstance(encoder, LibraryEncoder) and encoder.name != load_encoder(SHIPPED_MODEL, TOKENISER).name
    scorer, _ = make_scorer(Material((BIRTH, CARD), STRAYS), TOKENISER, encoder)
    found = Searcher(scorer, [BIRTH, CARD], Weights.load(tmp_path)).search("身份证丢了")
    assert (*found.candidates, *found.rejected)[0].id == "x-card"


def small_guidebook() -> tuple[Guidebook, Path]:
    from tests.knowledge.books import guidebook

    return guidebook(), Path(__file__).parent / "no-such-folder"


def test_an_index_is_built_once_and_refused_when_it_does_not_fit(tmp_path: Path) -> None:
    guidebook, folder = small_guidebook()
    encoder = load_encoder(SHIPPED_MODEL, Tokeniser(lexicon_of(guidebook)))
    target = tmp_path / "index"
    assert build_index(guidebook, folder, encoder, target)
    assert not build_index(guidebook, folder, encoder, target)
    assert load_scorer(guidebook, folder, target, SHIPPED_MODEL)[1]
    manifest = target / "manifest.json"
    manifest.write_text(manifest.read_text().replace(encoder.name, "another-model"))
    with pytest.raises(GuidebookError, match="另一个语义模型"):
        load_scorer(guidebook, folder, target, SHIPPED_MODEL)


@pytest.mark.parametrize("name", ["vectors.npy", "linear.json", "linear_weights.npy", "owner.npy", "lexical.json"])
def test_a_truncated_index_is_refused_with_the_remedy(tmp_path: Path, name: str) -> None:
    guidebook, folder = small_guidebook()
    encoder = load_encoder(SHIPPED_MODEL, Tokeniser(lexicon_of(guidebook)))
    build_index(guidebook, folder, encoder, tmp_path / "index")
    damaged = tmp_path / "index" / name
    damaged.write_bytes(damaged.read_bytes()[: damaged.stat().st_size // 2])
    with pytest.raises(GuidebookError, match="--force"):
        Saved.read(tmp_path / "index")


def test_a_folder_without_a_model_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(GuidebookError, match="YIZHAN_MODEL"):
        load_encoder(tmp_path, Tokeniser())


def test_the_second_of_two_matters_is_kept(both: Searcher) -> None:
    result = both.search("身份证丢了要补，另外小孩报户口要什么")
    assert [one.id for one in (*result.candidates[:1], *result.also)] == ["x-card", "x-birth"]


def test_a_guidebook_too_big_to_be_told_apart_entry_by_entry_still_finds_its_items(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("knowledge.index.linear.SEPARATED_AT_MOST", 1)
    material = Material((BIRTH, CARD), STRAYS)
    scorer, saved = make_scorer(material, TOKENISER, load_encoder(SHIPPED_MODEL, TOKENISER))
    big = Searcher(scorer, [BIRTH, CARD], Weights.load(SHIPPED_MODEL))
    for entry in (BIRTH, CARD):
        for question in entry.questions:
            assert big.search(question).candidates[0].id == entry.id
    saved.write(tmp_path)
    tokens = TOKENISER.features("身份证丢了")
    assert np.array_equal(Saved.read(tmp_path).linear.scores(tokens), saved.linear.scores(tokens))
    assert saved.linear.scores(tokens).argmax() == 1
