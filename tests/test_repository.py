"""What the repository may carry: facts and our own words, nothing of one machine, no passage of a document."""

import re
import subprocess
from collections import Counter

import pytest

LONGEST_QUOTE = 60  # characters; the dataset contract allows a phrase that holds a fact
# A folder counts when something stands in it: patterns of tests such as this one do not.
PLACE_OF_ONE_MACHINE = re.compile(r"/(?:work|root|home|opt|tmp)/\w[\w./-]*|file:///\w\S*")
PACKAGE_SERVER = re.compile(r"pypi\.org|pythonhosted\.org")


@pytest.fixture(scope="module")
def committed_texts(project_dir):
    """Name and content of every text file that git knows or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=project_dir, capture_output=True, check=True).stdout.decode().split("\0")
    texts = {}
    for name in filter(None, names):
        content = (project_dir / name).read_bytes() if (project_dir / name).is_file() else b""
        if b"\0" not in content[:4096]:
            texts[name] = content.decode("utf-8")
    return texts


def test_no_file_names_a_place_of_one_machine_or_a_package_server(committed_texts):
    found = {
        name: match.group()
        for name, text in committed_texts.items()
        if (match := PLACE_OF_ONE_MACHINE.search(text) or PACKAGE_SERVER.search(text))
    }
    assert found == {}


def without_spaces(text):
    return "".join(text.split())


def test_no_file_holds_more_of_a_document_than_a_short_quote(committed_texts, sources_dir):
    length = LONGEST_QUOTE + 1
    # A cell that stands in many records is the printed form, which fixtures imitate; no municipality wrote it.
    cells = Counter(
        without_spaces(cell.replace("○", ""))
        for path in sources_dir.glob("*.txt")
        for cell in re.split(r"[\t\n]|<[^<>]*>", path.read_text("utf-8"))
    )
    documents = [cell for cell, times in cells.items() if times < 10]
    passages = {hash(text[i : i + length]) for text in documents for i in range(len(text) - length + 1)}
    copied = {}
    for name, raw in committed_texts.items():
        text = without_spaces(raw)
        for i in range(len(text) - length + 1):
            if hash(text[i : i + length]) in passages:
                copied[name] = text[i : i + length]
                break
    assert copied == {}
