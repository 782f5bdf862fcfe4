from pathlib import Path

import pytest

from ops.failures import installation_failed, last_lines, training_failed


@pytest.mark.parametrize(
    ("log", "remedy"),
    [
        ("error: Failed to fetch: `six`\n  Caused by: dns error: failed to lookup", "请检查网络"),
        ("NewConnectionError(': [Errno 111] Connection refused')", "请检查网络"),
        ("ERROR: Could not find a version\nERROR: No matching distribution found for six", "请检查网络"),
        ("OSError: [Errno 28] No space left on device", "请腾出"),
        ("Hash mismatch for `six`", "请换一个软件源"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "请换一个软件源"),
        ("error: command 'gcc' failed", "command 'gcc' failed"),
        ("", "请看日志"),
    ],
)
def test_each_way_an_installation_fails_has_its_remedy(log: str, remedy: str, tmp_path: Path) -> None:
    file = tmp_path / "install.log"
    file.write_text(log)
    assert remedy in str(installation_failed("应用", file))
    assert str(file.parent) in str(installation_failed("应用", file))


def test_a_failed_training_shows_the_end_of_its_log(tmp_path: Path) -> None:
    file = tmp_path / "train.log"
    file.write_text("开始\n" * 50 + "Processed rules:   0%\rProcessed rules: 100%\nYamlException: bad rule\n\n")
    told = str(training_failed(file))
    assert "YamlException: bad rule" in told
    assert str(file) in told
    assert told.count("开始") < 10


def test_of_a_stack_trace_only_its_meaning_is_shown(tmp_path: Path) -> None:
    file = tmp_path / "index.log"
    file.write_text(
        "读取办事指南\nTraceback (most recent call last):\n"
        '  File "knowledge/__main__.py", line 1\n    load()\nGuidebookError: 材料缺名称\n'
    )
    assert last_lines(file) == "    读取办事指南\n    GuidebookError: 材料缺名称"


def test_a_log_that_is_not_there_has_no_last_lines(tmp_path: Path) -> None:
    assert last_lines(tmp_path / "none.log") == ""
