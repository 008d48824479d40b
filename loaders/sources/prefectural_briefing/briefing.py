"""What the parts of a prefectural briefing share, and the example of a town: its coordinators by post and body."""

import re
from dataclasses import dataclass, field

from loaders.document import Document, LineAccount, ParsedDocument, provenance
from loaders.errors import LoaderError, refusal
from loaders.text.area_names import AreaNames, ResolvedArea
from loaders.text.era_dates import year_in
from loaders.text.normalise import folded, tidy
from loaders.text.patterns import Patterns

ERA_YEAR = r"(?:(?P<era>令和|平成|(?<![A-Za-z])[RH](?=\d|元))(?P<year>\d{1,2}|元)|(?<!\d)(?P<western>20\d\d))"
FISCAL_YEAR = re.compile(rf"{ERA_YEAR}年度")


@dataclass(frozen=True)
class Briefing:
    """The document and what its rows share."""

    document: Document
    record_id: str
    prefecture: ResolvedArea
    fiscal_year: int
    names: AreaNames
    municipality_count: int
    left: set[int] = field(default_factory=set)  # Lines of its examples that no rule took

    def line(self, number: int) -> str:
        """Return a line of the document, counted from 1."""
        return self.document.lines[number - 1]

    def only_town_in(self, text: str) -> str | None:
        """Return the area code of the municipality that a text names, None where it names none or several."""
        return self.names.only_named(self.prefecture.name_ja, text)


def programme_of(text: str) -> str | None:
    """Return the code of the programme that a text names, or None."""
    flat = folded(text)
    return next((code for code, word in _RE.table("programmes") if word.search(flat)), None)


def broken(document: Document, key: str, line: int | None = None, **values: object) -> LoaderError:
    """Return the error for a part of the briefing that is missing or has another shape, by its message."""
    return refusal(key, f"{document.place} {line}行目" if line else document.place, **values)


_ROLES = {"相談支援包括化推進員": "integrated_consultation_coordinator"}
_RE = Patterns(__file__, era_year=ERA_YEAR)


@dataclass
class _Post:
    """A post that somebody holds, with its body and lines; names are neither there nor kept."""

    letter: str
    body: str
    title: str
    line: int
    last_line: int


def add_coordinators(out: ParsedDocument, briefing: Briefing) -> set[int]:
    """Add the coordinators of an example town and return the lines of its record (none where there is no example).

    The town is a record of its own. The document shows its programme as an example and not as a filled-in form, so
    its implementation is neither marked nor described, and no figure about forms counts it.

    A list that stands under no town is left over.

    Raises:
        BrokenDocumentError: The list stands there, but not for which programme.
    """
    for number, line in enumerate(briefing.document.lines, start=1):
        m = _RE.label.match(folded(line))
        if m and m["role"] in _ROLES:
            town = _town_above(briefing, number)
            if town is None:
                out.unclaimed.append((briefing.record_id, number, line))
                return set()
            return _add_town(out, briefing, number, _ROLES[m["role"]], town)
    return set()


def _add_town(
    out: ParsedDocument, briefing: Briefing, label_line: int, role: str, town: tuple[int, int, str]
) -> set[int]:
    heading_line, year, area_code = town
    # 「多機関の協働による包」 「括的支援体制構築事業」 stands on two lines.
    programme = programme_of("".join(briefing.document.lines[heading_line:label_line]))
    posts = _posts(briefing, label_line)
    if programme is None or not posts:
        what = "どの事業の配置か" if posts else "配置された職の一覧"
        raise broken(briefing.document, "broken.briefing/posts", label_line, what=what)
    lines = range(heading_line, posts[-1].last_line + 1)
    record_id = out.add_record(briefing.document, "prefectural_briefing", lines, area_code, year)
    if area_code[:2] != briefing.prefecture.area_code[:2]:  # It is kept, and no figure of this prefecture counts it
        note = {"record_id": record_id, "line_start": heading_line, "area_code": area_code}
        out.notes["other_prefecture"].append(note)
    implementation_id = f"{record_id}-{programme}"
    out.add(
        "implementations",
        implementation_id=implementation_id,
        area_code=area_code,
        programme_code=programme,
        fiscal_year=year,
        marked=False,
        described=False,
        delivery="unknown",
        **provenance(record_id, heading_line, label_line, briefing.line(heading_line)),
    )
    for seq, post in enumerate(posts, start=1):
        out.add(
            "staffing",
            implementation_id=implementation_id,
            role=role,
            seq=seq,
            headcount=1.0,  # counted: one letter of the list is one person
            headcount_kind="exact",
            basis="unknown",
            body_ja=post.body,
            post_ja=post.title,
            **provenance(record_id, post.line, post.last_line, f"({post.body}) {post.title}", "derived"),
        )
    read = {number for post in posts for number in range(post.line, post.last_line + 1)}
    read |= _add_meetings(out, briefing, record_id, implementation_id, lines, posts)
    LineAccount(read, {heading_line, label_line}).close(out, record_id, lines, briefing.document.lines)
    return set(lines)


