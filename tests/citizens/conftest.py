"""``--citizens N`` sends so many people, and from a thousand on writes the results (``make citizens``)."""

import pytest

QUICK = 60  # people in `make test`


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--citizens", type=int, default=QUICK, help="how many simulated citizens")


@pytest.fixture(scope="session")
def how_many(request: pytest.FixtureRequest) -> int:
    count: int = request.config.getoption("--citizens", default=QUICK)
    return count
