"""Each of the 27 questions about a good dashboard has a test that answers it, or the reason why no machine can."""

import re

import yaml


def test_every_question_of_the_checklist_is_answered_by_a_test_or_has_its_reason(project_dir):
    questions = yaml.safe_load((project_dir / "tests" / "dashboard_checklist.yml").read_text("utf-8"))
    assert len({one["question"] for one in questions}) == 27
    for one in questions:
        assert ("test" in one) != ("reason" in one), one["question"]
        if "reason" in one:
            assert len(one["reason"]) > 20
            continue
        file, name = one["test"].split("::")
        assert re.search(rf"^ *def {name}\(", (project_dir / file).read_text("utf-8"), re.MULTILINE), one["test"]
