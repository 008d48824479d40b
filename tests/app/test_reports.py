"""実績報告 through AppTest: who may do what, and the whole round trip from the form to a frozen edition."""

from __future__ import annotations

import io

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from components.views import roles
from components.views.filters import LOST_FILES_JA
from data import answers
from loaders.reports import desk

AREA, PREFECTURE, YEAR = "012068", "01", 2019
SIGN_IN = {"client_id": "monitor", "client_secret": "not secret", "cookie_secret": "x" * 40,
           "redirect_uri": "http://localhost:8501/oauth2callback",
           "server_metadata_url": "http://localhost:1/.well-known/openid-configuration"}  # fmt: skip
ROLES = {"claim": "groups", "upload": ["uketsuke@example.lg.jp", "kyosei-uketsuke"], "freeze": ["kyosei-kacho"]}


@pytest.fixture
def store(tmp_path, monkeypatch):
    """A store of this test's own."""
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{tmp_path / 'monitor.sqlite'}")


@pytest.fixture
def opened(project_dir, store):
    """Open the page at one of its tasks, as somebody."""

    def open_page(task, user=None, **query):
        page = AppTest.from_file(str(project_dir / "pages" / "reports.py"), default_timeout=120)
        if user is not None:
            page.secrets["auth"] = dict(SIGN_IN)
            page.secrets["monitor"] = {"roles": dict(ROLES)}
            page.user = user
        for name, value in ({"pref": PREFECTURE, "report_fy": str(YEAR), "task": task} | query).items():
            page.query_params[name] = value
        return settled(page.run())

    return open_page


def settled(page):
    assert not page.exception
    assert not page.error, page.error[0].value
    return page


def words_of(page):
    kinds = ("html", "caption", "info", "success", "warning")
    return "\n".join(
        str(getattr(element, "body", "") or getattr(element, "value", ""))
        for kind in kinds
        for element in page.get(kind)
    )


def button(page, label):
    return next(button for button in page.button if button.label == label)


def filled_form(value):
    """Return a form of the town with every number cell of its first target filled."""
    name, data = desk.form_of(AREA, YEAR)
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["実績報告"]
    heading = next(row for row in sheet.iter_rows() if any("実績値" in str(cell.value or "") for cell in row))
    columns = {str(cell.value): cell.column for cell in heading if cell.value}
    column = next(number for text, number in columns.items() if "実績値" in text)
    for row in range(heading[0].row + 1, sheet.max_row + 1):
        cell = sheet.cell(row, column)
        if not cell.protection.locked:
            cell.value = value
            break
    buffer = io.BytesIO()
    book.save(buffer)
    return name, buffer.getvalue()


def uploaded(page, value):
    name, data = filled_form(value)
    page.file_uploader[0].upload(name, data, "application/octet-stream")
    return settled(page.run())


@pytest.mark.parametrize("task", ["calendar", "mails", "forms", "upload", "history", "digest", "editions"])
@pytest.mark.parametrize("prefecture", ["00", "01", "47"])
def test_every_task_opens_for_a_reader(opened, task, prefecture):
    page = opened(task, pref=prefecture)
    assert "ログインが設定されていないため、閲覧だけができます。" in words_of(page)
    assert not page.file_uploader


@pytest.mark.parametrize("task", ["calendar", "mails", "forms", "upload", "history", "digest", "editions"])
def test_every_task_opens_for_the_office(opened, office, task):
    assert "ログインなしで受付と版の固定ができます。" in words_of(opened(task))


def test_due_dates_set_for_a_prefecture_show_everybody_who_owes_a_report(opened, office):
    page = opened("calendar")
    page.text_input[0].set_value("令和２年５月３１日")
    settled(page.run())
    next(box for box in page.checkbox if "設定してよい" in box.label).check()
    settled(page.run())
    button(page, "期限を設定する").click()
    words = words_of(settled(page.run()))
    assert "179市町村の期限を令和2年5月31日（2020-05-31）に設定しました。" in words
    assert "期限の来た179市町村のうち0（0.0%）が報告しました。" in words
    assert set(page.dataframe[0].value["状態"]) == {"未提出"}


def test_a_form_goes_out_comes_back_is_accepted_confirmed_and_frozen(opened, office):
    page = uploaded(opened("upload"), 12)
    assert "受け付けると変わる内容" in words_of(page)
    accept = button(page, "1件を受け付ける")
    assert accept.disabled
    page.checkbox[0].check()
    settled(page.run())
    button(page, "1件を受け付ける").click()
    assert "1件を受け付けました。" in words_of(settled(page.run()))
    submissions = answers.submissions(PREFECTURE)
    assert list(submissions["area_code"]) == [AREA]
    assert list(submissions["accepted_by"]) == [roles.LOCAL_JA]
    assert page.dataframe[0].value["結果"].tolist() == ["変更なし"]

    desk.decide_report(submissions["submission_id"][0], "confirmed", decided_by=roles.LOCAL_JA)
    assert opened("history").dataframe[0].value["状態"].tolist() == ["確定"]

    page = opened("editions")
    page.text_input[0].set_value("令和8年第1回定例会")
    settled(page.run())
    page.checkbox[0].check()
    settled(page.run())
    button(page, "固定する").click()
    words = words_of(settled(page.run()))
    assert "「令和8年第1回定例会」を固定しました。" in words
    assert "二つの版の間で、目標の判定と実績に変化はありません。" in words


