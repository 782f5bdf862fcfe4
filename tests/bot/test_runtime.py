"""The classes that run inside Rasa, each tried there by Rasa's own Python."""

import os
import subprocess

import pytest

from ops.environments import ensure_rasa
from ops.layout import HERE
from ops.models import QUIET


@pytest.mark.parametrize("part", ["history", "tracker_store", "lock_store", "remote_action"])
def test_the_runtime_class_keeps_its_promises_inside_rasa(part: str) -> None:
    variables = {
        **os.environ,
        **QUIET,
        "YIZHAN_ACTION_URL": "http://127.0.0.1:1/",
        "YIZHAN_ACTION_TOKEN": "t",
    }
    command = [str(ensure_rasa()), "-m", "unittest", "--verbose", f"tests.bot.inside.check_{part}"]
    outcome = subprocess.run(command, cwd=HERE.root, env=variables, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stderr
    assert "\nOK" in outcome.stderr
