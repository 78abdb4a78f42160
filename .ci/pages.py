"""Collects the pages of the documentation in build/docs: texts, notebooks, experiments, and a page for each package."""

import shutil
from pathlib import Path

import jupytext

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "build" / "docs"
TEXTS = {"README.md": "index.md", "CONTRIBUTING.md": "CONTRIBUTING.md", "SECURITY.md": "SECURITY.md",
         "CHANGELOG.md": "CHANGELOG.md"}  # fmt: skip
MODULES = ("agents", "errors", "model", "parameters", "study", "worlds")
"""Modules at the top that have a page; every subpackage has one."""
PACKAGES = ("results", "testing")
"""Packages that users import from: their own names stand first on their page."""


def main() -> None:
    """Write all pages afresh."""
    shutil.rmtree(PAGES, ignore_errors=True)
    PAGES.mkdir(parents=True)
    for source, page in TEXTS.items():
        shutil.copy(ROOT / source, PAGES / page)
    shutil.copytree(ROOT / "experiments", PAGES / "experiments", ignore=shutil.ignore_patterns("*.py", "*.csv"))
    (PAGES / "notebooks").mkdir()
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        jupytext.write(jupytext.read(notebook), PAGES / "notebooks" / f"{notebook.stem}.md")
    (PAGES / "reference").mkdir()
    for name in MODULES:
        write_reference(name, [whole(f"jitagents.{name}")])
    for package in sorted((ROOT / "jitagents").glob("*/__init__.py")):
        name = package.parent.name
        own = [whole(f"jitagents.{name}")] if name in PACKAGES else []
        write_reference(name, [*own, *modules(package.parent)])


def modules(package: Path) -> list[str]:
    """The modules of a package and its subpackages, by their full names."""
    files = sorted(package.rglob("*.py"))
    return [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files if not file.stem.startswith("_")]


def whole(name: str) -> str:
    """A module whose classes are shown with what they inherit."""
    return f"{name}\n    options:\n      inherited_members: true"


def write_reference(name: str, documented: list[str]) -> None:
    """Write the page of a module or package."""
    blocks = "\n\n".join(f"::: {module}" for module in documented)
    (PAGES / "reference" / f"{name}.md").write_text(f"# {name}\n\n{blocks}\n")


if __name__ == "__main__":
    main()
