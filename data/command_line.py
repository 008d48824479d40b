"""Commands in Japanese: `run` explains wrong usage in one sentence and a hint, never with a traceback."""

from __future__ import annotations

from collections.abc import Sequence

import click

WRONG_USAGE, INTERRUPTED = 2, 130


class WrongUsageError(click.UsageError):
    """Options that do not go together; the message is ours, in Japanese."""


def run(command: click.Command, arguments: Sequence[str] | None, prog_name: str) -> int:
    """Run a command and return its exit code: what it returns, 2 for wrong usage, 130 where it was interrupted."""
    try:
        code = command.main(None if arguments is None else list(arguments), prog_name, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.message, err=True)
        return WRONG_USAGE
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else prog_name
        click.echo(f"{_explained(error)}\n使い方は {path} --help で確かめられます。", err=True)
        return WRONG_USAGE
    except click.Abort:
        return INTERRUPTED
    return int(code or 0)


def _explained(error: click.UsageError) -> str:
    if isinstance(error, WrongUsageError):
        return error.message
    if isinstance(error, click.exceptions.NoSuchCommand):
        group = error.ctx.command if error.ctx else None
        known = "、".join(group.commands) if isinstance(group, click.Group) else ""
        return f"コマンド「{error.command_name}」はありません。使えるコマンド: {known}"
    if isinstance(error, click.NoSuchOption):
        return f"オプション {error.option_name} はありません。"
    if isinstance(error, click.BadOptionUsage):
        return f"オプション {error.option_name} の後に値がないか、余分な値があります。"
    if isinstance(error, click.MissingParameter):
        return f"{_name(error)} の指定がありません。"
    if isinstance(error, click.BadParameter):
        kind = error.param.type if error.param else None
        wanted = (
            f"使える値: {'、'.join(map(str, kind.choices))}"
            if isinstance(kind, click.Choice)
            else "値の書き方を確かめてください。"
        )
        return f"{_name(error)} の値が正しくありません。{wanted}"
    return "指定が余分か、足りません。"


def _name(error: click.BadParameter) -> str:
    """Return how a reader writes a parameter: the option, or what stands for the argument."""
    if error.param is None:
        return "引数"
    is_option = isinstance(error.param, click.Option)
    return error.param.opts[-1] if is_option else error.param.metavar or error.param.human_readable_name
