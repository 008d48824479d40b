"""What a number of a statement is to the one in front of it: factor, part, share, state it starts from, increase."""

import re
from collections.abc import Sequence

from loaders.text.aim import Aim, AllUnits
from loaders.text.clauses import CUT
from loaders.text.patterns import Patterns
from loaders.text.quantities import Quantity

# 「12地区のうち8地区」 stands in one quantity; 「8地区/12地区」 「8地区(全12地区)」 「96件(120件中)」 do not
_OF_ALL = r"^(?:/|\(全(?=\d+{0}\))|\(全?(?=\d+{0}(?:中|の?うち)\)))(?P<all>\d[\d,]*){0}"
_RE = Patterns(__file__, cut=CUT)


def relate(aim: Aim, last: Aim | None, gap: str, bare: str, after: str, inside: bool) -> None:
    """Link a number to the one in front of it: factors, parts, rates, and the state that a target starts from.

    Args:
        bare: The words between both, masked; behind 。 where the one in front stands in another clause.
    """
    aim.baseline, aim.out_of = aim.quantity.baseline, aim.quantity.out_of
    if of_all := re.match(_OF_ALL.replace("{0}", re.escape(aim.quantity.unit or "件")), after):
        aim.out_of = float(of_all["all"].replace(",", ""))
    _link_factors(aim, last, gap, after)
    if aim.role == "result" and "比" in gap and "±" in gap:
        aim.change_of_result = True
        return
    if not last or last.line != aim.line:
        return
    are_targets = aim.role == last.role == "target"
    same_unit = last.quantity.unit == aim.quantity.unit
    is_comparable = same_unit or last.comparator in {"increase_by", "decrease_by"} or last.quantity.unit == "倍"
    is_changed = are_targets and _RE.grows.fullmatch(gap) and _RE.changes.match(after)
    goes_on = aim.role == "target" and _RE.onward.fullmatch(bare) and (after[:1] in "にへま" or "から" not in bare)
    if same_unit and (is_changed or goes_on):
        _start_from(aim, last)
    elif inside and last.quantity.unit in {"%", "割"} and aim.out_of and are_targets:
        aim.part_of, aim.label, aim.per = last, last.label, ""
    elif aim.role == "target" and gap.strip() == "/" and last.part_of and last.part_of.quantity.unit in {"%", "割"}:
        aim.part_of, aim.label = last.part_of, last.label
    elif are_targets and same_unit and _says_again(aim, gap, last):
        aim.part_of = last
    elif aim.role == "result" and inside and last.quantity.unit == "%" and gap.endswith("("):
        aim.rate, aim.label = last, last.label
    elif aim.role == "result" and last.rate and gap.strip() == "/":
        aim.rate, aim.label = last.rate, last.label
    elif aim.role == "result" and last.all_units:
        return
    elif are_targets and same_unit and _holds(aim, gap, last):
        last.part_of = aim
    elif (
        are_targets
        and (inside or re.match("、?うち", gap))
        and not last.factor
        and (same_unit or not bare.startswith("。"))
        and _is_part(aim, gap, last)
    ):
        aim.part_of = last
    elif are_targets and _is_total_of(aim, gap, last):
        last.part_of, aim.baseline = aim, _before_change(aim, last)
    elif aim.role == "result" and last.role == "target" and inside and _is_state(aim, gap, last) and is_comparable:
        last.baseline, aim.is_baseline, aim.label = aim.quantity.value, True, last.label
    elif aim.role == "target" and last.role == "result" and same_unit and _alike(aim, last) and not last.rate:
        last.is_baseline = True
        aim.baseline = last.quantity.value if aim.baseline is None else aim.baseline


def is_bound_of(last: Aim | None, quantity: Quantity, line: int, gap: str, after: str) -> bool:
    """Return whether a number only bounds the target in front of it (「10名(最大15名)」)."""
    if not last or last.role != "target" or last.line != line:
        return False
    if last.quantity.unit != quantity.unit or after.removeprefix("まで")[:1] not in {"", ")", "、", "。"}:
        return False
    return bool(_RE.bound.fullmatch(gap)) or (after.startswith("まで") and bool(re.fullmatch(r"(?:以上|程度)?\(", gap)))


