"""Bad input ends with exit code 2 and one clear message before the first day, and leaves nothing behind."""

from pathlib import Path

import pytest

from jitagents.errors import InputError
from jitagents.study import load
from tests.cli.conftest import MAIN, SMALL, Call

FILES = {
    "empty.csv": "",
    "header.csv": "name,kind,item\n",
    "lanes.csv": "seller,buyer\ns,b\n",
    "agents.csv": "name,kind,item,demand\nb,buyer,x,5\ns,supplier,x,\n",
    "text.csv": "name,kind,item,demand\nb,buyer,x,lots\ns,supplier,x,\n",
    "round.csv": "name,kind,item,demand\nb,buyer,x,5\ns,supplier,x,\nt,supplier,x,\nu,supplier,x,\n",
    "cycle.csv": "seller,buyer\ns,b\nt,s\ns,t\nu,t\n",
    "series.csv": "day,units\n1,5\n2,6\n",
    "holes.csv": "day,units\n1,5\n2,\n",
}

POISSON = "{_target_: jitagents.behaviours.demand.Poisson}"

PLANNED = "{_target_: jitagents.behaviours.transport.Planned}"

EXACT = "information: {_target_: jitagents.behaviours.information.Exact}"

BAD = {
    # numbers of the study
    "replications=0": ["replications = 0", "1 or more"],
    "replications=-3": ["replications = -3", "1 or more"],
    "replications=2.5": ["replications = 2.5", "whole"],
    "replications=many": ["replications = 'many'", "whole number"],
    "days=0": ["days = 0"],
    "warmup=-1": ["warmup = -1"],
    "seed=-1": ["seed = -1"],
    "workers=0": ["workers = 0", "1 or more"],
    "workers=many": ["workers = 'many'"],
    "chunk=0": ["chunk = 0"],
    "start=stedy": ["start = 'stedy'", "did you mean 'steady'?"],
    "tolerance=2": ["tolerance = 2", "share"],
    # names
    "odering=jit": ["odering", "did you mean 'ordering'?"],
    "x=1": ["x: there is no such key", "allowed: "],
    "+x=1": ["x: there is no such key", "allowed: "],
    "rollout.gate.window=3": ["rollout has no keys here; state it as a whole, rollout={…}"],
    "+experiment=foo": ["experiment=foo", "no such choice"],
    "study=jit_vs_hybird": ["study=jit_vs_hybird", "did you mean 'jit_vs_hybrid'?"],
    "ordering=kanbn": ["ordering=kanbn", "did you mean 'kanban'?"],
    "crisis=supplier_outge": ["crisis=supplier_outge", "did you mean 'supplier_outage'?"],
    "ordering.covr=2": ["ordering.covr", "did you mean 'cover'?"],
    "ordering.cvr=2 study=jit_vs_hybrid": ["none of the variants has this", "did you mean 'ordering.cover'?"],
    "network.stges=2": ["network.stges", "did you mean 'network.stages'?"],
    "crisis.outag.start=3": ["crisis.outag", "did you mean 'crisis.outage'?"],
    "crisis/recovery=foo": ["crisis/recovery: there is no such group"],
    "~network": ["refers to something that is not there"],
    "~ordering": ["ordering: is missing"],
    # what Hydra cannot read
    "a": ["'a' is not understood", "key=value"],
    "crisis=[outage": ["crisis=[outage", "not understood"],
    "variants={a: [ordering=jit": ["not understood", '["ordering=jit"]'],
    "levels={ordering.cover: range(5,20,5)}": ["range(5, 20, 5)", "write a list, [5, 10, 15]"],
    "levels=[{ordering.cover: 1}, {ordering.covr: 2}]": ["levels[1] has ordering.covr", "the same keys"],
    "levels=[{ordering.cover: 1}, {ordering.cover: 1.0}]": ["levels[1]", "stands there twice"],
    "experiment=ranking": ["+experiment=ranking"],
    "validation=clark_scarf": ["+validation=clark_scarf"],
    "network=automotive crisis.outage.target.name=Köln": ["write crisis.outage.target={name: 'Köln'}"],
    "experiment=rankin": ["did you mean 'ranking'?"],
    "ordering=": ["ordering=", "allowed: anchor_and_adjust, base_stock"],
    "ordering=null": ["ordering=null", "name of a choice"],
    "seed=${oc.env:NO_SUCH_NAME}": ["seed", "NO_SUCH_NAME"],
    # behaviours
    "ordering.cover=-1": ["variants.jit: ordering: Jit.cover = -1", "0 or more (days)"],
    "ordering.cover=abc": ["Jit.cover = 'abc'", "must be a number"],
    "ordering.cover=null": ["Jit.cover = None", "must be a number"],
    "ordering.z=-1": ["variants.safety_stock: ordering: SafetyStock.z = -1", "0 or more"],
    "ordering.review=1.5": ["variants.safety_stock: ordering: SafetyStock.review = 1.5", "whole"],
    "ordering.days=-3": ["variants.hybrid: ordering: Hybrid.days = -3", "0 or more"],
    "ordering.money=-1 ordering.days=null": ["variants.hybrid: ordering: Hybrid.money = -1"],
    "ordering.money=5": ["variants.hybrid", "ordering.days", "ordering.money", "exactly one of the two budgets"],
    "costs.capital=-1": ["Costs.capital = -1"],
    "demand=replay": ["demand.file: must be given"],
    "demand=replay demand.file=none.csv demand.column=units": ["demand.file", "'none.csv'"],
    "demand=replay demand.file=series.csv demand.column=unit": ["demand.column", "did you mean 'units'?"],
    "demand=replay demand.file=holes.csv demand.column=units": ["holes.csv, line 3"],
    # crises
    "crisis.outage.target={name: stage_9}": ["crisis.outage.target.name: 'stage_9'", "did you mean 'stage_"],
    "crisis.outage.target={nme: stage_4}": ["unknown column 'nme'", "did you mean 'name'?"],
    "crisis.outage.target=stage_4": ["Shock.target = 'stage_4'", "must be a mapping"],
    "crisis.outage.target={worst: {kind: suplier}}": ["target.worst.kind: 'suplier'", "did you mean 'supplier'?"],
    "crisis.outage.what=suply": ["Shock.what = 'suply'", "did you mean 'supply'?"],
    "crisis.outage.severity=2": ["Shock.severity = 2", "between 0 and 1"],
    "crisis.outage.start=soon": ["Shock.start = 'soon'", "must be a number"],
    "crisis.outage.duration=null": ["Shock.duration = None", "must be a number"],
    "crisis.outage.recovery=linear": ["Shock.recovery = 'linear'", "must be of the kind Recovery"],
    "crisis.outage.recovery._target_=jitagents.crises.Linaer": ["crisis.outage.recovery", "did you mean 'Linear'?"],
    "ordering.rule=kanban ordering=panic": ["ordering@ordering.rule=kanban"],
    "+crisis.more=3": ["crisis.more", "Disruption"],
    # networks
    "network.stages=0": ["network: serial: stages = 0", "from 1 to"],
    "network.lead_time=-1": ["serial: lead_time = -1", "numbers from 0"],
    "network.lead_time=[1, 2]": ["lead_time has 2 numbers", "a list of 4"],
    "network=willems": ["network.workbook: must be given"],
    "network=willems network.workbook=none.xlsx": ["network.workbook", "'none.xlsx'"],
    "network=tables": ["network.agents: must be given"],
    "network=tables network.agents=empty.csv network.lanes=lanes.csv": ["empty.csv: the file is empty"],
    "network=tables network.agents=header.csv network.lanes=lanes.csv": ["header.csv", "no line below"],
    "network=tables network.agents=agens.csv network.lanes=lanes.csv": ["'agens.csv'", "did you mean 'agents.csv'?"],
    "network=tables network.agents=text.csv network.lanes=lanes.csv": ["line 2: demand = 'lots'"],
    "network=tables network.agents=round.csv network.lanes=cycle.csv": ["cycle without order delay", "s -> t -> s"],
    "scopes=[tiers, agents]": ["scopes = ['tiers', 'agents']", "network must be one of them"],
    "scopes=[network, agent]": ["scopes: there is no 'agent'; did you mean 'agents'?"],
    # variants and levels
    'variants={a: ["ordering=jitt"]}': ["variants.a: ordering=jitt", "did you mean 'jit'?"],
    'variants={a: ["ordering.covr=2"]}': ["variants.a: ordering.covr", "did you mean 'ordering.cover'?"],
    'variants={a: ["tolerance=0.1"]}': ["variants.a: tolerance", "all variants share it"],
    'variants={a: ["crisis=none"], b: ["ordering=jit"]}': ["variants.a: crisis", "all variants"],
    'variants={a: "ordering=jit"}': ["variants.a", "must be a list of overrides"],
    "variants=[a]": ["variants = ['a']", "must be a mapping"],
    "reported=fire": ["reported = 'fire'", "must be a mapping"],
    "reported={fire: 3}": ["reported", "'fire'", "must be a measured day"],
    "levels=5": ["levels = 5", "must be a mapping"],
    "levels={crisis.outag.duration: [5]}": ["levels.crisis.outag.duration", "did you mean 'outage'?"],
    "levels={crisis.outage.duration: [5, abc]}": ["levels.crisis.outage.duration", "list of numbers"],
    "levels={crisis.outage.duration: 5}": ["levels.crisis.outage.duration", "list of numbers"],
    "levels={crisis.outage.duration: []}": ["levels.crisis.outage.duration", "list of numbers"],
    "levels={crisis.outage.target.name: [stage_9, stage_1]}": ["target.name: 'stage_9' occurs nowhere", "stage_4"],
    "levels={crisis.outage.target.name: [stag]}": ["target.name: 'stag' occurs nowhere; did you mean 'stage_"],
    "levels={crisis.outage.target.nme: [stage_1]}": ["agents have no names in 'nme'; did you mean 'name'?"],
    "levels={crisis.outage.target.name: {knd: plant}}": ["target.name: unknown column 'knd'", "did you mean 'kind'?"],
    "levels={crisis.outage.target.name: {not: {}}}": ["levels.crisis.outage.target.name", "names nobody"],
    "levels={crisis.outage.target.name: stage_1}": ["levels.crisis.outage.target.name = 'stage_1'", "list of names"],
    "levels={crisis.outage.target.name: [[stage_1]]}": ["levels.crisis.outage.target.name = ", "list of names"],
    "levels={crisis.outage.target.name: [1]}": ["levels.crisis.outage.target.name: '1' occurs nowhere"],
    "levels={crisis.outage.target.name: [stage_1, stage_1]}": ["each name may stand there once"],
    "levels={crisis.outag.target.name: [stage_1]}": ["levels.crisis.outag.target.name", "did you mean 'outage'?"],
    "levels={crisis.outage.target.seller: [stage_1]}": ["agents have no names in 'seller'"],
    "levels={crisis.outage.what: [1, 2]}": ["levels.crisis.outage.what", "cannot differ by world"],
    "levels={network.demand: [5, 6]}": ["levels.network.demand", "make it a variant"],
    "levels={replications: [1, 2]}": ["levels.replications", "cannot differ by world"],
    "levels={ordering.z: [1, 2]}": ["variants.jit: levels.ordering.z", "allowed: cover"],
    "levels={information.days: [1, 2]} information=delayed": ["Delayed.days", "same in all worlds"],
    # exemptions
    "exemptions=3": ["exemptions = 3"],
    f"exemptions={{up: {{where: {{tir: 2}}, {EXACT}}}}}": ["unknown column 'tir'", "did you mean 'tier'?"],
    f"exemptions={{up: {{where: {{tier: 9}}, {EXACT}}}}}": ["where.tier: 9 occurs nowhere"],
    "exemptions={up: {were: {tier: 2}}}": ["exemptions.up", "selector"],
    f"exemptions={{up: {{where: {{tier: 2}}, ordering: {POISSON}}}}}": ["exemptions.up.ordering", "Ordering"],
    "exemptions={up: {where: {tier: 2}, demand: 1}}": ["exemptions.up.demand: cannot differ by agent"],
    "exemptions={up: {where: {tier: 2}, sourcing: 1}}": ["exemptions.up.sourcing"],
    f"exemptions={{up: {{where: {{tier: 2}}, transport: {PLANNED}}}}}": ["exemptions.up.transport: differs by lane"],
    f"exemptions={{up: {{lanes: {{sellr: stage_3}}, transport: {PLANNED}}}}}": ["did you mean 'seller'?"],
    f"exemptions={{up: {{lanes: {{lead_time: {{lest: 3}}}}, transport: {PLANNED}}}}}": ["did you mean 'least'?"],
    f"exemptions={{up: {{lanes: {{lead_time: {{least: 99}}}}, transport: {PLANNED}}}}}": ["holds for none"],
    f"exemptions={{up: {{lanes: {{seller: stage_3}}, {EXACT}}}}}": ["differs by agent, not by lane"],
    f"exemptions={{up: {{when: 3, {EXACT}}}}}": ["exemptions.up.when = 3", "must be a mapping"],
    f"exemptions={{up: {{when: {{strat: 3}}, {EXACT}}}}}": ["exemptions.up.when.strat", "did you mean 'start'?"],
    f"exemptions={{up: {{when: {{start: abc}}, {EXACT}}}}}": ["exemptions.up.when.start = 'abc'", "number"],
    f"exemptions={{up: {{when: {{start: 3, end: 1}}, {EXACT}}}}}": ["exemptions.up.when.end", "before the start"],
    f"exemptions={{up: {{when: {{lag: 1}}, {EXACT}}}}}": ["exemptions.up.when: must state days"],
    f"exemptions={{up: {{when: {{during: fir}}, {EXACT}}}}}": ["when.during: there is no disruption 'fir'"],
    # what a configuration may build
    "ordering._target_=os.system": ["ordering._target_: 'os.system'", "--trust PACKAGE"],
    "ordering._target_=builtins.open": ["'builtins.open'", "not of a trusted package"],
    "ordering._target_=subprocess.run": ["'subprocess.run'", "not of a trusted package"],
    "ordering._target_=jitagents.study.os.system": ["jitagents.study.os"],
    "ordering._target_=jitagents.studies.manifest.subprocess": ["'subprocess'"],
    "ordering._target_=jitagents.behaviours.ordering.Jti": ["did you mean 'Jit'?"],
    "network._target_=jitagents.network.write_tables": ["no 'write_tables' to build"],
    "network._target_=jitagents.results.files.whole": ["no 'whole' to build"],
    "ordering._target_=jitagents.behaviours.production.UpToCapacity ~ordering.cover": ["kind Ordering"],
}  # fmt: skip

