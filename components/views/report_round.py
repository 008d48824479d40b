"""The yearly round of reports: the five steps and how far they are, reminders with their mails, and what changed since a day."""

import functools
from datetime import date, datetime, timedelta

import pandas as pd
import streamlit as st

from components.drawing import html, wording
from components.drawing.markdown import escaped
from components.drawing.marks import REPORT_STATES
from components.drawing.model import Basis
from components.figures import edition_changes, reporting
from components.packs import files
from components.views import card, filters, navigation, report_tasks
from components.views.filters import Filters
from data import answers
from loaders.errors import LoaderError
from loaders.reports import mail_desk, mails


def show_guide(chosen: Filters) -> None:
    """Draw the five steps of the latest year that is asked for, each a link to where it is done."""
    asked = answers.report_calendar(chosen.prefecture_code)["fiscal_year"].dropna()
    if asked.empty:
        return
    year = int(asked.max())
    forms, editions = answers.submission_states(year, chosen.prefecture_code), answers.editions()
    frozen = str(editions["frozen_at"].iloc[0]) if len(editions) else None
    steps = reporting.steps(forms, len(answers.municipalities(chosen.prefecture_code)), frozen)

    def address(task: str) -> str:
        query = chosen.query(task=task, report_fy=str(year)) if task else chosen.query()
        return navigation.address("reports" if task else "briefing", **query)

    st.html(reporting.guide(steps, answers.fiscal_year_ja(year), address))


def show_digest(chosen: Filters) -> None:
    """Draw what changed since a day, with the same as paper and as a feed."""
    today = report_tasks.today()
    since = min(today, filters.choose_day("since", "この日から", today - timedelta(days=30)))
    rows = answers.digest(since, today, chosen.prefecture_code)
    basis = Basis(chosen.prefecture_ja, "", "報告の受付簿、文書のデータの版")
    figure = edition_changes.digest(
        rows, since.isoformat(), today.isoformat(), basis, knows_stages=answers.knows_stages_of(since)
    )
    card.show(figure, chosen, as_picture=False)
    practice = chosen.is_practice

    def paper() -> bytes:
        return files.sheet(figure, edition_changes.DIGEST_WIDTHS, chosen.version, is_practice=practice)

    def atom() -> bytes:
        moment = datetime.now(report_tasks.JAPAN).isoformat(timespec="seconds")
        return files.to_atom(rows, files.feed_title_ja(chosen.prefecture_ja, is_practice=practice), moment)

    with st.container(horizontal=True, gap="small"):
        card.save("PDF（A4）", card.file_name("digest", chosen, "pdf"), paper, "digest_pdf")
        card.save("フィード（Atom）", card.file_name("digest", chosen, "atom"), atom, "digest_atom")


DONE, REFUSED = "mails_done", "mails_refused"
RULE_JA = "期限の21日前・14日前・7日前と、期限を過ぎたときに、まだ届いていない市町村を挙げます。同じ回のお知らせは一度だけ送ります。"


def show_mails(chosen: Filters, person_ja: str | None, today: date) -> None:
    """Draw who is to be reminded on a day; a person who may also gets the mails and the contacts."""
    if done := st.session_state.pop(DONE, None):
        st.success(escaped(done))
    if refused := st.session_state.pop(REFUSED, None):
        st.error("**できませんでした。** 下の「対処」のとおりに直してください。")
        st.html("".join(html.paragraph(line) for line in refused.splitlines()))
    day = filters.choose_day("mails_on", "日付", today)
    rows = mail_desk.reminders(day, chosen.prefecture_code)
    waiting = mail_desk.mails_of(rows)
    st.html(html.paragraph(sentence_ja(rows, len(waiting), day.isoformat()), "km-reading"))
    st.caption(RULE_JA)
    if len(rows):
        card.show_table(listing(rows, with_contacts=person_ja is not None))
    if person_ja is None:
        st.info("文面の保存と送信には権限が必要です。")
        return
    if waiting:
        _hand_out(waiting, chosen, day.isoformat())
        _send(waiting, person_ja)
    _contacts(chosen, person_ja)


