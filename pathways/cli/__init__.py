"""The command line: the same verbs for a terminal. 0: done; 1: faults, told in a line; 2: wrong usage.

Each command lives in a module that is imported when it runs, so that `--version` and `--help` are quick.
"""

from __future__ import annotations

from importlib import import_module
from keyword import iskeyword
from typing import Final

import click

COMMANDS: Final = {
    "serve": ("serving", "Open the planner in a web server."),
    "seed": ("seeding", "Load a town's catalogue into the database."),
    "check": ("checking", "Check a town's seed files and name every fault."),
    "export": ("exporting", "Write the catalogue as a folder or a file: CSV, workbook, JSON, DOT."),
    "import": ("importing", "Bring the catalogue to what a folder or file says, after showing what that changes."),
    "history": ("history", "List the edits of the catalogue, or tell what one of them changed."),
    "undo": ("history", "Take one edit of the catalogue back."),
    "draw": ("picturing", "Draw one picture into a file."),
    "routes": ("planning", "Find every route worth considering from a start to a role."),
    "gaps": ("gapping", "List what is missing for a role, and the fewest programmes that would close it."),
    "import-esco": ("importing_esco", "Import the classification ESCO from its official archives."),
    "match": ("matching", "Rank all occupations of ESCO for skills, or for a role."),
    "esco": ("concepts", "Find occupations and skills of ESCO, with their addresses."),
    "users": ("users", "Say who may sign in."),
    "show": ("showing", "Tell what is known about one programme, role, employer or skill."),
    "sessions": ("sessions", "Count guidance talks, or delete at once what has had its time."),
    "digests": ("digesting", "Send everybody the mail about what is new and waits for them, now."),
    "backup": ("backing_up", "Write a copy of the database into a file, without notes unless asked."),
    "restore": ("restoring", "Bring a copy back, without what was deleted since."),
    "doctor": ("examining", "Say whether database, history, renderer and disk are sound, and what to do."),
}
"""Every command: the module that holds it and the line that says what it is for."""


class Verbs(click.Group):
    """The commands, each imported when it is asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """List the names in the order one meets them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Import one command; None when there is no such command."""
        if name not in COMMANDS:
            return None
        module = import_module(f"pathways.cli.{COMMANDS[name][0]}")
        called = f"{name}_" if iskeyword(name) else name.replace("-", "_")
        command: click.Command = getattr(module, called)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command is for, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, purpose) for name, (_, purpose) in COMMANDS.items()])


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version",
    "-V",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    help="Show the version and exit.",
    callback=lambda ctx, _option, wanted: tell_version(ctx) if wanted else None,
)
def pathways() -> None:
    """Show how each education in a town feeds its industry, from facts with sources.

    \b
    Example:
      pathways serve
    """  # noqa: D301  # \b is click's: keep these lines as they are


def tell_version(ctx: click.Context) -> None:
    """Print the version of the installed distribution and end; a bare checkout has none."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        click.echo(f"pathways {version('pathways-planner')}")
    except PackageNotFoundError:
        click.echo("pathways (a checkout that is not installed)")
    ctx.exit()


def main() -> None:
    """Run a command; what the planner refuses is told in one line, and the exit code is 1."""
    from pathways.config import SettingsError
    from pathways.domain.errors import PathwaysError

    try:
        pathways(prog_name="pathways")
    except (PathwaysError, SettingsError) as error:
        click.echo(f"pathways: {error}", err=True)
        raise SystemExit(1) from None
