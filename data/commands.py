"""Commands in Japanese: click reads the arguments; help, mistakes of the caller and problems are told in our words."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from data.errors import DatasetError

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


def run(command: click.Command, arguments: Sequence[str] | None, name: str) -> None:
    """Run a command; a problem ends with code 2 and says what happened and what to do.

    Args:
        arguments: None = those of this process.
        name: How the command is called, for its help: `python -m …`.
    """
    try:
        code = command.main(arguments, name, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        _stop(error.message)
    except click.UsageError as error:
        usage = f"{error.ctx.get_usage()}\n" if error.ctx else ""
        _stop(f"{_mistake_ja(error)}\n{usage}くわしくは --help を付けて実行してください。")
    except DatasetError as error:
        _stop(str(error))
    except click.Abort:
        _stop("中断しました。")
    else:
        if isinstance(code, int) and code:
            sys.exit(code)


def _stop(message: str) -> None:
    sys.stderr.write(message + "\n")
    sys.exit(2)


def _mistake_ja(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchCommand):
        return f"コマンド「{error.command_name}」はありません。"
    if isinstance(error, click.NoSuchOption):
        return f"オプション「{error.option_name}」はありません。"
    if isinstance(error, click.BadOptionUsage):
        return f"オプション「{error.option_name}」の書き方が正しくありません。"
    if isinstance(error, click.BadParameter) and error.param is not None:
        what = error.param.human_readable_name
        is_missing = isinstance(error, click.MissingParameter)
        return f"「{what}」を指定してください。" if is_missing else f"「{what}」の値が正しくありません。"
    return "コマンドの書き方が正しくありません。"
