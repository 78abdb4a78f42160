"""Pages: an entry in Markdown."""

from jitagents.reference.entries import Entry, Parameter

HEAD = "| parameter | default | unit | limits | meaning |\n|---|---|---|---|---|"


def described(entry: Entry) -> str:
    """Write name, sentence, formula, parameters, source and choice of an entry in Markdown."""
    parts = [f"### {entry.name}", entry.sentence, entry.words]
    parts += [f"```\n{entry.formula}\n```" if entry.formula else ""]
    parts += ["\n".join((HEAD, *map(_row, entry.parameters))) if entry.parameters else "It has no parameters."]
    parts += [f"Source: {entry.source}" if entry.source else ""]
    parts += [f"On the command line: `{entry.choice}`" if entry.choice else ""]
    return "\n\n".join(filter(None, parts))


def _row(parameter: Parameter) -> str:
    shown = (f"`{parameter.name}`", parameter.default, parameter.unit, parameter.limits, parameter.meaning)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in shown) + " |"
