"""What a build does beyond copying the package: it compiles the translations and packs the folders beside it.

Templates, static files, seeds and translations live at the top of the repository, where people edit them.
A wheel carries them as `pathways/_data/…`; an editable install reads them where they are, so it gets only
the compiled `.mo` files, which are never committed. `python hatch_build.py` compiles them alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKED = ("templates", "static", "seeds", "translations")


def compile_translations(root: Path) -> None:
    """Write a `.mo` beside every `.po` under `root/translations` that is newer than it."""
    for source in sorted(root.glob("translations/*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as lines:
            catalogue = read_po(lines, locale=source.parents[1].name)
        part = compiled.with_suffix(".part.mo")  # one that is stopped half-way must not look newer than its source
        with part.open("wb") as out:
            write_mo(out, catalogue)
        part.replace(compiled)


class Packing(BuildHookInterface):  # type: ignore[type-arg]  # its type parameter is not a run-time one
    """The hook that hatchling calls before it makes a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, then add the folders unless `version` is editable, which finds them in the checkout."""
        root = Path(self.root)
        compile_translations(root)
        if version == "editable":
            return
        for folder in PACKED:
            build_data["force_include"][str(root / folder)] = f"pathways/_data/{folder}"


if __name__ == "__main__":
    compile_translations(Path(__file__).parent)
