"""How long a slip takes to draw: ``python -m benchmarks.slip_speed``.

Of every third item of the sample its fullest answer, each drawn once in each form (nothing is cached): milliseconds
by the clock and of processor time (which other work on the machine hardly touches), and kilobytes; median, 95th of a
hundred and worst. A PDF is to take at most 250 ms.
"""

import statistics
import time
from collections.abc import Iterator
from datetime import date

from api.slips.content import Sheet, sheet_of
from api.slips.press import Form, draw
from knowledge.guidebook import load_guidebook
from knowledge.materials import combinations
from knowledge.notices import answer
from knowledge.schema import State

TOLD_ON = date(2026, 11, 22)
ADDRESS = "https://zwfw.example.cn/s/7KQ2M9XD"


def fullest() -> Iterator[Sheet]:
    guidebook = load_guidebook()
    for item in guidebook.items.values():
        if item.state is not State.ABOLISHED:
            told = [answer(guidebook, item.id, chosen, "330381").notice for chosen in combinations(item)]
            sheets = [sheet_of(notice, TOLD_ON, code="7KQ2-M9XD", address=ADDRESS) for notice in told if notice]
            if sheets:
                yield max(sheets, key=lambda sheet: sum(map(len, sheet.lines())))


def figures(values: list[float]) -> str:
    ranked = statistics.quantiles(values, n=20)
    return f"{statistics.median(values):6.0f} {ranked[-1]:6.0f} {max(values):6.0f}"


def main() -> None:
    sheets = list(fullest())[::3]
    started = time.perf_counter()
    draw(sheets[0], Form.PDF)
    print(f"the first one, with loading the fonts: {1000 * (time.perf_counter() - started):.0f} ms")
    print(f"{len(sheets)} slips    {'ms by the clock':>22}{'ms of processor':>22}{'kB':>22}")
    for form in Form:
        clock, processor, sizes = [], [], []
        for sheet in sheets[1:]:
            started, busy = time.perf_counter(), time.process_time()
            drawn = draw(sheet, form)
            clock.append(1000 * (time.perf_counter() - started))
            processor.append(1000 * (time.process_time() - busy))
            sizes.append(len(drawn) / 1000)
        print(f"{form:12}" + "".join(f"{figures(values):>22}" for values in (clock, processor, sizes)))


if __name__ == "__main__":
    main()