def sentence_ja(rows: pd.DataFrame, waiting: int, day: str) -> str:
    """Return who is to be reminded, in one sentence."""
    if rows.empty:
        return f"{wording.era_date(day)}にお知らせする市町村はありません。"
    counts, steps = rows["step"].value_counts(), ("late", "days_7", "days_14", "days_21")
    parts = "、".join(f"{mails.step_ja(step)} {counts[step]:,}" for step in steps if step in counts)
    left = f"まだ送っていないお知らせは{waiting:,}件です。" if waiting else "すべてお知らせ済みです。"
    return f"{wording.era_date(day)}のお知らせは{len(rows):,}件です（{parts}）。{left}"


def listing(rows: pd.DataFrame, *, with_contacts: bool) -> pd.DataFrame:
    """Return the reminders under Japanese headings; addresses only for the office."""
    lines = []
    for row in rows.to_dict("records"):
        kind = answers.label_of("report_calendar", "report_kind", row["report_kind"])
        line = {
            "都道府県": row["prefecture_ja"], "市町村": row["area_name_ja"], "回": mails.step_ja(row["step"]),
            "報告": f"{answers.fiscal_year_ja(row['fiscal_year'])} {kind}", "状態": REPORT_STATES[row["state"]].label_ja,
            "期限": row["due_date"], "残り": mails.left_ja(row["days_left"]),
        }  # fmt: skip
        if with_contacts:
            line |= {"お知らせ": mail_desk.state_ja(row), "宛名": row["name_ja"], "メールアドレス": row["email"]}
        lines.append(line)
    return pd.DataFrame(lines)


def _hand_out(waiting: list[mails.Mail], chosen: Filters, day: str) -> None:
    table, practice = pd.DataFrame(mails.listing(waiting)), chosen.is_practice
    label, name = f"文面（.eml {len(waiting):,}件、zip）", f"mails_{day}"
    with st.container(horizontal=True, gap="small"):
        card.save(label, card.file_name(name, chosen, "zip"), lambda: mails.zip_of(waiting), "mails_zip")
        as_csv = functools.partial(files.to_csv, table, is_practice=practice)
        card.save("差し込み用の表（CSV）", card.file_name(name, chosen, "csv"), as_csv, "mails_csv")


def _send(waiting: list[mails.Mail], person_ja: str) -> None:
    without = sum(not mail.email for mail in waiting)
    if without:
        st.caption(f"宛先のない市町村が{without:,}あります。下の「連絡先」に取り込むと送れます。")
    if not mails.is_configured():
        st.caption("この画面から送るには、サーバーの管理者がメールサーバーを設定します（運用の手引き 11）。")
    sure = st.checkbox(f"この{len(waiting):,}件のお知らせを確かめました", key="mails_sure")
    with st.container(horizontal=True, gap="small"):
        send = mails.is_configured() and st.button("メールを送る", type="primary", disabled=not sure, key="mails_send")
        by_hand = st.button("手元で送ったと記録する", disabled=not sure, key="mails_by_hand")
    if not (send or by_hand):
        return
    if by_hand:
        st.session_state[DONE] = f"{mail_desk.note_by_hand(waiting, person_ja):,}件を、手元で送ったと記録しました。"
    else:
        bar = st.progress(0.0, "送信中")
        try:
            done = mail_desk.send(waiting, person_ja, lambda n: bar.progress(min(1.0, n / len(waiting)), "送信中"))
            st.session_state[DONE] = done.sentence_ja
        except LoaderError as error:
            st.session_state[REFUSED] = str(error)
    st.rerun()


def _contacts(chosen: Filters, person_ja: str) -> None:
    with st.expander("連絡先（宛名とメールアドレス）"):
        name, place = files.file_name("contacts", chosen.prefecture_code, chosen.version), chosen.prefecture_code
        card.save(
            "いまの連絡先（CSV）", name, lambda: files.to_csv(pd.DataFrame(mail_desk.contacts(place))), "contacts_csv"
        )
        upload = filters.choose_files(
            "連絡先の一覧（CSV・xlsx）", "contacts_file", type=["csv", "xlsx"], max_upload_size=5
        )
        st.caption("この表に宛名とメールアドレスを書いて戻してください。表にない市町村の連絡先は、そのまま残ります。")
        if upload is None or not st.button("連絡先を取り込む", key="contacts_take"):
            return
        try:
            st.session_state[DONE] = mail_desk.take_contacts(upload.name, upload, by=person_ja)
        except LoaderError as error:
            st.session_state[REFUSED] = str(error)
    st.rerun()
