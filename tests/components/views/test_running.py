"""What operators read: counters, and errors under a number."""

from __future__ import annotations

import json

from components.views import running


def test_counters_stand_in_the_form_that_prometheus_reads():
    with running.counted("試験"), running.waiting():
        assert "kyosei_waiting 1" in running.metrics()
    text = running.metrics()
    assert "# TYPE kyosei_runs_total counter" in text
    assert 'kyosei_runs_total{page="試験"} 1' in text
    assert "kyosei_waiting 0" in text
    assert int(text.split("kyosei_memory_bytes ")[-1]) > 0


def test_an_error_is_one_line_of_json_under_the_number_that_the_page_shows(caplog):
    try:
        raise KeyError("a\nb")
    except KeyError as error:
        number = running.log_error("試験", error)
    line = caplog.messages[-1]
    assert "\n" not in line
    noted = json.loads(line)
    assert noted["error_id"] == number
    assert noted["error"] == "KeyError"
    assert noted["page"] == "試験"
    assert noted["steps"][-1].startswith("tests/components/views/test_running.py:")
    assert 'kyosei_errors_total{page="試験"} 1' in running.metrics()
