"""What became of the lines of a record: read, heading, ignored on purpose, or left over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from loaders.document import ParsedDocument


@dataclass
class LineAccount:
    """The lines of one record (1-based) by what became of them; what is in no set was ignored on purpose."""

    read: set[int] = field(default_factory=set)
    heading: set[int] = field(default_factory=set)
    unclaimed: set[int] = field(default_factory=set)
    picture: set[int] = field(default_factory=set)  # Lines of picture pages
    texts: Mapping[int, str] = field(default_factory=dict)  # Of a line, the part that is left over, where it is not all

    def close(self, out: ParsedDocument, record_id: str, own_lines: Iterable[int], lines: Sequence[str]) -> None:
        """Add the row of `parser_coverage` and report the lines that no rule took.

        Args:
            own_lines: The lines of the record, without those of records inside it.
        """
        total = set(own_lines)
        unclaimed = self.unclaimed & total
        read = (self.read & total) - unclaimed
        heading = (self.heading & total) - read - unclaimed
        picture = (self.picture & total) - read - heading - unclaimed
        out.unclaimed += [(record_id, line, self.texts.get(line, lines[line - 1])) for line in sorted(unclaimed)]
        out.add(
            "parser_coverage",
            {
                "record_id": record_id,
                "lines_total": len(total),
                "lines_read": len(read),
                "lines_heading": len(heading),
                "lines_ignored": len(total - read - heading - unclaimed - picture),
                "lines_picture": len(picture),
                "lines_unclaimed": len(unclaimed),
            },
        )
