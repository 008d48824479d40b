"""What these parts ask of `loaders.imports.desk`: the page hands it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO, Protocol


class Kind(Protocol):
    """A kind of file that can be brought in."""

    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def name_ja(self) -> str: ...  # noqa: D102
    @property
    def published_ja(self) -> str: ...  # noqa: D102
    @property
    def use_ja(self) -> str: ...  # noqa: D102
    @property
    def endings(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def most_megabytes(self) -> int: ...  # noqa: D102


class Imported(Protocol):
    """What an import did."""

    @property
    def sentence_ja(self) -> str: ...  # noqa: D102
    @property
    def is_new(self) -> bool: ...  # noqa: D102
    @property
    def is_refused(self) -> bool: ...  # noqa: D102
    @property
    def findings(self) -> Sequence[Mapping[str, str]]: ...  # noqa: D102
    @property
    def are_findings_kept(self) -> bool: ...  # noqa: D102


class Desk(Protocol):
    """The one module through which the page brings files in and takes them back."""

    @property
    def KINDS(self) -> Mapping[str, Kind]: ...  # noqa: D102, N802
    def take_in(  # noqa: D102
        self, code: str, name: str, file: BinaryIO, *, by: str, progress: Callable[[str, float], object]
    ) -> Imported: ...
    def take_back(self, code: str, *, by: str) -> bool: ...  # noqa: D102