def test_a_report_after_an_edition_shows_as_what_changed(opened, office):
    desk.freeze_edition("前回", frozen_by="試験")
    page = uploaded(opened("upload"), 12)
    page.checkbox[0].check()
    settled(page.run())
    button(page, "1件を受け付ける").click()
    settled(page.run())
    words = words_of(opened("editions", before="前回", after="now"))
    assert "「前回」から「いま」まで" in words
    assert "1自治体の" in words
    assert "件の目標に変化があります（判定が変わったのは" in words


def test_a_preview_is_made_again_once_somebody_else_has_recorded_something(opened, office):
    page = uploaded(opened("upload"), 12)
    page.checkbox[0].check()
    settled(page.run())
    desk.set_calendar([AREA], YEAR, "full_year", "2020-05-31", set_by="別の人")
    settled(page.run())
    assert not page.checkbox[0].value
    assert button(page, "1件を受け付ける").disabled


def test_what_is_no_form_is_named_with_a_remedy_and_nothing_is_recorded(opened, office):
    page = opened("upload")
    page.file_uploader[0].upload("実績.csv", "目標,実績\r\n".encode("cp932"), "text/csv")
    words = words_of(settled(page.run()))
    assert "受け付けられない 1件" in words
    assert "様式として読めません" in words
    assert answers.submissions().empty


def test_a_form_that_does_not_say_whose_it_is_is_read_once_a_person_says_it(opened, office):
    name, data = filled_form(12)
    book, buffer = openpyxl.load_workbook(io.BytesIO(data)), io.BytesIO()
    del book["_form"]
    book.defined_names.clear()
    book.custom_doc_props.props.clear()
    book.save(buffer)
    page = opened("upload")
    page.file_uploader[0].upload(name, buffer.getvalue(), "application/octet-stream")
    words = words_of(settled(page.run()))
    assert "どの団体・年度・種類の報告ですか" in words
    assert "受け付けられない 1件" in words
    button(page, "この団体・年度・種類の報告として検査する").click()
    words = words_of(settled(page.run()))
    assert "受付で選ばれたとおり" in words
    assert "受け付けられる 1件" in words


def test_somebody_logged_in_without_a_role_only_reads(opened):
    page = opened("upload", {"is_logged_in": True, "email": "shokuin@example.lg.jp"})
    words = words_of(page)
    assert "shokuin@example.lg.jpとしてログインしています。できること: 閲覧。" in words
    assert not page.file_uploader


def test_the_page_says_which_values_came_and_shows_them_as_written(opened):
    user = {"is_logged_in": True, "name": "![](http://x.example/b.png)", "groups": ["/kyosei-uketsuke", "[a](b)"]}
    page = opened("upload", user)
    assert page.file_uploader
    assert [caption.value for caption in page.caption][:2] == [
        "`![](http://x.example/b.png)`としてログインしています。できること: 報告の受付・期限・確定、統計と境界の取り込み。",
        "認証基盤から届いた値: メールアドレスなし、groups 2件（/kyosei-uketsuke、\\[a\\](b)）。"
        "「報告の受付・期限・確定、統計と境界の取り込み」は kyosei-uketsuke によります。",
    ]


def test_the_address_in_the_list_opens_the_upload_but_not_the_editions(opened):
    user = {"is_logged_in": True, "email": "Uketsuke@example.lg.jp", "email_verified": True}
    assert opened("upload", user).file_uploader
    assert "固定する" not in {one.label for one in opened("editions", user).button}


def test_somebody_logged_out_is_offered_the_login(opened):
    page = opened("upload", {"is_logged_in": False})
    assert "ログイン" in {one.label for one in page.button}
    assert not page.file_uploader


def test_a_form_for_the_public_holds_nothing_that_was_reported(opened, office):
    page = uploaded(opened("upload"), 3)
    page.checkbox[0].check()
    settled(page.run())
    button(page, "1件を受け付ける").click()
    settled(page.run())
    told, untold = desk.known(), desk.known(with_reports=False)
    assert told.content(AREA, YEAR, "full_year").reported
    assert not untold.content(AREA, YEAR, "full_year").reported


def test_the_forms_of_a_prefecture_come_as_one_zip(opened):
    page = opened("forms")
    button(page, "北海道の179市町村の様式を作る").click()
    settled(page.run())
    assert "01_北海道_2019年度_年度報告.zip" in {one.label for one in page.get("download_button")}


def test_files_of_a_session_that_is_gone_are_asked_for_again(opened, office):
    page = opened("upload", files="1")
    assert [box.value for box in page.warning] == [LOST_FILES_JA]
    page.file_uploader[0].upload("x.xlsx", b"nothing", "application/octet-stream")
    assert not page.run().warning


def test_who_is_to_be_reminded_on_a_day_and_a_list_of_contacts_makes_an_address(opened, office):
    desk.set_calendar([AREA], YEAR, "full_year", "2020-05-31", set_by="試験")
    page = opened("mails", mails_on="2020-05-20")
    assert "令和2年5月20日のお知らせは1件です（14日前 1）。まだ送っていないお知らせは1件です。" in words_of(page)
    assert page.dataframe[0].value["残り"].tolist() == ["あと11日"]
    page.file_uploader[0].upload("連絡先.csv", f"団体コード,メールアドレス\n{AREA},a@b.example.jp".encode(), "text/csv")
    button(settled(page.run()), "連絡先を取り込む").click()
    page = settled(page.run())
    assert page.dataframe[0].value["メールアドレス"].tolist() == ["a@b.example.jp"]
    page.checkbox[0].check()
    settled(page.run())
    button(page, "手元で送ったと記録する").click()
    assert "すべてお知らせ済みです。" in words_of(settled(page.run()))
    assert "手元で送った" in page.dataframe[0].value["お知らせ"][0]
    assert opened("mails", mails_on="2020-05-01").dataframe[0:] == []
