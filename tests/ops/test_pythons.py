import sys

import pytest

from ops.failures import Failure
from ops.layout import Layout
from ops.pythons import APP, RASA, find_python


@pytest.mark.parametrize("version", [APP, RASA])
def test_both_pythons_are_found_without_a_word_of_where_they_are(version: str, checkout: Layout) -> None:
    assert find_python(version, checkout).exists()


def test_a_python_that_is_named_is_taken(checkout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIZHAN_PYTHON311", sys.executable)
    assert find_python(APP, checkout).samefile(sys.executable)


@pytest.mark.parametrize("named", [sys.executable, "/nowhere/python3.10"])
def test_a_wrong_python_that_is_named_is_told(named: str, checkout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIZHAN_PYTHON310", named)
    with pytest.raises(Failure, match="YIZHAN_PYTHON310"):
        find_python(RASA, checkout)


def test_a_python_that_cannot_be_had_is_told_with_what_to_do(checkout: Layout) -> None:
    with pytest.raises(Failure, match=r"没有 Python 3\.99.*自动下载也没有成功.*YIZHAN_PYTHON399"):
        find_python("3.99", checkout)


def test_a_shim_that_works_in_some_folders_only_is_seen_through(
    checkout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    shim = checkout.root / "python3.11"
    shim.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    shim.chmod(0o755)
    monkeypatch.setenv("YIZHAN_PYTHON311", str(shim))
    assert find_python(APP, checkout) != shim
