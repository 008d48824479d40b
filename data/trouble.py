"""困ったとき, written from the messages themselves: `python -m data.trouble`.

A new message is found by itself where it is declared in one of these ways: an entry of `data/errors.yml` or `loaders/messages.yml`;
a text in `st.info`, `st.warning`, `st.error` or a paragraph of the kind `km-notice`; a constant `…_JA` of a view that is a
sentence; an exception of loaders or store with its texts; a sentence of a loader that ends in 「…ください」; a quality rule.
`trouble.yml` holds what has no message of ours (a blank page), and better causes and remedies for messages of pages.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from data.folders import yaml_beside

PROJECT = Path(__file__).parent.parent
TARGET = PROJECT / "docs" / "trouble.md"
Row = tuple[str, str, str]  # what is shown, why, what to do
_BOXES = {"st.info", "st.warning", "st.error"}
_VALUE = re.compile(r"\{[^{}]*\}")
_SENTENCE = re.compile(r".+?(?:。(?![」）])|$)")
_REMEDY = re.compile(r"ください|(?:すると|選ぶと|れば|でも).*ます|開けます|使えます")


OWN = yaml_beside(__file__)


def trouble_text() -> str:
    """Return the whole page as Markdown."""
    messages, titles = yaml_beside(__file__, "../loaders/messages.yml"), OWN["titles"]
    errors = [row for row in yaml_beside(__file__, "errors.yml").values() if _VALUE.sub("", row[0]) != "。"]
    sections = [
        *[(one["title"], "原因", map(tuple, one["rows"])) for one in OWN["by_hand"]],
        (titles["errors"], "影響", map(tuple, errors)),
        (titles["views"], "原因", _of_views()),
        (titles["reports"], "なぜ問題か", _of_messages(messages, "happened", "reason")),
        (titles["files"], "本来のもの", _of_messages(messages, "found", "expected")),
        (titles["loaders"], "原因・本来のもの", _of_loaders()),
        (titles["rules"], "課題の文の例", _of_rules()),
    ]
    return "\n\n".join([OWN["about"].strip(), *(_table(title, why, rows) for title, why, rows in sections)]) + "\n"


def _table(title: str, why: str, rows: Iterable[Row]) -> str:
    lines = dict.fromkeys(f"| {' | '.join(map(_cell, row))} |" for row in rows)  # the words of two rules stand once
    return f"## {title}\n\n| 表示・症状 | {why} | 対処 |\n|---|---|---|\n" + "\n".join(lines)


def _cell(text: str) -> str:
    return re.sub(r"…{2,}", "…", re.sub(r"\s*\n[\s-]*", " ", _VALUE.sub("…", text)).strip().replace("|", "／")) or "—"


def _of_messages(messages: Mapping[str, Mapping[str, str]], what: str, why: str) -> Iterator[Row]:
    return ((texts[what], texts[why], texts["remedy"]) for texts in messages.values() if what in texts)


def _of_views() -> Iterator[Row]:
    paths = [path for folder in ("components", "pages") for path in sorted((PROJECT / folder).rglob("*.py"))]
    trees = {path: _tree(path) for path in paths}
    declared = {name: texts for tree in trees.values() for name, texts in _constants(tree).items() if name.isupper()}
    for path, tree in trees.items():
        own = _constants(tree)
        shown = [text for node in _calls(tree) if _is_shown(node) for text in _texts(node.args[0], declared | own)]
        if path.parent.name == "views":
            shown += [text for name, texts in own.items() if name.endswith("_JA") for text in texts]
        for what, why, to_do in (_split(text) for text in shown if "。" in text):
            yield what, *OWN["words"].get(_cell(what), (why or OWN["as_shown"], to_do or OWN["nothing_to_do"]))


def _of_loaders() -> Iterator[Row]:
    for path in sorted([*(PROJECT / "loaders").rglob("*.py"), *(PROJECT / "data").rglob("*.py")]):
        if path.stem not in OWN["no_messages_in"]:
            tree = _tree(path)
            constants = _constants(tree)
            errors = [node for node in _calls(tree) if ast.unparse(node.func).endswith("Error")]
            # Texts that an error is made of, and parts of a text, are no messages of their own.
            parts = {id(part) for error in errors for part in ast.walk(error)}
            parts |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
            texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant | ast.JoinedStr)]
            own = [node for node in texts if id(node) not in parts]
            rows = [row for error in errors for row in _of_error(error, constants)]
            rows += [_split(text) for node in own for text in _texts(node, {}) if "。" in text and "ください" in text]
            for what, why, to_do in rows:
                if to_do and re.search("[ぁ-ん]", what):
                    yield what, why or OWN["as_shown"], to_do


def _of_error(error: ast.Call, constants: Mapping[str, list[str]]) -> Iterator[Row]:
    """Yield what an error says: place, found, expected and remedy; what is wrong and what to do; or all in one."""
    texts = [_texts(node, constants) or ["…"] for node in error.args]
    if len(texts) == 4:
        yield from ((found, texts[2][0], remedy) for found in texts[1] for remedy in texts[3])
    elif len(texts) == 2 and "ください" in texts[1][0]:
        yield from ((what, "", texts[1][0]) for what in texts[0])
    elif len(texts) == 1:
        yield from ((text, "", OWN["do_as_shown"]) for text in texts[0])


def _of_rules() -> Iterator[Row]:
    names = json.loads((PROJECT / "data" / "tables" / "declared_by_loaders.json").read_text(encoding="utf-8"))["rules"]
    noted = yaml_beside(__file__, "../loaders/checks/noted.yml")
    texts: dict[str, str] = {one["rule_id"]: one["message"] for one in noted}
    for path in sorted((PROJECT / "loaders").rglob("*.py")):
        for node in _tree(path).body:
            # @rule("target.unit_and_label", "warning", "目標の単位・項目名"), or a finding that names its rule
            ids = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and one.value in names]
            if isinstance(node, ast.FunctionDef) and ids:
                found = [text for one in ast.walk(node) for text in _texts(one, {}) if re.search("[ぁ-ん]{2}", text)]
                texts.setdefault(str(ids[0]), max(found, key=len, default=""))
    for rule_id, name in names.items():
        yield f"「{name}」", texts.get(rule_id, ""), OWN["issue"]


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _is_shown(call: ast.Call) -> bool:
    return bool(call.args) and (ast.unparse(call.func) in _BOXES or "km-notice" in map(_value, call.args))


def _value(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def _constants(tree: ast.Module) -> dict[str, list[str]]:
    """Return the texts that a module gives a name, at its top or inside a function."""
    found: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        value = getattr(node, "value", None)
        if isinstance(target, ast.Name) and isinstance(value, ast.expr):
            found.setdefault(target.id, []).extend(_texts(value, found))
    return found


def _texts(node: ast.AST, constants: Mapping[str, list[str]]) -> list[str]:
    """Return the texts that an expression can be, with … for each value."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=values):
            return ["".join(str(_value(part) or "…") for part in values)]
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return list(constants.get(name, ()))
        case ast.IfExp(body=one, orelse=other):
            return [*_texts(one, constants), *_texts(other, constants)]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            seconds = _texts(right, constants) or ["…"]
            return [first + second for first in _texts(left, constants) or ["…"] for second in seconds]
        case ast.Call(func=ast.Name(id="escaped" | "plain"), args=[inner]):
            return _texts(inner, constants)
        case ast.Call(func=ast.Attribute(value=inner, attr="format")):
            return _texts(inner, constants)
    return []


def _split(text: str) -> Row:
    """Return the first sentence of a message, those that explain it, and those that say what to do."""
    plain = re.sub(r"<[^>]*>|\*\*|\s+", " ", text).strip()
    first, *rest = [one[0].strip() for one in _SENTENCE.finditer(plain) if one[0].strip()] or [""]
    remedy = [one for one in rest if _REMEDY.search(one)]
    return first, "".join(one for one in rest if one not in remedy), "".join(remedy)


if __name__ == "__main__":
    TARGET.write_text(trouble_text(), encoding="utf-8")
