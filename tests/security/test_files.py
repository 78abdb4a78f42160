"""Files of a stranger's configuration: what they may not say, and bombs; one sentence, and nothing is made of them."""

import os
import re
from pathlib import Path

import pytest
from hydra._internal.config_loader_impl import ConfigLoaderImpl
from hydra._internal.utils import create_config_search_path
from hydra.types import RunMode

from jitagents.config import CONFIG, as_ours, composed
from jitagents.config_directory import conf_directory
from jitagents.errors import InputError
from jitagents.study import load
from tests.cli.conftest import Call
from tests.security.conftest import Write

GLOBAL = "# @package _global_\n"
TOUCH = "{_target_: pathlib.Path.touch, self: MARK}"
HYDRAS = (
    f"callbacks: {{x: {TOUCH}}}", "callbacks: {x: {_target_: builtins.open, file: MARK, mode: w}}",
    f"launcher: {TOUCH}", f"sweeper: {TOUCH}",
    "launcher: {_target_: hydra._internal.core_plugins.basic_launcher.BasicLauncher, x: 1}",
    "job_logging: {version: 1, root: {handlers: [h]}, handlers: {h: {class: logging.FileHandler, filename: MARK}}}",
    "hydra_logging: {version: 1, root: {handlers: [h]}, handlers: {h: {'()': pathlib.Path.touch, self: MARK}}}",
    "job_logging: {root: {level: DEBUG}}", "job_logging: null", "hydra_logging: null", "verbose: true",
    "job: {env_set: {PATH: MARK}}", "job: {env_set: {JITAGENTS_TRUST: os}}", "job: {env_copy: [HOME]}",
    "job: {chdir: true}", "job: {name: ../x}", "job: {num: 3}", "output_subdir: x", "output_subdir: MARK",
    "run: {dir: MARK}", "run: {dir: .}", "sweep: {dir: MARK}", "sweep: {subdir: ../../x}", "mode: MULTIRUN",
    "mode: RUN",     "help: {template: '${oc.env:HOME}'}", "help: {template: x}", "hydra_help: {template: x}", "new: 1",
    "job: {config: {override_dirname: {kv_sep: /}}}", "env: {x: 1}",
)  # fmt: skip
OURS_ALONE = r"hydra\.[\w.]+.*: a configuration file cannot set what is Hydra's own; the command line may"
ENVIRONMENT = "a configuration cannot read the environment; write the value itself"
VALUES = {
    ENVIRONMENT: (
        "network: {name: '${oc.env:HOME}'}", "reported: {1: '${oc.env:HOME}'}", "network: {source: 'x ${oc.env:HOME}'}",
        "days: ${oc.env:DAYS,5}", "ordering: {cover: '${oc.env:X,1}'}",
    ),
    r"seed: \$\{.*: not allowed in a configuration": (
        "seed: ${oc.decode:'1'}", "which: oc.env\nseed: ${${which}:HOME}", "seed: ${hydra:job.num}",
        "seed: '${oc.create:{a: 1}}'", "seed: ${unheard_of:1}",
    ),
    "^a: refers to itself": ("a: ${b}\nb: ${a}", "a: {b: '${a}'}"),
    "sly.yaml: cannot be read: no viable alternative": ("seed: ${",),
    "^study: .* cannot be a part of a path": ("study: ../x", "study: a/b", "study: '.'"),
    "^study: .* has signs that cannot be printed": (
        'study: "a\\nb"', 'study: "a\\0b"', 'study: "\\e[31m"', 'study: "\u202egnp"', 'study: "a\\b"',
    ),
    "^study: .* has 300 letters; 100 are allowed": ("study: " + "x" * 300,),
    "^study: must be a name": ("study: ['a']", "study: ''", "study: {a: b}"),
}  # fmt: skip
DEFAULTS = {
    "nested without end, or its defaults or references lead in a circle": (
        "- sly", "- /study/sly", "- /study@a: sly", "- /study@a: two\n  - /study@b: two",
    ),
    "is not the name of a configuration": (
        "- ../secret", "- ../../secret", "- /../secret", "- /ordering/../study: two", "- //etc/passwd",
        "- /" + "x" * 300,
    ),
    OURS_ALONE: (
        "- override /hydra/launcher: evil", "- override /hydra/sweeper: evil", "- override /hydra/callbacks: evil",
        "- /ordering@hydra.callbacks.x: jit", "- /ordering@_global_.hydra.callbacks.x: jit", "- /other@hydra: evil",
        "- /other: evil", "- /ordering@hydra.job: jit",
    ),
    r"sly.yaml: defaults: .*\$\{oc.env:HOME\}.*: " + ENVIRONMENT: (
        "- override /ordering: ${oc.env:HOME}", "- ${oc.env:HOME}", "- optional ${oc.env:HOME}: two",
        "- override /hydra/job_logging: ${oc.env:HOME}",
        "- override /ordering: [jit, '${oc.env:HOME}']",
    ),
    "not allowed in a configuration": ("- override /ordering: ${oc.decode:jit}", "- /demand@x: ${hydra:job.name}"),
    "sly.yaml: cannot be read": ("- {a: b, c: d}", "- [x]", "- 5", "- null: x"),
    "there is no such choice": ("- pkg://os", "- /link/passwd"),
    "Multiple values for hydra/callbacks": ("- /hydra/callbacks: evil",),
    "defaults lead to more than 1,000 configurations": ("- /bomb/b0",),
}  # fmt: skip
NO_OBJECTS, MANY = "the tag '.*' is not allowed; plain values only", "more than 11,000 values, aliases written out"
NO_YAML, DEEP, UNREADABLE = "is not YAML: ", "nested deeper than 100 levels", "cannot be read: "
WHY = {
    "object": NO_OBJECTS, "object of the loader": NO_OBJECTS, "module": NO_OBJECTS, "name": NO_OBJECTS,
    "own tag": NO_OBJECTS, "binary": NO_OBJECTS, "set": NO_OBJECTS, "deep brackets": "maximum nesting depth|" + DEEP,
    "deeper brackets": "maximum nesting depth|" + DEEP, "deep mappings": DEEP, "deep lines": DEEP, "laughs": MANY,
    "merged": MANY, "refers to itself": r"the alias \*a .* is a part of itself",
    "unknown alias": r"the alias \*b stands for nothing before it",
    "references": "^a[1-9]: too large with its references",
    "huge": "larger than 500,000 bytes", "long number": UNREADABLE + "Exceeds the limit", "broken": NO_YAML,
    "tab": NO_YAML, "twice": UNREADABLE + ".*duplicate key x", "list": "must be a mapping of keys to values",
    "number as key": UNREADABLE, "two documents": UNREADABLE + ".*another document", "control": NO_YAML,
    "many": MANY, "many references": MANY, "references in one": MANY,
}  # fmt: skip
RAW = {
    "object": "x: !!python/object/apply:os.system ['touch MARK']",
    "object of the loader": "x: !!python/object/apply:pathlib.Path ['MARK']",
    "module": "x: !!python/module:os",
    "name": "x: !!python/name:os.system",
    "own tag": "x: !evil 5",
    "binary": "x: !!binary aGVsbG8=",
    "set": "x: !!set {a, b}",
    "deep brackets": "x: " + "[" * 2000 + "]" * 2000,
    "deeper brackets": "x: " + "[" * 100_000,
    "deep mappings": "x: " + "{a: " * 2000 + "1" + "}" * 2000,
    "deep lines": "".join(" " * depth + "a:\n" for depth in range(500)),
    "laughs": "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)),
    "merged": "a0: &a0 {x: 1}\n"
    + "".join(f"a{n}: &a{n} {{<<: [{','.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 12)),
    "refers to itself": "a: &a [*a]",
    "unknown alias": "a: *b",
    "references": "a0: x\n" + "".join(f"a{n}: {f'${{a{n - 1}}}' * 9!r}\n" for n in range(1, 12)),
    "huge": "x: '" + "x" * 2_000_000 + "'",
    "long number": "seed: " + "9" * 5000,
    "broken": "x: [1",
    "tab": "x:\n\t- 1",
    "twice": "x: 1\nx: 2",
    "list": "- 1\n- 2",
    "number as key": "{[1]: 2}",
    "two documents": "x: 1\n---\ny: 2",
    "control": "x: \x07",
    "many": f"x: [{'1, ' * 12_000}1]",
    "many references": "x: [" + "'${days}', " * 3000 + "1]",
    "references in one": "x: '" + "${days}" * 3000 + "'",
}  # fmt: skip


@pytest.fixture
def around(stranger: Write) -> Write:
    """Other files that hostile ones ask for."""
    stranger("hydra/launcher/evil.yaml", TOUCH)
    stranger("hydra/sweeper/evil.yaml", TOUCH)
    stranger("hydra/callbacks/evil.yaml", f"x: {TOUCH}")
    stranger("other/evil.yaml", f"# @package hydra.callbacks\nx: {TOUCH}")
    stranger("study/two.yaml", f"{GLOBAL}defaults:\n  - /study@c: two\n  - /study@d: two\n")
    stranger("../secret.yaml", "x: 1")
    (stranger("x/x.yaml", "x: 1") / "link").symlink_to("/etc")
    for number in range(14):
        parts = "".join(f"  - /bomb/b{number + 1}@{letter}\n" for letter in "abc")
        stranger(f"bomb/b{number}.yaml", f"defaults:\n{parts}" if number < 13 else "x: 1")
    return stranger


def _refused(folder: Path, why: str, *overrides: str) -> None:
    with pytest.raises(InputError) as caught:
        composed([f"hydra.searchpath=['{folder}']", *(overrides or ("study=sly",))])
    assert re.search(why, caught.value.faults[0]), caught.value.faults[0]
    for fault in caught.value.faults:
        assert "\n" not in fault
        assert len(fault) < 700


@pytest.mark.parametrize(
    ("text", "why"),
    [
        *((f"hydra: {{{one}}}", OURS_ALONE) for one in HYDRAS),
        *((text, why) for why, texts in VALUES.items() for text in texts),
    ],
    ids=lambda text: ascii(text)[1:50],
)
def test_a_study_of_a_stranger(text: str, why: str, stranger: Write) -> None:
    head = f"{GLOBAL}defaults: []\n{'' if 'study:' in text else 'study: sly\n'}"
    _refused(stranger("study/sly.yaml", f"{head}{text}\n"), why)


def test_the_study_without_its_payload_is_composed(stranger: Write) -> None:
    folder = stranger("study/sly.yaml", f"{GLOBAL}defaults: []\nstudy: sly\nx: {list(range(10_000))}\n")
    assert len(composed([f"hydra.searchpath=['{folder}']", "study=sly"]).x) == 10_000


@pytest.mark.parametrize("text", [HYDRAS[0], HYDRAS[5], HYDRAS[11], HYDRAS[20]])
def test_hydra_alone_takes_what_is_refused(text: str, stranger: Write) -> None:
    folder = stranger("study/sly.yaml", f"{GLOBAL}study: sly\nhydra: {{{text}}}\n")
    plain = ConfigLoaderImpl(create_config_search_path(str(conf_directory())))
    with as_ours():
        asked = [f"hydra.searchpath=['{folder}']", "study=sly"]
        assert plain.load_configuration(CONFIG, asked, RunMode.RUN).study == "sly"


@pytest.mark.parametrize(
    ("defaults", "why"),
    [(one, why) for why, several in DEFAULTS.items() for one in several],
    ids=lambda text: text[:50],
)
def test_defaults_of_a_stranger(defaults: str, why: str, around: Write) -> None:
    _refused(around("study/sly.yaml", f"{GLOBAL}defaults:\n  {defaults}\nstudy: sly\n"), why)


@pytest.mark.parametrize("kind", RAW)
def test_yaml_of_a_stranger(kind: str, stranger: Write) -> None:
    _refused(stranger("study/sly.yaml", f"{GLOBAL}{RAW[kind]}\n"), WHY[kind])


@pytest.mark.parametrize("head", ["hydra.callbacks.x", "hydra", "_global_.hydra.job", "hydra.launcher"])
def test_a_package_of_hydras(head: str, stranger: Write) -> None:
    text = f"# @package {head}\n_target_: pathlib.Path.touch\nself: MARK\n"
    _refused(stranger("ordering/sly.yaml", text), OURS_ALONE, "ordering=sly")


@pytest.mark.parametrize("name", ["launcher/basic", "sweeper/basic", "config"])
def test_files_in_the_place_of_hydras(name: str, stranger: Write) -> None:
    folder = stranger(f"hydra/{name}.yaml", f"x: {TOUCH}\n")
    with pytest.raises(InputError, match="hydra"):
        composed([f"hydra.searchpath=['{folder}']", "study=single"])


@pytest.mark.parametrize(
    "choice", ["job_logging: default", "hydra_logging: default", "output: default", "help: default"]
)
def test_ours_comes_first(choice: str, stranger: Write) -> None:
    folder = stranger("study/sly.yaml", f"{GLOBAL}defaults:\n  - override /hydra/{choice}\nstudy: sly\n")
    assert composed([f"hydra.searchpath=['{folder}']", "study=sly"]).study == "sly"  # the same as without


@pytest.mark.parametrize("name", ["Chaîne A", "a\u200cb", "a\u00a0b", "2024-05 (b)", "5"])
def test_names_that_are_good(name: str, stranger: Write) -> None:
    folder = stranger("study/good.yaml", f'{GLOBAL}study: "{name}"\n')
    assert composed([f"hydra.searchpath=['{folder}']", "study=good"]).study == name


def test_files_that_are_none(stranger: Write, home: Path) -> None:
    folder = stranger("study/good.yaml", f"{GLOBAL}study: good\n")
    (folder / "study" / "wide.yaml").write_bytes("study: x".encode("utf-16"))
    (folder / "study" / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    (folder / "study" / "folder.yaml").mkdir()
    for name, why in {"wide": "not UTF-8", "bytes": "not UTF-8", "folder": "is not a file|no such choice"}.items():
        _refused(folder, why, f"study={name}")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "study" / "pipe.yaml")
        (folder / "study" / "zero.yaml").symlink_to("/dev/zero")
        for name in ("pipe", "zero"):
            _refused(folder, "is not a file|there is no such choice", f"study={name}")
    assert composed([f"hydra.searchpath=['{folder}']", "study=good"]).study == "good"


@pytest.mark.parametrize(
    ("override", "why"),
    [
        ("+hydra.callbacks.x=" + TOUCH, r"hydra.callbacks.x"),
        ("hydra.searchpath=[pkg://os]", r"hydra.searchpath"),
        ("++study=../x", "study"),
        ("+a='${oc.env:HOME}'", "cannot read the environment"),
    ],
)
def test_variants_of_a_stranger(override: str, why: str, stranger: Write, mark: Path) -> None:
    told = override.replace("MARK", str(mark)).replace('"', '\\"')
    folder = stranger("study/sly.yaml", f'{GLOBAL}study: sly\nvariants: {{a: ["{told}"], b: [demand=poisson]}}\n')
    with pytest.raises(InputError, match=rf"variants\.a.*{why}"):
        load("sly", ["network=serial"], config_dir=folder)


@pytest.mark.parametrize("arguments", [("-m", "study=single,sly"), ("--cfg", "all"), ("--help",), ("--info", "config")])
@pytest.mark.parametrize("text", [f"hydra: {{{one}}}" for one in (HYDRAS[0], HYDRAS[11], "run: {dir: MARK}")])
def test_by_the_command_line(arguments: tuple[str, ...], text: str, stranger: Write, call: Call) -> None:
    folder = stranger("study/sly.yaml", f"{GLOBAL}study: sly\n{text}\n")
    asked = arguments if "-m" in arguments else (*arguments, "study=sly")
    told = call(
        "--config-dir", str(folder), "network=serial", "days=2", "warmup=1", "replications=1", "crisis=none", *asked
    )
    assert told.code == 2
    assert "a configuration file cannot set what is Hydra's own" in told.err
    assert "Traceback" not in told.err