TO_THE_PROGRAM = {
    "seed=1,2": ["seed=1,2", "--multirun"],
    "+hydra.job.env_set.JITAGENTS_TRUST=os": ["hydra.job.env_set.JITAGENTS_TRUST: cannot be set"],
    "study=single 'crisis.outage.target.name=Acme, Inc.'": ["target.name='Acme, Inc.'", "needs quotes"],
    "experiment=ranking": ["+experiment=ranking"],
    "'levels={a: range(5,20,5)}'": ["[5, 10, 15]"],
    "--trust": ["--trust: the name of a package"],
    "hydra.run.dir=series.csv": ["series.csv: is a file, where a directory is to be made"],
    "hydra.run.dir=series.csv/below": ["series.csv/below"],
    **{
        key: BAD[key]
        for key in (
            "a", "crisis=[outage", "ordering=null", "ordering=kanbn", "+x=1", "x=1", "~network", "crisis/recovery=foo",
            "replications=0", "ordering.cvr=2 study=jit_vs_hybrid", "network.lead_time=-1", "network=tables",
            "ordering._target_=os.system", 'variants={a: ["ordering=jitt"]}', "levels={crisis.outage.duration: 5}",
        )
    },
}  # fmt: skip
"""What only the program reads, and some of the rest."""


def split(arguments: str) -> list[str]:
    """At the spaces that begin another argument."""
    whole, *rest = arguments.split(" ")
    parts = [whole]
    for word in rest:
        balanced = all(parts[-1].count(a) == parts[-1].count(b) for a, b in ("{}", "[]"))
        if balanced:
            parts.append(word)
        else:
            parts[-1] += f" {word}"
    return parts


