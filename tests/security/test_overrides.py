"""Overrides that a stranger wrote, a line copied from somewhere: one sentence, and nothing is made of them."""

from pathlib import Path

import pytest

from jitagents.config import composed
from jitagents.errors import InputError

TARGETS = (
    "{_target_: pathlib.Path.touch, self: MARK}",
    "{_target_: pathlib.Path.write_text, self: MARK, data: x}",
    "{_target_: builtins.open, file: MARK, mode: w}",
    "{_target_: pandas.read_pickle, filepath_or_buffer: MARK}",
    "{_target_: site.addsitedir, sitedir: MARK}",
    "{_target_: os.system, command: 'touch MARK'}",
    "{_target_: subprocess.run, args: [touch, MARK]}",
    "{_target_: hydra.experimental.callbacks.PickleJobInfoCallback}",
    "{_target_: jitagents.behaviours.ordering.Jit}",
)
PLACES = (
    "+hydra.callbacks.x",
    "++hydra.callbacks.x",
    "+hydra.launcher.x",
    "++hydra.sweeper",
    "+hydra.x",
    "++hydra.help",
)
HANDLERS = (
    "{version: 1, root: {handlers: [h]}, handlers: {h: {class: logging.FileHandler, filename: MARK, mode: w}}}",
    "{version: 1, root: {handlers: [h]}, handlers: {h: {'()': pathlib.Path.touch, self: MARK}}}",
    "{version: 1, root: {}, formatters: {f: {'()': os.system, command: 'touch MARK'}}}",
    "{version: 1, root: {}, filters: {f: {'()': builtins.open, file: MARK, mode: w}}}",
)
HYDRAS = (
    *(f"{PLACES[0]}={target}" for target in TARGETS),
    *(f"{place}={TARGETS[0]}" for place in PLACES[1:]),
    *(f"++hydra.{log}_logging={handler}" for log in ("job", "hydra") for handler in HANDLERS),
    "hydra/job_logging=default", "hydra/job_logging=evil", "hydra/hydra_logging=colorlog", "+hydra/callbacks=evil",
    "hydra/launcher=evil", "hydra/sweeper=evil", "hydra/output=default", "hydra/env=default", "+hydra/x=evil",
    "hydra/help=default", "hydra/launcher=[basic,basic]", "hydra/launcher=null", "~hydra/launcher", "~hydra.run",
    "hydra.launcher._target_=os.system", "hydra.sweeper._target_=os.system", "hydra.sweeper.sampler._target_=os.system",
    "+hydra.sweeper.custom_search_space=os.system", "+hydra.sweeper.storage=sqlite:///MARK",
    "+hydra.launcher.setup=[touch MARK]", "+hydra.launcher.submitit_folder=MARK", "+hydra.launcher.temp_folder=MARK",
    "+hydra.launcher.srun_args=[x]", "+hydra.launcher.additional_parameters={output: MARK}",
    '+hydra.launcher.partition="a\ntouch MARK"', "+hydra.launcher.comment='x --output=MARK'",
    "+hydra.launcher.pre_dispatch=__import__('os')", "+hydra.launcher.pre_dispatch='open(1)'",
    "+hydra.job.env_set.PATH=MARK", "+hydra.job.env_set={PYTHONPATH: MARK}", "+hydra.job.env_set.GIT_CONFIG_COUNT=1",
    "+hydra.job.env_set.JITAGENTS_TRUST=os", "hydra.job.env_copy=[HOME]", "hydra.job.chdir=true",
    "hydra.output_subdir=../x", "hydra.output_subdir=.hydra", "hydra.runtime.output_dir=MARK", "hydra.runtime.cwd=/",
    "hydra.overrides.task=[a]", "hydra.help.template=x", "hydra={}", "++hydra=null", "~hydra",
    "hydra.searchpath=[pkg://stranger]", "hydra.searchpath=[pkg://os]", "hydra.searchpath=[structured://x]",
    "hydra.searchpath=[nowhere]", "hydra.searchpath=['${oc.env:HOME}']", "hydra.searchpath=nowhere",
    "hydra.searchpath={a: 1}", "+hydra.searchpath=[http://stranger/x]", "hydra.mode=x",
    "hydra.run.dir=${oc.env:HOME}", "hydra.run.dir='${oc.decode:\"1\"}'",
    "hydra.run.dir='out/${network}'", "hydra.run.dir={a: 1}", "hydra.run.dir=null", 'hydra.run.dir="a\nb"',
    "+ordering@hydra.callbacks.x=jit", "+ordering@hydra.launcher=jit", "+ordering@_global_.hydra.callbacks.x=jit",
    "+study@hydra=single", "ordering@hydra.job_logging=jit",
)  # fmt: skip
VALUES = (
    "+network.name='../x' hydra.run.dir='out/${network.name}'",
    "+network.name='/x' hydra.sweep.dir='out/${network.name}'",
    "+network.name=.. hydra.sweep.subdir='${network.name}'",
    "+network.name=${oc.env:HOME}", "+network.name='a ${oc.env:HOME} b'", "reported={1: '${oc.env:HOME}'}",
    "+network.source=${oc.env:NOT_THERE,'x'}", "seed=${oc.decode:'${oc.env:HOME}'}", "seed=${oc.deprecated:days}",
    "+network.name=${hydra:runtime.cwd}", "+network.name=${now:%Y}", "seed=${oc.select:x,'${oc.env:HOME}'}",
    "seed=${oc.create:{a: 1}}", "seed=${oc.dict.keys:network}", "+which=oc.env seed='${${which}:HOME}'",
    "+a=b +b=1 seed='${${a}}'", "+a='${b}' +b='${a}'", "+a='${a}'", "+a=[1,'${a}']", "seed='${'", "+a={b: '${..a}'}",
    "+x0=" + "a" * 1000 + " " + " ".join(f"+x{n}='{f'${{x{n - 1}}}' * 9}'" for n in range(1, 12)),
    "+x0=1 " + " ".join(f"+x{n}=[{','.join([f'${{x{n - 1}}}'] * 9)}]" for n in range(1, 12)),
)  # fmt: skip
STUDIES = (
    "study=../study/single", "study=/etc/passwd", "ordering=../ordering/jit", "+experiment=../study/single",
    "study='../study/single'", "study='sin\x1b[31mgle'", "study='a\0b'", "study='\udc80'", 'study="a\nb"',
)  # fmt: skip
BOMBS = (
    "+a=" + "[" * 3000 + "]" * 3000, "+a=" + "{a: " * 500 + "1" + "}" * 500, "+a=" + "x" * 200_000,
    "+a=" + "9" * 5000, "+a='${" * 400, "+" + "a." * 5000 + "b=1",
    "+a='" + "${a:" * 300 + "1" + "}" * 300 + "'",
)  # fmt: skip


