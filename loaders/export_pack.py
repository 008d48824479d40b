"""The commands that go the whole way, from the dataset and the store to finished files and mails.

`python -m loaders export pack`: the report for a council, as PDF, slides and workbook. `reminders`: the mails of a day; `digest`:
what changed since a day. data.answers answers, components draw.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from components.drawing.model import Basis
from components.figures import edition_changes
from components.packs import content, files
from components.packs.model import Pack
from data import answers
from loaders import apart
from loaders.errors import refusal
from loaders.files import JAPAN_TIME, write_whole
from loaders.reports import mail_desk, mails

MOST_SECONDS, MOST_MEGABYTES = 120, 2_000


@dataclass(frozen=True)
class Place:
    """What a report is about: a prefecture, or one of its municipalities."""

    prefecture_code: str
    area_code: str | None = None


def export(places: Sequence[Place], edition: str | None, out: Path) -> int:
    """Write the files of every place that was asked for; return 0."""
    out.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    steps = len(places) * len(files.FORMATS)
    with tqdm(total=steps, desc="議会説明資料を作成中", unit="ファイル", disable=None, file=sys.stderr) as bar:
        for place in places:
            for file in files.files(report(place, edition)):
                path = out / file.name
                path.write_bytes(file.content)
                written.append(path)
                bar.update()
    sys.stdout.write("".join(f"{path}\n" for path in written))
    return 0


def report(place: Place, edition: str | None) -> Pack:
    """Return the report of a place, of now or of a frozen edition."""
    boundaries = answers.boundaries()
    facts = answers.pack_facts(place.prefecture_code, place.area_code, edition)
    return content.pack(facts, boundaries.credit_ja, boundaries.geojson(place.prefecture_code))


def made_apart(place: Place, edition: str | None, progress: Callable[[int], object]) -> list[files.PackFile]:
    """Return the files of a place, made in another process; `progress` is told after each file how many there are."""
    return apart.run(partial(_made, place, edition), seconds=MOST_SECONDS, megabytes=MOST_MEGABYTES, progress=progress)


def _made(place: Place, edition: str | None, progress: Callable[[int], object]) -> list[files.PackFile]:
    made = []
    for number, file in enumerate(files.files(report(place, edition)), start=1):
        made.append(file)
        progress(number)
    return made


def places(prefecture: str | None, area: str | None, everywhere: bool) -> list[Place]:
    """Return the places that the command line names.

    Raises:
        UnknownAreaError: None is named, or a municipality is not in the prefecture that was given.
    """
    if not (everywhere or area or prefecture):
        raise refusal("area.not_named", "export pack")
    if everywhere:
        rows = answers.prefectures()
        return [Place(str(code)) for code in rows.loc[rows["record_count"] > 0, "prefecture_code"]]
    if area and prefecture and area[:2] != prefecture:
        raise refusal("area.of_another_prefecture", "--area", area=area, prefecture=prefecture)
    return [Place(prefecture or str(area)[:2], area)]


def remind(prefecture: str | None, on: date | None, out: Path | None, sender: str | None) -> int:
    """Say who is to be reminded on a day (None = today), write the mails into a folder, or send them; return 1 where one could not be sent.

    Args:
        sender: Who sends them; None = nobody.

    Raises:
        LoaderError: The mail server cannot be used.
    """
    day = on or datetime.now(JAPAN_TIME).date()
    rows = mail_desk.reminders(day, prefecture)
    waiting = mail_desk.mails_of(rows)
    for row in rows.to_dict("records"):
        place = f"{row['prefecture_ja']}{row['area_name_ja']} {row['fiscal_year']}年度"
        due = f"期限 {row['due_date']}（{mails.left_ja(row['days_left'])}）"
        sys.stdout.write(f"{mails.step_ja(row['step'])}\t{place}\t{due}\t{mail_desk.state_ja(row)}\n")
    sys.stdout.write(f"{day}のお知らせ {len(rows):,}件、まだ送っていないもの {len(waiting):,}件\n")
    if out and waiting:
        out.mkdir(parents=True, exist_ok=True)
        is_practice = answers.dataset_facts().get("practice") is True
        table = files.to_csv(pd.DataFrame(mails.listing(waiting)), is_practice=is_practice)
        for name, content in ((f"mails_{day}.zip", mails.zip_of(waiting)), (f"mails_{day}.csv", table)):
            write_whole(out / name, content)
            sys.stdout.write(f"{out / name}\n")
    if sender is None:
        return 0
    done = mail_desk.send(waiting, sender)
    sys.stdout.write(f"{done.sentence_ja}\n")
    return 1 if done.failed else 0


def write_digest(prefecture: str | None, since: date | None, out: Path | None) -> int:
    """Say what changed since a day (None = a week ago), and write it into a folder on paper and as a feed; return 0."""
    now = datetime.now(JAPAN_TIME)
    start = since or now.date() - timedelta(days=7)
    rows = answers.digest(start, now.date(), prefecture)
    for row in rows.to_dict("records"):
        place = f"{row['prefecture_ja']}{row['area_name_ja']}" if row["area_code"] else ""
        sys.stdout.write("\t".join([row["moment"][:10], row["kind_ja"], place, row["what_ja"]]) + "\n")
    sys.stdout.write(f"{start}からの動き {len(rows):,}件\n")
    if out is None:
        return 0
    names = answers.prefectures().set_index("prefecture_code")["name_ja"]
    place_ja = str(names.get(prefecture, "全国")) if prefecture else "全国"
    basis = Basis(place_ja, "", "報告の受付簿、文書のデータの版")
    knows = answers.knows_stages_of(start)
    figure = edition_changes.digest(rows, start.isoformat(), now.date().isoformat(), basis, knows_stages=knows)
    practice = answers.dataset_facts().get("practice") is True
    paper = files.sheet(figure, edition_changes.DIGEST_WIDTHS, answers.dataset_version(), is_practice=practice)
    title = files.feed_title_ja(place_ja, is_practice=practice)
    out.mkdir(parents=True, exist_ok=True)
    stem = f"kyosei_digest_{prefecture or 'japan'}"  # always the same: a reader of feeds asks for one address
    for ending, data in (("pdf", paper), ("atom", files.to_atom(rows, title, now.isoformat(timespec="seconds")))):
        write_whole(out / f"{stem}.{ending}", data)
        sys.stdout.write(f"{out / stem}.{ending}\n")
    return 0