def words_of(arguments: str, told: list[str]) -> list[str]:
    """The overrides; with the variants of the main study only where a variant is to be named."""
    study = "jit_vs_hybrid" if any("variants." in words for words in told) else "single"
    small = SMALL
    if study != "single" or "study=jit_vs_hybrid" in arguments:
        small = [one for one in MAIN if not one.startswith("crisis")] if "crisis=" in arguments else MAIN
    return [*([f"study={study}"] if "study=" not in arguments else []), *small, *split(arguments)]


@pytest.fixture
def files(home: Path) -> set[str]:
    for name, text in FILES.items():
        (home / name).write_text(text)
    return set(FILES)


@pytest.mark.parametrize("arguments", BAD)
def test_bad_input(arguments: str, files: set[str]) -> None:
    study, *rest = words_of(arguments, BAD[arguments])
    with pytest.raises(InputError) as caught:
        load(study.partition("=")[2], rest) if study.startswith("study=") else load("single", [study, *rest])
    for words in BAD[arguments]:
        assert words in str(caught.value)


@pytest.mark.parametrize("arguments", TO_THE_PROGRAM)
def test_bad_input_to_the_program(arguments: str, call: Call, home: Path, files: set[str]) -> None:
    told = call(*words_of(arguments, TO_THE_PROGRAM[arguments]))
    assert told.code == 2, told
    assert told.err.startswith("jitagents: ")
    assert "Traceback" not in told.err
    assert told.out == ""
    for words in TO_THE_PROGRAM[arguments]:
        assert words in told.err, told.err
    assert {path.name for path in home.iterdir()} == files, "something was written"
