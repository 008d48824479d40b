"""実績報告: what is owed by when, who has sent it, and what was frozen?"""

from __future__ import annotations

from components import figure_card, filters, page_frame, roles
from components.figure import Basis
from components.figures import edition_changes, report_states
from components.filters import Filters
from components.reports import choice, due_dates, editions, form_downloads, history, sign_in, uploads
from components.reports.choice import Report
from components.roles import FREEZE, UPLOAD, Permit
from data import access
from data.measures.submissions import reporting_rates, submissions_at
from loaders.reports import desk

TITLE = "実績報告"
ICON = "📮"
ORDER = 85
LEAD = "どの市町村が、何を、いつまでに報告するか。様式の配布、受付、履歴、版の固定を行います。"
TASKS = {"calendar": "期限と状態", "forms": "様式", "upload": "受付", "history": "履歴", "editions": "版"}


def show_calendar(chosen: Filters, permit: Permit, report: Report) -> None:
    """Draw due dates and states, and let the office set due dates."""
    today = choice.today()
    towns = access.municipalities(chosen.prefecture_code)
    forms = report.of(access.submissions(chosen.prefecture_code))
    rows = report_states.states(towns, submissions_at(forms, today))
    if not permit.may(UPLOAD):
        rows = rows.drop(columns="reason_ja")  # written for one municipality, not for the public
    rates = reporting_rates(forms[forms["due_date"].notna()], today).to_dict("records")
    basis = Basis(chosen.prefecture_ja, f"{today.isoformat()}現在", "報告の受付簿")
    figure = report_states.figure(rows, rates[0] if rates else None, report, basis)
    figure_card.show(figure, chosen)
    figure_card.show_table(figure.table())
    if permit.may(UPLOAD):
        due_dates.show(list(towns["area_code"]), chosen.prefecture_ja, report, desk, permit.person_ja)


def show_editions(chosen: Filters, permit: Permit) -> None:
    """Draw the editions, let the office freeze one, and compare two."""
    frozen = access.editions()
    editions.show_list(frozen, with_people=bool(permit.roles))
    if permit.may(FREEZE):
        editions.freeze(desk, permit.person_ja)
    if frozen.empty:
        return
    names = editions.choose_two(frozen)
    shares = [access.edition_shares(name, chosen.prefecture_code) for name in names]
    basis = Basis(chosen.prefecture_ja, "", "固定した版（文書と報告）")
    changes, kinds = access.edition_changes(*names, chosen.prefecture_code), access.change_words()[1]
    figure_card.show(edition_changes.figure(changes, kinds, shares, editions.in_words(names), basis), chosen)


with page_frame.page(TITLE, ICON, LEAD, access) as chosen:
    permit = roles.current()
    sign_in.show(permit)
    task = filters.choose_one("task", "内容", TASKS, style="buttons")
    kinds = {code: access.label_of("report_submissions", "report_kind", code) for code in ("full_year", "mid_year")}
    officer = permit.person_ja if permit.may(UPLOAD) else None
    if task == "editions":
        show_editions(chosen, permit)
    elif task == "upload":
        uploads.show(desk, kinds, officer, str(access.audit_log()["entry_id"].max()))
    else:
        asked = access.report_calendar()["fiscal_year"]
        report = choice.choose(access.targets()["target_fy"], asked, kinds, access.fiscal_year_ja)
        if task == "calendar":
            show_calendar(chosen, permit, report)
        elif task == "forms":
            towns = access.municipalities(chosen.prefecture_code)
            form_downloads.show(towns, report, desk, chosen, with_reports=officer is not None)
        else:
            forms = report.of(access.submissions(chosen.prefecture_code))
            history.show(forms, access.report_findings, desk, officer)