def _start_from(aim: Aim, last: Aim) -> None:
    """Make a number the state that the next one starts from; in a longer row only the first is a state."""
    aim.label = aim.label or last.label
    if last.role == "target" and last.baseline is not None:
        aim.baseline = last.baseline
        return
    last.role, last.is_baseline, aim.baseline = "result", True, last.quantity.value


def _says_again(aim: Aim, gap: str, last: Aim) -> bool:
    """Return whether a number says the one in front of it once more: 「月1回(年12回)」 「2か月に1回、計6回」."""
    rounds = {"month": 12, "year": 1}.get(last.per, 0)
    beside = re.fullmatch(r"(?:程度|開催)?[、,(・\s]*(?:年間?|計|合計|全|のべ|延べ|通算)+(?:で|に)?約?", gap)
    is_next = bool(beside) or (last.per == "month" and aim.per == "year" and gap in {"(", "、", "・"})
    return bool(rounds and is_next and aim.quantity.value == rounds * last.quantity.value)


def link_parts(aims: Sequence[Aim], text: str, brackets: Sequence[int]) -> None:
    """Make the targets of a clause parts of one that they add up to: 「20名(男5名、女15名)」 「男5名、女15名、計20名」."""
    groups: dict[int, list[Aim]] = {}
    for place, aim in enumerate(aims):
        bracket = brackets[aim.quantity.start]
        run = groups.setdefault(bracket, [])
        if run and run[-1].quantity.unit != aim.quantity.unit:
            run.clear()
        start = aim.quantity.start
        is_total = bool(re.search(r"(?:計|全部で|全体で)約?$|[=＝]\s?$", text[max(0, start - 8) : start]))
        if is_total and _add_up(run, aim):
            _join(run, aim)
        elif bracket >= 0 and is_total and _add_up(outside := groups.get(brackets[bracket], []), aim):
            _join(outside, aim)
        run.append(aim)
        if bracket < 0:
            continue
        outer = next((a for a in reversed(aims[:place]) if brackets[a.quantity.start] < bracket), None)
        is_close = outer and re.fullmatch(
            r"(?:以上|程度|[をがに]?[一-龥]{0,4})\((?P<of>内訳|うち|内)?.*", text[outer.quantity.end : start]
        )
        if (
            outer
            and is_close
            and ((is_close["of"] and outer.quantity.unit == aim.quantity.unit) or _add_up(run, outer))
        ):
            for part in run:
                part.part_of = part.part_of or outer


def _join(parts: list[Aim], total: Aim) -> None:
    """Make targets the parts of their total, which is named by them where it has only the words of the last."""
    for part in parts:
        part.part_of = total
    if parts[-1].label and total.label.startswith(parts[-1].label):
        total.label = "・".join(part.label for part in parts)
    parts.clear()


def _add_up(parts: Sequence[Aim], total: Aim) -> bool:
    """Return whether two or more targets make a total of their kind."""
    return (
        len(parts) > 1
        and all(one.role == "target" and one.quantity.unit == total.quantity.unit for one in (*parts, total))
        and abs(sum(one.quantity.value for one in parts) - total.quantity.value) < 1e-6
    )


def _before_change(aim: Aim, last: Aim) -> float:
    """Return the state in front of a change to a total, which is a number or a share (「20%増の120件」: 100)."""
    share = {"%": 100, "割": 10}.get(last.quantity.unit, 0)
    if share and aim.quantity.unit != last.quantity.unit:
        return round(aim.quantity.value / (1 + last.quantity.value / share), 1)
    return aim.quantity.value - last.quantity.value


def _holds(aim: Aim, gap: str, last: Aim) -> bool:
    """Return whether a number holds the one in front of it: 「新規40件を含む120件」 「各圏域に1か所(計5か所)」."""
    of_sites = last.per == "area" and re.fullmatch(r"[をがに]?[(、]\s?(?:合計|計|全部で)約?", gap)
    return aim.quantity.value > last.quantity.value and bool(of_sites or re.match("を含[むめ]", gap))


