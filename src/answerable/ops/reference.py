"""Writes docs/reference/commands.md from the commands themselves: python -m answerable.ops.reference"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from answerable.ops.cli import cli

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "commands.md"
HEAD = """# Commands

What `answerable --help` and its kin say, written by `python -m answerable.ops.reference`. In a checkout the
command is `.venv/bin/answerable`. Without `DATABASE_URL` every command that needs a database starts or joins
the embedded one under `var/`, and the last to leave stops it.
"""


def page() -> str:
    """The whole page; the same commands give the same text."""
    context = click.Context(cli, info_name="answerable")
    return HEAD + "".join(_command(context, name) for name in cli.list_commands(context))


def _command(parent: click.Context, name: str) -> str:
    command = parent.command.get_command(parent, name)  # type: ignore[attr-defined]
    context = click.Context(command, info_name=name, parent=parent)
    arguments = "" if isinstance(command, click.Group) else f" {_arguments(command, context)}".rstrip()
    text = f"\n## {context.command_path}{arguments}\n\n{_words(command)}\n{_options(command, context)}"
    if isinstance(command, click.Group):
        for child in sorted(command.commands.values(), key=lambda c: c.name or ""):
            inner = click.Context(child, info_name=child.name, parent=context)
            usage = _arguments(child, inner)
            text += f"\n### {inner.command_path} {usage}".rstrip() + f"\n\n{_words(child)}\n{_options(child, inner)}"
    return text


def _arguments(command: click.Command, context: click.Context) -> str:
    return " ".join(command.collect_usage_pieces(context)).replace("[OPTIONS]", "").strip()


def _words(command: click.Command) -> str:
    return " ".join((command.help or "").replace("\b", "").split())


def _options(command: click.Command, context: click.Context) -> str:
    rows = list(_rows(command, context))
    return "\n| option | meaning |\n|---|---|\n" + "\n".join(rows) + "\n" if rows else ""


def _rows(command: click.Command, context: click.Context) -> Iterator[str]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record and record[1].strip() and "--help" not in parameter.opts:
            yield "| `{}` | {} |".format(record[0].replace("|", "\\|"), record[1].strip().replace("|", "\\|"))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
