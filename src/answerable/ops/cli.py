"""The command `answerable`. Each module in ops/commands/ is one command: its `command` is a click command
or group. Words with an underscore become words with a hyphen.

The database is started before a command runs, unless the module says `NEEDS_DATABASE = False` or the
command carries the attribute `needs_database = False` (for one command of a group).
"""

from __future__ import annotations

import pkgutil
from functools import wraps
from importlib import import_module
from types import ModuleType

import click

from answerable import __version__
from answerable.ops import commands, start
from answerable.ops.embedded import CannotStart

WITHOUT_DJANGO = frozenset({"build", "clean", "floors", "messages", "stop"})  # no settings, no models


class Commands(click.Group):
    """Loads a command's module only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_modules())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        name = _modules().get(cmd_name)
        if name is None:
            return None
        if name not in WITHOUT_DJANGO:
            start.django()
        module = import_module(f"answerable.ops.commands.{name}")
        return _with_database(module)


def _modules() -> dict[str, str]:
    """Command name -> module name; `import_` is the command `import`."""
    names = (m.name for m in pkgutil.iter_modules(commands.__path__))
    return {name.rstrip("_").replace("_", "-"): name for name in names}


def _with_database(module: ModuleType) -> click.Command:
    """The module's command, which starts the database before it runs (never for its --help)."""
    command: click.Command = module.command
    if getattr(module, "NEEDS_DATABASE", True):
        _wrap(command)
    return command


def _wrap(command: click.Command) -> None:
    if isinstance(command, click.Group):
        for child in command.commands.values():
            _wrap(child)
    elif command.callback is not None and getattr(command, "needs_database", True):
        inner = command.callback

        @wraps(inner)
        def with_database(*args: object, **kwargs: object) -> object:
            start.database()
            return inner(*args, **kwargs)

        command.callback = with_database
        command.needs_database = False  # type: ignore[attr-defined]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="answerable")
def cli() -> None:
    """Every complaint has somebody who answers for it, by a date, checked by somebody else, in the open."""


def main() -> None:
    try:
        cli(prog_name="answerable")
    except CannotStart as reason:
        raise SystemExit(f"answerable: {reason}") from None
    except Exception as error:
        if not _lacks_tables(error):
            raise
        raise SystemExit("answerable: the database has no tables of this version; run `answerable migrate`") from None


def _lacks_tables(error: BaseException) -> bool:
    """Whether this is PostgreSQL's complaint of a table or column that a migration would have made."""
    from psycopg.errors import UndefinedColumn, UndefinedTable

    return isinstance(error.__cause__, UndefinedTable | UndefinedColumn)


if __name__ == "__main__":
    main()
