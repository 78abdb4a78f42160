"""Kills at random moments: `python -m tests.kills.storm --kills 60`. What goes on must end as if nothing had been.

A run is killed again and again in the same directory until it is complete; then its files must be those of a run that
was never disturbed, bit by bit, without a draft, a chunk or a process left. Linux alone, since it looks at /proc.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STUDY = (
    "study=single", "network=serial", "days=200", "warmup=10", "crisis.outage.start=5", "replications=80", "chunk=8",
    "workers=2", "measures=[fill_rate,cost,output_lost]",
)  # fmt: skip
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
TARGETS = ("main", "another", "group")
PATIENCE = 120
"""Seconds until a process counts as one that hangs."""

type Moment = Callable[[Path], bool]


@dataclass(frozen=True)
class Kill:
    """A signal to a run: to its main process, to another one of it, or to all."""

    number: signal.Signals
    target: str

    def send(self, main: int) -> None:
        """Send the signal to what it is meant for."""
        others = [one for one in processes(main) if one != main]
        with suppress(ProcessLookupError):
            if self.target == "group":
                os.killpg(main, self.number)
            elif self.target == "main" or not others:
                os.kill(main, self.number)
            else:
                os.kill(random.choice(others), self.number)


def processes(session: int) -> list[int]:
    """The living processes of a session."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, _, owner = place.read_text().rpartition(")")[2].split()[:4]
            if int(owner) == session and state not in "ZX":
                found.append(int(place.parent.name))
    return found


def started(folder: Path, study: Sequence[str] = STUDY) -> subprocess.Popen[bytes]:
    """A run in a directory, in a session of its own."""
    command = [sys.executable, "-m", "jitagents.cli", *study, f"hydra.run.dir={folder}"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"}
    return subprocess.Popen(
        command, cwd=folder.parent, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip


def passed(until: float) -> Moment:
    """The moment at which a time has passed."""
    return lambda _: time.monotonic() > until


def killed(folder: Path, moment: Moment, kill: Kill) -> tuple[int, str]:
    """Start a run and kill it at a moment; its exit code, and what is wrong with its end."""
    run = started(folder)
    patience = time.monotonic() + PATIENCE
    while run.poll() is None and not moment(folder) and time.monotonic() < patience:
        time.sleep(0.01)
    if run.poll() is None:
        kill.send(run.pid)
    try:
        _, err = run.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        return run.wait(), "it hangs"
    wrong = "a traceback" if b"Traceback (most recent" in err and kill.target == "main" else ""
    return run.returncode, wrong or ("processes live on" if orphans(run.pid) else "")


def orphans(session: int) -> list[int]:
    """Processes that outlive a run by far."""
    patience = time.monotonic() + 30
    while (left := processes(session)) and time.monotonic() < patience:
        time.sleep(0.02)
    return left


def finished(folder: Path) -> str:
    """Let a run end undisturbed; what it says if it cannot."""
    run = started(folder)
    _, err = run.communicate(timeout=5 * PATIENCE)
    return "" if run.returncode == 0 else err.decode()


def content(folder: Path) -> dict[str, bytes]:
    """The files of a run that are the same however often it was stopped."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.suffix in (".parquet", ".csv", ".png", ".svg") else b""
        for path in paths
    }


def storm(kills: int, seed: int) -> int:
    """Kill, and tell; the number of faults."""
    draw, done, faults = random.Random(seed), Counter[str](), list[str]()
    with tempfile.TemporaryDirectory() as place:
        before = time.monotonic()
        assert not finished(Path(place) / "straight")
        length, straight = time.monotonic() - before, content(Path(place) / "straight")
        round_, count = 0, 0
        while count < kills:
            folder, round_ = Path(place) / f"run{round_}", round_ + 1
            for _ in range(draw.randint(1, 4)):
                until = time.monotonic() + draw.uniform(0.05, 1.05) * length
                kill = Kill(draw.choice(SIGNALS), draw.choice(TARGETS))
                code, wrong = killed(folder, passed(until), kill)
                count += 1
                done[f"{kill.number.name} {kill.target}: exit code {code}"] += 1
                faults += [f"{kill}: {wrong}"] if wrong else []
            told = finished(folder)
            if told or content(folder) != straight:
                faults.append(f"{folder.name}: {told or 'other files'}")
    for what, number in sorted(done.items()):
        sys.stdout.write(f"{number:4} {what}\n")
    sys.stdout.write(f"{count} kills, {round_} directories, {len(faults)} faults\n{'\n'.join(faults)}\n")
    return len(faults)


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    sys.exit(storm(asked.kills, asked.seed) > 0)
