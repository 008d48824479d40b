"""Commands in Japanese: click reads the arguments; help, mistakes of the caller and problems have Japanese words."""

import sys
from collections.abc import Sequence

import click

from data.errors import DatasetError

MISTAKE, INTERRUPTED = 2, 130
HEADINGS_JA = {"Options": "オプション", "Commands": "コマンド"}


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "使い方: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(HEADINGS_JA.get(heading, heading))


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help is in Japanese."""

    context_class = _Context

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the parts of the usage line."""
        return ["[オプション]" if piece == "[OPTIONS]" else piece for piece in super().collect_usage_pieces(ctx)]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option --help, explained in Japanese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "この説明を表示して終わる"
        return option


class Group(Command, click.Group):
    """Commands under one name."""

    command_class = Command


class WrongUsageError(click.UsageError):
    """Options that do not go together; the message is ours, in Japanese."""


def code_of(command: click.Command, arguments: Sequence[str] | None, name: str) -> int:
    """Run a command and return its exit code: what it returns, 2 where the caller made a mistake, 130 where it was interrupted.

    Args:
        arguments: None = those of this process.
        name: How the command is called, for its help: `python -m …`.
    """
    try:
        return int(command.main(arguments, name, standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        sys.stderr.write(f"{error.message}\n")
    except click.UsageError as error:
        usage = f"{error.ctx.get_usage()}\n" if error.ctx else ""
        sys.stderr.write(f"{_mistake_ja(error)}\n{usage}くわしくは --help を付けて実行してください。\n")
    except click.Abort:
        sys.stderr.write("中断しました。\n")
        return INTERRUPTED
    return MISTAKE


def run(command: click.Command, arguments: Sequence[str] | None, name: str) -> None:
    """Run a command; a problem ends with code 2 and says what happened and what to do."""
    try:
        code = code_of(command, arguments, name)
    except DatasetError as error:
        sys.stderr.write(f"{error}\n")
        code = MISTAKE
    if code:
        sys.exit(code)


def _mistake_ja(error: click.UsageError) -> str:
    if isinstance(error, WrongUsageError):
        return error.message
    if isinstance(error, click.NoSuchCommand):
        return f"コマンド「{error.command_name}」はありません。"
    if isinstance(error, click.NoSuchOption):
        return f"オプション「{error.option_name}」はありません。"
    if isinstance(error, click.BadOptionUsage):
        return f"オプション「{error.option_name}」の書き方が正しくありません。"
    if isinstance(error, click.BadParameter) and error.param is not None:
        is_option = isinstance(error.param, click.Option)
        what = error.param.opts[-1] if is_option else error.param.human_readable_name
        if isinstance(error, click.MissingParameter):
            return f"「{what}」を指定してください。"
        choices = error.param.type.choices if isinstance(error.param.type, click.Choice) else ()
        return f"「{what}」の値が正しくありません。" + (f"使える値: {'、'.join(choices)}" if choices else "")
    return "コマンドの書き方が正しくありません。"