def _is_part(aim: Aim, gap: str, last: Aim) -> bool:
    """Return whether a number in brackets is a part of the one in front: 「200件(1地区50件)」 「10件(約4件)」 「(うち新規3件)」."""
    if aim.quantity.unit != last.quantity.unit:
        # 「拠点15か所(うち新規3件)」, 「20市町村(80%)」
        return bool(re.match(r"^(?:以上|程度)?\((?:うち|内)", gap)) or bool(
            {aim.quantity.unit, last.quantity.unit} & {"%", "割"}
            and re.fullmatch(r"(?:以上|程度)?(?:/\d+[^\d()]*)?\((?:[^()]{1,12}の)?約?", gap)
        )
    if aim.quantity.unit in {"件", "人", "名", "世帯"} and _RE.of_them.fullmatch(gap):
        return aim.quantity.value <= last.quantity.value
    beside = re.match(r"^(?:以上|程度)?、?うち|^(?:以上|程度)?\((?:うち|内|(?:年間?|毎年|月|毎月)?約?$)", gap)
    return aim.per == "area" or bool(beside and aim.quantity.value <= last.quantity.value)


def _is_total_of(aim: Aim, gap: str, last: Aim) -> bool:
    """Return whether a number is what an increase in front of it leads to: 「2名増員(計5名)」 「3か所設置し、計10か所」."""
    grown = _RE.grown.match(gap) if _RE.says_grown.search(gap) else None
    is_increase = last.comparator == "increase_by" or re.search("新たに|新規", last.quote)
    units = {last.quantity.unit, aim.quantity.unit}
    if last.quantity.unit in {"%", "割"} and not units & {"ポイント", "倍"}:
        return bool(grown and last.comparator == "increase_by")
    is_alike = len(units) == 1 or units == {"ポイント", "%"}
    return bool(grown and is_increase and is_alike and last.quantity.value < aim.quantity.value)


def _is_state(aim: Aim, gap: str, last: Aim) -> bool:
    """Return whether a result in brackets is the state that a target starts from: by its words, or of a year before."""
    if re.search("現|基準|前年|昨年|前回|過去|例年", gap):
        return True
    return bool(
        aim.period and aim.period.whole_year and last.period and aim.period.fiscal_year < last.period.fiscal_year
    )


def _alike(aim: Aim, last: Aim) -> bool:
    return not last.is_baseline and (
        not last.label or not aim.label or last.label in aim.label or aim.label in last.label
    )


def takes_total(quantity: Quantity, last: Aim | None, line: int, gap: str) -> bool:
    """Give the total to 「全ての自治会で…取り組む。98自治会。」 in front of it."""
    if not last or not last.all_units or last.all_units.total is not None or last.line != line:
        return False
    if last.all_units.unit != quantity.unit or gap.strip():
        return False
    last.quantity, last.all_units = quantity, AllUnits(quantity.start, quantity.end, quantity.unit, quantity.value)
    return True


def is_increase_of(last: Aim | None, quantity: Quantity, comparator: str, line: int, gap: str) -> bool:
    """Give the baseline to 「40名(10名増)」 or 「30件(前年度比約50%増)」: no aim of its own."""
    changes = {"increase_by", "decrease_by"}
    if not last or last.role != "target" or last.line != line or comparator not in changes:
        return False
    if not re.fullmatch(r"(?:以上|程度)?\((?:前年度?比|昨年度比|現状から)?約?\+?", gap):
        return False
    if last.comparator in changes:
        return False
    sign = 1 if comparator == "increase_by" else -1
    if quantity.unit == last.quantity.unit:
        last.baseline = last.quantity.value - sign * quantity.value
    elif quantity.unit in {"%", "割"}:
        share = quantity.value / (100 if quantity.unit == "%" else 10)
        last.baseline = round(last.quantity.value / (1 + sign * share), 1)
    else:
        return False
    return True


def is_said_before(quantity: Quantity, last: Aim | None, line: int, inside: bool) -> bool:
    """Return whether a bracket only repeats the number in front of it (「登録20名(…20名と想定する)」)."""
    if not last or not inside:
        return False
    return last.line == line and (last.quantity.value, last.quantity.unit) == (quantity.value, quantity.unit)


def _link_factors(aim: Aim, last: Aim | None, near: str, after: str) -> None:
    words = r"(?:定員|[年月]間?|毎月|各回?|毎回|参加者?|約|平均|[1一](?:回|か所|地区)(?:あたり|当たり)?)*"
    joined = re.fullmatch(rf"\)?\s*[×✕x]\s*{words}", near)
    if re.match(rf"^\s*[×✕x]\s*{words}\d", after) or joined:
        aim.factor = True
        if joined and last:
            last.factor, aim.label = True, last.label
