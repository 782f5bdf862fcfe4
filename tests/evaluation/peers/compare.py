"""All peers beside ours on the same questions: table, picture, and all figures as data."""

import json
from collections.abc import Iterator

import torch

from api.settings import Settings
from knowledge.guidebook import Guidebook
from knowledge.index.build import Material
from knowledge.index.encoder import load_encoder
from knowledge.index.passages import entries_of, lexicon_of, read_out_of_scope
from knowledge.index.search import Searcher
from knowledge.training.embedding import in_memory
from knowledge.training.folds import Remembering, cut, documents
from tests.evaluation.measures import Asked, Judged, falsely_answered, read_questions, report
from tests.evaluation.peers.classic import Bm25sAlone, CharacterTfidf
from tests.evaluation.peers.dense import DenseAlone
from tests.evaluation.peers.ranking import Decider, Peer
from tests.evaluation.peers.rasa_bot import DIET_EPOCHS, EPOCHS, EXAMPLES, RasaBot
from tests.evaluation.picture import draw_peers
from tests.evaluation.results import RESULTS, write_json

FOLD, EVERY = 0, 4  # peers' decisions are learnt from every fourth question of this fold, which they had not seen
SETS = ("apart", "typos", "siblings", "stories", "fresh", "out_of_scope")
OURS = "一站引导"
RASA = "Rasa（DIET + ResponseSelector）"
HEAD = ("首位", "前三", "MRR", "直接答", "答错", "答里错", "误答", "解决")
MORE = ("typos", "siblings", "stories", "fresh")  # sets whose first places stand in the table too

Figures = dict[str, float]


def compare(guidebook: Guidebook, searcher: Searcher, settings: Settings, rasa: bool) -> str:
    """Measure peers and ours, write the results, and return the table."""
    asked = {name: read_questions(name) for name in SETS}
    found = {name: _measured(peer, decider, asked) for name, peer, decider in _peers(guidebook, settings, rasa)}
    ours = {name: [Judged(one, searcher.search(one.question)) for one in rows] for name, rows in asked.items()}
    found[OURS] = _figures(ours)
    configuration: dict[str, object] = {
        "fold": FOLD, "every": EVERY, "questions": {name: len(rows) for name, rows in asked.items()},
        "rasa": {"examples": EXAMPLES, "diet_epochs": DIET_EPOCHS, "epochs": EPOCHS},
    }  # fmt: skip
    return write(found, configuration)


def write(found: dict[str, Figures], configuration: dict[str, object]) -> str:
    """Write table, picture and data, and return the table."""
    write_json("peers", {"results": found, "configuration": configuration})
    text = "\n".join(_table(found))
    sampled = f"Rasa 每个事项只学 {EXAMPLES} 句（全学要几个小时）。" if RASA in found else ""
    (RESULTS / "peers.md").write_text(
        f"# 同样的题目，别的办法\n\n{text}\n\n"
        "每种办法学同样的问句，判定门槛定在同一批没见过的题上，答错、误答的限度也一样，"
        f"所以要比的是在这限度内能直接答多少；“答里错”是直接答的里面错的。{sampled}\n\n"
        f"![](peers.svg)\n\n配置：`{json.dumps(configuration, ensure_ascii=False)}`\n",
        "utf-8",
    )
    draw_peers({name: [row[one] for one in HEAD] for name, row in found.items()}, HEAD, RESULTS / "peers.svg")
    return text


def _peers(guidebook: Guidebook, settings: Settings, rasa: bool) -> Iterator[tuple[str, Peer, Decider]]:
    """Yield each peer, taught everything, with a decision set while a fold was held out."""
    torch.set_num_threads(1)
    whole = Material(entries_of(guidebook, settings.guidebook), read_out_of_scope(settings.guidebook))
    kept, held = cut(whole, FOLD)
    questions = [(text, None if owner is None else whole.entries[owner].id) for text, owner in held][::EVERY]

    def decider(early: Peer) -> Decider:
        return Decider.of(early.rank([text for text, _ in questions]), [owner for _, owner in questions])

    yield "bm25s", Bm25sAlone(whole), decider(Bm25sAlone(kept))
    yield "字 TF-IDF", CharacterTfidf(whole), decider(CharacterTfidf(kept))
    if rasa:
        bot = RasaBot(kept)  # taught a sample anyhow: a second training would tell nothing new
        yield RASA, bot, decider(bot)
    tokeniser = Remembering(lexicon_of(guidebook))
    early = in_memory(*documents(kept, tokeniser), tokeniser)
    yield "向量", DenseAlone(whole, load_encoder(settings.model, tokeniser)), decider(DenseAlone(kept, early))


def _measured(peer: Peer, decider: Decider, asked: dict[str, list[Asked]]) -> Figures:
    """Let a peer answer everything, all sets in one go."""
    rows = [one for group in asked.values() for one in group]
    results = iter(decider.results(peer.rank([one.question for one in rows])))
    return _figures({name: [Judged(one, next(results)) for one in group] for name, group in asked.items()})


def _figures(judged: dict[str, list[Judged]]) -> Figures:
    apart = report(judged["apart"])
    return {
        "首位": apart.top1,
        "前三": apart.top3,
        "MRR": apart.mrr,
        "直接答": apart.answered,
        "答错": apart.confident_wrong,
        "答里错": apart.confident_wrong / apart.answered if apart.answered else 0.0,
        "误答": falsely_answered(judged["out_of_scope"]),
        "解决": apart.resolved,
        **{name: report(judged[name]).top1 for name in MORE},
    }


def _table(found: dict[str, Figures]) -> list[str]:
    more = ("首位·错别字", "首位·相近事项", "首位·长篇", "首位·新写")
    lines = [f"| | {' | '.join((*HEAD, *more))} |", "|---|" + "---:|" * (len(HEAD) + len(more))]
    return lines + [
        f"| {name} | " + " | ".join(f"{share:.1%}" for share in row.values()) + " |" for name, row in found.items()
    ]