@pytest.mark.parametrize("line", [*HYDRAS, *VALUES, *STUDIES, *BOMBS], ids=lambda line: ascii(line)[1:60])
def test_a_line_of_a_stranger(line: str, mark: Path) -> None:
    words = [line] if line in (*HYDRAS, *STUDIES, *BOMBS) else _words(line)
    with pytest.raises(InputError) as caught:
        composed(["network=serial", "study=single", *(word.replace("MARK", str(mark)) for word in words)])
    for fault in caught.value.faults:
        assert "\n" not in fault
        assert len(fault) < 700


def _words(line: str) -> list[str]:
    """The overrides of a line; each begins with a key."""
    words = list[str]()
    for word in line.split(" "):
        if not words or (word.startswith(("+", "seed=", "hydra.")) and "=" in word):
            words.append(word)
        else:
            words[-1] += f" {word}"
    return words


@pytest.mark.parametrize(
    "line",
    [
        "hydra.run.dir=out", "hydra.run.dir='out/${study}/${now:%H}'", "hydra.sweep.dir=out", "hydra.verbose=true",
        "hydra.sweep.subdir='${hydra.job.num}_${hydra.job.override_dirname}'", "hydra/launcher=basic",
        "hydra/job_logging=stdout", "hydra.job.name=mine", "hydra.searchpath=[.]",
        "hydra.run.dir='mes résultats'", "hydra.run.dir='out/${ordering.cover}'",
        "network.demand=${seed}", "seed=${oc.select:network.stages,3}",
    ],
)  # fmt: skip
def test_what_a_user_needs(line: str, home: Path) -> None:
    assert composed(["network=serial", "study=single", line]).study
