"""Overrides that a stranger wrote, a line copied from somewhere: one sentence, and nothing is made of them."""

import re
from pathlib import Path

import hydra
import pytest
import yaml
from hydra._internal.config_loader_impl import ConfigLoaderImpl
from hydra._internal.utils import create_config_search_path
from hydra.types import RunMode

from jitagents.config import CONFIG, as_ours, composed
from jitagents.config_directory import conf_directory
from jitagents.errors import InputError
from jitagents.studies.variants import readable

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
SET = (
    *(f"{PLACES[0]}={target}" for target in TARGETS),
    *(f"{place}={TARGETS[0]}" for place in PLACES[1:]),
    *(f"++hydra.{log}_logging={handler}" for log in ("job", "hydra") for handler in HANDLERS),
    "+hydra/callbacks=evil", "hydra/output=default", "hydra/env=default", "+hydra/x=evil", "hydra/help=default",
    "hydra.launcher._target_=os.system", "hydra.sweeper._target_=os.system", "hydra.sweeper.sampler._target_=os.system",
    "+hydra.sweeper.custom_search_space=os.system", "+hydra.launcher.setup=[touch MARK]",
    "+hydra.launcher.submitit_folder=MARK", "+hydra.launcher.temp_folder=MARK", "+hydra.launcher.srun_args=[x]",
    "+hydra.launcher.additional_parameters={output: MARK}",
    "+hydra.job.env_set.PATH=MARK", "+hydra.job.env_set={PYTHONPATH: MARK}", "+hydra.job.env_set.GIT_CONFIG_COUNT=1",
    "+hydra.job.env_set.JITAGENTS_TRUST=os", "hydra.job.env_copy=[HOME]", "hydra.job.chdir=true",
    "hydra.runtime.output_dir=MARK", "hydra.runtime.cwd=/", "hydra.overrides.task=[a]", "hydra.help.template=x",
    "hydra={}", "++hydra=null",
)  # fmt: skip
"""Keys that cannot be set; the sentence names each."""
HYDRAS = {
    r"^hydra/\w+=.*: not a choice that jitagents knows; .*(disabled, none, stdout|basic, joblib|basic, optuna)": (
        "hydra/job_logging=default", "hydra/job_logging=evil", "hydra/hydra_logging=colorlog", "hydra/launcher=evil",
        "hydra/sweeper=evil", "hydra/launcher=[basic,basic]", "hydra/launcher=null",
    ),
    "^[+~]?[a-z]*[/@.]?.*hydra.*: this part of Hydra's cannot be changed": (
        "~hydra/launcher", "~hydra.run", "~hydra", "+ordering@hydra.callbacks.x=jit", "+ordering@hydra.launcher=jit",
        "+ordering@_global_.hydra.callbacks.x=jit", "+study@hydra=single", "ordering@hydra.job_logging=jit",
        "++hydra/callbacks@_global_=evil", "+a@hydra.b=evil",
    ),
    r"^hydra\.[\w.]+ = .*: not allowed here; a plain value is": (
        "+hydra.sweeper.storage=sqlite:///MARK", '+hydra.launcher.partition="a\ntouch MARK"',
        "+hydra.launcher.comment='x --output=MARK'", "+hydra.launcher.pre_dispatch='__import__(1)'",
        "+hydra.launcher.pre_dispatch='open(1)'", "hydra.output_subdir=../x", "hydra.output_subdir=.hydra",
        "hydra.mode=x", "hydra.run.dir={a: 1}", "hydra.run.dir=null", 'hydra.run.dir="a\nb"',
    ),
    "give a directory with configurations; packages and references are not read": (
        "hydra.searchpath=[pkg://stranger]", "hydra.searchpath=[pkg://os]", "hydra.searchpath=[structured://x]",
        "hydra.searchpath=['${oc.env:HOME}']", "+hydra.searchpath=[http://stranger/x]",
    ),
    "there is no such directory": (
        "hydra.searchpath=[nowhere]", "hydra.searchpath=nowhere", "hydra.searchpath={a: 1}",
    ),
    "^network: must be a name": ("hydra.run.dir='out/${network}'",),
    "^hydra.run.dir: .*not allowed in a configuration": ("hydra.run.dir='${oc.decode:\"1\"}'",),
}  # fmt: skip
ENVIRONMENT = (
    "hydra.run.dir=${oc.env:HOME}", "+network.name=${oc.env:HOME}", "+network.name='a ${oc.env:HOME} b'",
    "+network.source=${oc.env:NOT_THERE,'x'}", "+reported={1: '${oc.env:HOME}'}", "days=str('${oc.env:HOME}')",
    "seed='${oc.select:x,${oc.env:HOME}}'", "ordering=${oc.env:HOME}",
    "ordering='${oc.env:HOME}'", "study=${oc.env:HOME}", "+experiment=${oc.env:HOME}", "ordering='a${oc.env:HOME}'",
    "hydra.job.name='${oc.env:HOME}'", "+hydra.sweeper.params.seed='${oc.env:HOME}'", "+a=[{b: '${oc.env:HOME}'}]",
)  # fmt: skip
VALUES = {
    "network.name: .* cannot be a part of a path": (
        "+network.name='../x' hydra.run.dir='out/${network.name}'",
        "+network.name='/x' hydra.sweep.dir='out/${network.name}'",
        "+network.name=.. hydra.sweep.subdir='${network.name}'",
    ),
    r"\$\{.*: not allowed in a configuration; write the value itself": (
        "seed=${oc.deprecated:days}", "+network.name=${hydra:runtime.cwd}", "+network.name=${now:%Y}",
        "seed='${oc.create:{a: 1}}'", "seed=${oc.dict.keys:network}", "+which=oc.env seed='${${which}:HOME}'",
        "ordering=${oc.decode:jit}", "seed='${unheard_of:1}'",
    ),
    "a reference within a reference is not allowed": ("+a=b +b=1 seed='${${a}}'",),
    "refers to itself": ("+a='${b}' +b='${a}'", "+a='${a}'", "+a=[1,'${a}']", "+a={b: '${..a}'}"),
    "viable alternative": ("seed='${'",),
    r"too large with its references \$\{...\} written out": (
        "+x0=" + "a" * 1000 + " " + " ".join(f"+x{n}='{f'${{x{n - 1}}}' * 9}'" for n in range(1, 12)),
        "+x0=1 " + " ".join(f"+x{n}=[{','.join([f'${{x{n - 1}}}'] * 9)}]" for n in range(1, 12)),
    ),
    r"more than 2,000 references": ("+a='" + "${days}" * 2100 + "'",),
}  # fmt: skip
SUBDIR = "hydra.sweep.subdir='${hydra.job.override_dirname}' "
LEADS_OUT = r"^hydra.[a-z.]+: \$\{hydra.[a-z_.]+\} is .*, which would lead out of the directory"
VALUES[LEADS_OUT] = (
    SUBDIR + "+labels={jit: 'a/../../../../x'}",
    SUBDIR + "+note=../../x",
    SUBDIR + "+note='..\\..\\x'",
    SUBDIR + "+note=a/./x",
    SUBDIR + "hydra.job.config.override_dirname.kv_sep=/../ +note=x",
    SUBDIR + "hydra.job.config.override_dirname.item_sep=/../../ +note=x +other=y",
    "hydra.sweep.dir='out/${hydra.job.override_dirname}' +note=../../x",
    "hydra.run.dir='out/${hydra.job.override_dirname}' +note=../../x",
    "hydra.run.dir='out/${oc.select:hydra.job.override_dirname,x}' +note=../../x",
    "hydra.run.dir='out/${hydra.job.name}' hydra.job.name=../../x",
    "hydra.run.dir='${hydra.job.name}' hydra.job.name=/etc/x",
    "hydra.run.dir='out/${hydra.overrides.task}' +note=x/../../../y",
    "hydra.sweep.subdir='${hydra.sweep.dir}' hydra.sweep.dir=/etc/x",
)
"""References of directories that lead out of them."""
STUDIES = {
    "is not the name of a configuration": (
        "study=../study/single", "ordering=../ordering/jit", "+experiment=../study/single", "study='../study/single'",
        'study="a\nb"', "study=" + "x" * 300,
    ),
    "has signs that cannot be printed": ("study='sin\x1b[31mgle'", "study='a\0b'", "study='\udc80'"),
    "study//etc=passwd: there is no such choice": ("study=/etc/passwd",),
}  # fmt: skip
BOMBS = {
    "nested deeper than 20 levels": (
        "+a=" + "[" * 3000 + "]" * 3000, "+a=" + "{a: " * 500 + "1" + "}" * 500, "+a='${" * 400,
        "+a='" + "${a:" * 300 + "1" + "}" * 300 + "'", "+a=" + "[[1]," * 500,
    ),
    r"in overrides 25,000 letters and 1,500 parts are allowed; .*config-dir.*load\(\)": (
        "+a=" + "x" * 200_000, "+a=[" + "1," * 1600 + "1]", "+a=" + "1 " * 20_000, "+a={" + "b: 1," * 1600 + "b: 1}",
    ),
    "a key of .* letters; 250 are allowed": ("+" + "a." * 5000 + "b=1", "+" + "a" * 300 + "=1"),
    "Exceeds the limit": ("+a=" + "9" * 5000,),
}  # fmt: skip
CASES = [
    *((line, f"^{re.escape(line.partition('=')[0].lstrip('+'))}: cannot be set, since Hydra makes.*can be: hydra.run")
      for line in SET),
    *((line, "a configuration cannot read the environment; write the value itself") for line in ENVIRONMENT),
    *((line, why) for group in (HYDRAS, STUDIES, BOMBS, VALUES) for why, lines in group.items() for line in lines),
]  # fmt: skip
BASE = ("network=serial", "study=single")


