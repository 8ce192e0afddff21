"""The texts of code and templates, and whether each has its translation.

    python .ci/translations.py update   collect the texts into translations/<language>/LC_MESSAGES/messages.po
    python .ci/translations.py check    say what is missing, unsure or out of date, and exit 1

English is the language of the texts themselves, so only the other languages have a file.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parent.parent
FILES = tuple(sorted(ROOT.glob("translations/*/LC_MESSAGES/messages.po")))


def babel(*arguments: str | Path) -> None:
    """Run Babel's own command in the top folder; its complaints go to the screen."""
    command = [sys.executable, "-m", "babel.messages.frontend", "--quiet", *map(str, arguments)]
    subprocess.run(command, check=True, cwd=ROOT)


def collect(into: Path) -> None:
    """Write every text of code and templates to one `.pot` file."""
    babel(
        "extract", "-F", "babel.cfg", "-k", "later", "-k", "said",
        "--sort-output", "--no-wrap", "--add-location=file", "-o", into, ".",
    )  # fmt: skip


def update(collected: Path) -> None:
    """Carry the collected texts into every language's file; texts no longer used are dropped."""
    for file in FILES:
        babel(
            "update", "-i", collected, "-o", file, "-l", file.parts[-3],
            "--no-fuzzy-matching", "--ignore-obsolete", "--no-wrap", "--omit-header",
        )  # fmt: skip


def faults(collected: Path) -> Iterator[str]:
    """Say what stands between the collected texts and complete translations."""
    texts = read(collected)
    for file in FILES:
        name, translated = file.relative_to(ROOT), read(file)
        for message in texts:
            if message.id and message.id not in translated:
                yield f"{name}: {message.id!r} is not there; run `make translations`"
        for message in translated:
            if not message.id:
                continue
            words = message.string if isinstance(message.string, tuple) else (message.string,)
            if message.id not in texts:
                yield f"{name}:{message.lineno}: {message.id!r} is used no more; run `make translations`"
            if message.fuzzy:
                yield f"{name}:{message.lineno}: {message.id!r} is marked unsure; look at it and take the mark away"
            if not all(words):
                yield f"{name}:{message.lineno}: {message.id!r} has no translation"
            for error in message.check(translated):
                yield f"{name}:{message.lineno}: {error}"


def read(file: Path) -> Catalog:
    """Read a `.po` or `.pot` file."""
    with file.open("rb") as lines:
        return read_po(lines, locale=file.parts[-3] if file.suffix == ".po" else None)


def main(verb: str) -> int:
    """Do what the first argument says; 0 when there is nothing to mend."""
    with tempfile.TemporaryDirectory() as folder:
        collected = Path(folder) / "messages.pot"
        collect(collected)
        if verb == "update":
            update(collected)
            return 0
        found = [*faults(collected)] if FILES else ["translations/ holds no language"]
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
