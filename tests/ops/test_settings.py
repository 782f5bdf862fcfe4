import socket
from collections.abc import Iterator

import pytest

from ops.failures import Failure
from ops.settings import read_settings


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


def test_a_port_in_use_is_told_with_another_to_take(taken_port: int) -> None:
    with pytest.raises(Failure, match=f"端口 {taken_port} 已被别的程序占用.*YIZHAN_PORT={taken_port + 1} make run"):
        read_settings({"YIZHAN_PORT": str(taken_port)})


def test_a_chosen_port_of_rasa_in_use_is_told_by_its_own_variable(free_port: int, taken_port: int) -> None:
    with pytest.raises(Failure, match="YIZHAN_RASA_PORT="):
        read_settings({"YIZHAN_PORT": str(free_port), "YIZHAN_RASA_PORT": str(taken_port)})


def test_a_port_of_rasa_in_use_that_nobody_chose_is_passed_over(free_port: int) -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(("127.0.0.1", 5005))
            server.listen()
        except OSError:
            pass  # taken by another program: just as well
        assert read_settings({"YIZHAN_PORT": str(free_port)}).rasa_port not in (5005, free_port)


@pytest.mark.parametrize("text", ["http", "0", "65536", "-1", "8000.0", "８０００"])
def test_what_is_no_port_number_is_told(text: str) -> None:
    with pytest.raises(Failure, match="不是端口号"):
        read_settings({"YIZHAN_PORT": text})


def test_an_address_that_is_none_is_told(free_port: int) -> None:
    with pytest.raises(Failure, match=r"YIZHAN_HOST=300\.1\.1\.1"):
        read_settings({"YIZHAN_HOST": "300.1.1.1", "YIZHAN_PORT": str(free_port)})


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "localhost"])
def test_rasa_reaches_the_app_wherever_it_listens(host: str, free_port: int) -> None:
    settings = read_settings({"YIZHAN_HOST": host, "YIZHAN_PORT": str(free_port)})
    reached = "localhost" if host == "localhost" else "127.0.0.1"
    assert settings.action_url == f"http://{reached}:{free_port}/internal/actions"


def test_each_launch_has_a_secret_of_its_own(free_port: int) -> None:
    first, second = (read_settings({"YIZHAN_PORT": str(free_port)}).token for _ in range(2))
    assert first != second
    assert len(first) >= 32