@pytest.mark.parametrize(("line", "why"), CASES, ids=lambda text: ascii(text)[1:50])
def test_a_line_of_a_stranger(line: str, why: str, mark: Path) -> None:
    words = _words(line) if any(line in lines for lines in VALUES.values()) else [line]
    with pytest.raises(InputError) as caught:
        composed([*BASE, *readable([word.replace("MARK", str(mark)) for word in words])])
    assert re.search(why, caught.value.faults[0]), caught.value.faults[0]
    for fault in caught.value.faults:
        assert "\n" not in fault
        assert len(fault) < 700


def test_a_target_acts_where_nothing_guards(tmp_path: Path) -> None:
    hydra.utils.instantiate(yaml.safe_load(TARGETS[0].replace("MARK", str(tmp_path / "made"))))
    assert (tmp_path / "made").exists()


@pytest.mark.parametrize("line", [SET[0], SET[9], SET[14], *SET[30:40:3], "ordering=${oc.env:CHOICE}"])
def test_hydra_alone_takes_what_is_refused(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHOICE", "kanban")
    plain = ConfigLoaderImpl(create_config_search_path(str(conf_directory())))
    with as_ours():
        assert plain.load_configuration(CONFIG, [*BASE, line.replace("MARK", "x")], RunMode.RUN).study == "single"


def test_the_line_without_its_payload_is_composed() -> None:
    assert composed(BASE).study == "single"
    long = f"+a=[{', '.join(map(str, range(1000)))}]"
    assert len(composed([*BASE, *readable([long])]).a) == 1000


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
        "hydra.run.dir='${hydra.runtime.cwd}/out'", "hydra.run.dir='../out/${hydra.job.name}'", "+note=../x",
        "hydra.sweep.subdir='${hydra.job.override_dirname}'", "hydra.sweep.subdir='${hydra.job.num}'",
        "hydra.run.dir='mes résultats'", "hydra.run.dir='out/${ordering.cover}'",
        "network.demand=${seed}", "seed=${oc.select:network.stages,3}",
    ],
)  # fmt: skip
def test_what_a_user_needs(line: str, home: Path) -> None:
    assert composed(["network=serial", "study=single", line]).study