def _add_meetings(
    out: ParsedDocument, briefing: Briefing, record_id: str, implementation_id: str, lines: range, posts: list[_Post]
) -> set[int]:
    """Add the meetings that somebody leads, with the post of the leader, and return their lines."""
    titles = {post.letter: post.title for post in posts}
    flat = [folded(line).lstrip("-") for line in briefing.document.lines]
    kinds: list[str] = []
    read: set[int] = set()
    for number in lines:
        duties = _RE.duties.match(tidy(briefing.line(number)))
        for m in _RE.leads.finditer(duties["duties"] if duties else ""):
            step = f"{m['meeting']}の実施"
            below = flat[flat.index(step) + 1 :][:1] if step in flat else []
            kinds.append("case_review" if any(_RE.about_cases.search(text) for text in below) else "network")
            out.add(
                "meetings",
                implementation_id=implementation_id,
                meeting_kind=kinds[-1],
                seq=kinds.count(kinds[-1]),
                name_ja=m["meeting"],
                leader_ja=titles.get(duties["letter"]) if duties else None,
                frequency_kind="not_stated",
                **provenance(record_id, number, number, m.group(), "inferred"),
            )
            read.add(number)
    return read


_GENERIC_WITHIN = 8  # Lines between the title and 「取り組みの経過」


def add_generic_cases(out: ParsedDocument, briefing: Briefing, account: LineAccount) -> None:
    """Add the examples that name no municipality: a title, then how it went and what changed."""
    flat = [folded(line) for line in briefing.document.lines]
    for number, text in enumerate(flat, start=1):
        m = _RE.generic_title.match(text)
        course = next(
            (n for n in range(number, number + _GENERIC_WITHIN) if _RE.course.match("".join(flat[n : n + 1]))), 0
        )
        if not m or not course or briefing.only_town_in("".join(flat[number - 1 : course])):
            continue
        title = tidy(briefing.line(number))
        if title in {case["title_ja"] for case in out.tables["good_cases"]}:
            continue
        last = next((n for n in range(course, len(flat)) if _RE.next_part.match(flat[n])), len(flat))
        last = max(n for n in range(number, last + 1) if flat[n - 1])
        out.add(
            "good_cases",
            case_id=f"{briefing.record_id}-case-{number}",
            title_ja=title,
            is_generic=True,
            **provenance(briefing.record_id, number, last, title[:60]),
        )
        account.heading |= {number, course + 1}


def _town_above(briefing: Briefing, label_line: int) -> tuple[int, int, str] | None:
    """Return line, fiscal year and area code of the nearest heading that names a year and one municipality."""
    for number in range(label_line - 1, 0, -1):
        text = folded(briefing.line(number))
        year = FISCAL_YEAR.search(text)
        area_code = briefing.only_town_in(FISCAL_YEAR.sub(" ", text)) if year else None
        if year and area_code:
            return number, year_in(year), area_code
    return None


def _posts(briefing: Briefing, label_line: int) -> list[_Post]:
    posts: list[_Post] = []
    for number, line in enumerate(briefing.document.lines[label_line:], start=label_line + 1):
        text = tidy(line)
        if m := _RE.post.match(text):
            posts.append(_Post(m["letter"], m["body"], m["post"], number, number))
        elif posts and _RE.remark.match(text):
            posts[-1].title += text
            posts[-1].last_line = number
        else:
            break
    return posts
