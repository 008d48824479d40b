"""The regular expressions of a module, as the YAML beside it declares them: each with a name and an example above it."""

import re
from typing import Any

from data.folders import yaml_beside

_PART = re.compile(r"%\{(?P<name>\w+)(?::(?P<number>\d))?\}")
_LINE_BREAK = re.compile(r"\n\s*")


class Patterns:
    """Compiled expressions by name, as attributes; `table` gives those that a code goes with.

    An expression may go over several lines: a line break in it says nothing. `%{name}` stands for one of the `parts` of
    the file (an expression, or a list of words, the longest tried first), or for what the module gives; `%{name:2}` for a
    part in which each `%n` becomes 2, so that its groups have names of their own where it stands twice.

    Raises:
        ValueError: The file names a part that there is not.
    """

    def __init__(self, module: str, **given: str) -> None:
        self.declared: dict[str, Any] = yaml_beside(module)
        self._parts = {
            name: part if isinstance(part, str) else "|".join(sorted(part, key=len, reverse=True))
            for name, part in {**self.declared.get("parts", {}), **given}.items()
        }
        self._tables: dict[str, list[dict[str, str]]] = self.declared.get("tables", {})
        for name, written in self.declared.get("patterns", {}).items():
            setattr(self, name, self.compiled(written))

    def __getattr__(self, name: str) -> re.Pattern[str]:
        raise AttributeError(f"no pattern is called {name}")

    def table(self, name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Return codes with the expressions that stand for them, in the order in which they are tried."""
        return tuple((code, self.compiled(text)) for one in self._tables[name] for code, text in one.items())

    def compiled(self, written: str) -> re.Pattern[str]:
        """Return an expression that stands elsewhere in the file."""
        whole = self._whole(written)
        if "%{" in whole:
            raise ValueError(f"no part stands for this: {whole[whole.index('%{') :]}")
        return re.compile(whole)

    def _whole(self, written: str) -> str:
        def part(m: re.Match[str]) -> str:
            inner = self._whole(self._parts[m["name"]]) if m["name"] in self._parts else m.group()
            return inner.replace("%n", m["number"] or "")

        return _PART.sub(part, _LINE_BREAK.sub("", written))
