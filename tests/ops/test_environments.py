import socket

import pytest

from ops import environments
from ops.environments import ensure_app, ensure_rasa
from ops.failures import Failure
from ops.layout import Layout, python_of


def test_an_environment_is_made_once_and_installed_again_when_its_list_changes(
    checkout: Layout, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ensure_rasa(checkout) == python_of(checkout.rasa_environment)
    assert "正在建立对话引擎的环境" in capsys.readouterr().out
    ensure_rasa(checkout)
    assert capsys.readouterr().out == ""
    checkout.requirements("rasa").write_text("# changed\n")
    ensure_rasa(checkout)
    told = capsys.readouterr().out
    assert "正在安装对话引擎" in told
    assert "正在建立" not in told


def test_what_the_tests_need_is_enough_to_serve(checkout: Layout, capsys: pytest.CaptureFixture[str]) -> None:
    ensure_app(checkout, for_tests=True)
    capsys.readouterr()
    ensure_app(checkout)
    ensure_app(checkout, for_tests=True)
    assert capsys.readouterr().out == ""


def test_an_index_that_cannot_be_reached_is_told(checkout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/simple"
        for variable in ("PIP_INDEX_URL", "UV_DEFAULT_INDEX"):
            monkeypatch.setenv(variable, address)
        monkeypatch.setenv("UV_HTTP_RETRIES", "0")
        for variable in ("UV_CACHE_DIR", "PIP_CACHE_DIR"):
            monkeypatch.setenv(variable, str(checkout.made / "cache"))
        checkout.requirements("rasa").write_text(f"yizhan-none==1.0 --hash=sha256:{'0' * 64}\n")
        with pytest.raises(Failure, match="网络不通或软件源不可用"):
            ensure_rasa(checkout)


def test_too_little_space_is_told_before_anything_is_made(checkout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environments, "NEEDED_BYTES", 2**60)
    with pytest.raises(Failure, match="磁盘空间不足"):
        ensure_app(checkout)
    assert not checkout.app_environment.exists()
