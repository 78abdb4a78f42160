"""Processes of their own: results come back, and what does not end is ended."""

import os
import time
from pathlib import Path

from jitagents.errors import InputError
from jitagents.teaching.contest.alone import Fault, each_alone


def work(task: str) -> bytes:
    name, _, value = task.partition(" ")
    if name == "loop":
        while True:
            time.sleep(0.01)
    if name in ("child", "left") and os.fork() == 0:
        time.sleep(2.0)
        Path(value).write_text("alive")
    if name == "child":
        time.sleep(60)
    if name == "wrong":
        raise InputError("one thing", "another")
    if name == "fail":
        raise RuntimeError(value)
    return value.encode()


def test_results_faults_and_time(tmp_path: Path) -> None:
    tasks = {"a": "say a", "b": "wrong", "c": "fail so", "d": "say d"}
    assert dict(each_alone(tasks, work, seconds=60, workers=2)) == {
        "a": b"a", "b": Fault("one thing; another"), "c": Fault("RuntimeError: so"), "d": b"d"
    }  # fmt: skip
    begun, mark = time.monotonic(), tmp_path / "mark"
    stopped = dict(each_alone({"loop": "loop", "child": f"child {mark}"}, work, seconds=1, workers=2))
    assert {one.words for one in stopped.values() if isinstance(one, Fault)} == {
        "not done after 1 seconds; is there a loop without an end?"
    }
    assert time.monotonic() - begun < 30
    time.sleep(2.0)
    assert not mark.exists(), "what a rule has started is ended with it"


def test_what_is_left_running_is_ended_too(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    assert dict(each_alone({"left": f"left {mark}"}, work, seconds=60, workers=1)) == {"left": f"{mark}".encode()}
    time.sleep(3.0)
    assert not mark.exists()


def test_processes_end_with_the_one_who_waits() -> None:
    running = each_alone({"a": "say a", "loop": "loop"}, work, seconds=60, workers=2)
    assert next(running) == ("a", b"a")
    begun = time.monotonic()
    running.close()  # type: ignore[attr-defined]
    assert time.monotonic() - begun < 20
