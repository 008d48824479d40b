"""実績報告: what is owed by when, who has sent it, and what was frozen?"""

from components.drawing import wording
from components.drawing.model import Basis, Figure
from components.figures import edition_changes, reporting
from components.figures.reporting import Report
from components.views import card, filters, frame, report_round, report_tasks, report_uploads, roles
from components.views.filters import Filters
from components.views.ratings import show_changes, show_reporting
from components.views.roles import FREEZE, UPLOAD, Permit
from data import answers
from data.measures.reported_years import reporting_rates, submissions_at

TITLE = "実績報告"
ICON = ":material/assignment_turned_in:"
ORDER = 85
LEAD = "どの市町村が、何を、いつまでに報告するか。様式の配布、受付、履歴、版の固定を行います。"
TASKS = {
    "calendar": "期限と状態", "mails": "お知らせ", "forms": "様式", "upload": "受付", "history": "履歴", "digest": "動き",
    "editions": "版",
}  # fmt: skip


def show_calendar(chosen: Filters, permit: Permit, report: Report) -> None:
    """Draw due dates and states, and let the office set due dates."""
    today, is_office, place = report_tasks.today(), permit.may(UPLOAD), chosen.prefecture_code

    def make() -> Figure:
        forms = report.of(answers.submissions(place))
        rows = reporting.states(answers.municipalities(place), submissions_at(forms, today))
        if not is_office:
            rows = rows.drop(columns="reason_ja")  # written for one municipality, not for the public
        rates = reporting_rates(forms[forms["due_date"].notna()], today).to_dict("records")
        basis = Basis(chosen.prefecture_ja, f"{wording.era_date(today)}現在", "報告の受付簿")
        return reporting.states_by_prefecture(rows, rates[0] if rates else None, report, basis)

    figure = card.kept("reports.states", chosen, make, report, is_office, with_reports=True)
    show_reporting(chosen)
    card.show(figure, chosen)
    card.show_table(figure.table())
    if is_office:
        codes = list(answers.municipalities(place)["area_code"])
        report_tasks.set_due_dates(codes, chosen.prefecture_ja, report, permit.person_ja)


def show_editions(chosen: Filters, permit: Permit) -> None:
    frozen = answers.editions()
    report_tasks.list_editions(frozen, with_people=bool(permit.roles))
    if permit.may(FREEZE):
        report_tasks.freeze_edition(permit.person_ja)
    if frozen.empty:
        return
    show_changes(frozen, chosen)
    names = report_tasks.choose_two_editions(frozen)
    shares = [answers.edition_shares(name, chosen.prefecture_code) for name in names]
    basis = Basis(chosen.prefecture_ja, "", "固定した版（文書と報告）")
    changes, kinds = answers.edition_changes(*names, chosen.prefecture_code), answers.change_words()[1]
    before, after = (name or report_tasks.NOW_JA for name in names)
    card.show(edition_changes.figure(changes, kinds, shares, (before, after), basis), chosen)


with frame.page(TITLE, LEAD) as chosen:
    permit = roles.current()
    roles.show(permit)
    if chosen.is_practice:
        report_round.show_guide(chosen)
    task = filters.choose_one("task", "内容", TASKS, style="buttons")
    officer = permit.person_ja if permit.may(UPLOAD) else None
    if task == "editions":
        show_editions(chosen, permit)
    elif task == "upload":
        report_uploads.show(officer)
    elif task == "digest":
        report_round.show_digest(chosen)
    elif task == "mails":
        report_round.show_mails(chosen, officer, report_tasks.today())
    else:
        report = report_tasks.choose_report()
        if task == "calendar":
            show_calendar(chosen, permit, report)
        elif task == "forms":
            report_tasks.show_forms(report, chosen, with_reports=officer is not None)
        else:
            report_tasks.show_history(report, chosen, officer)
