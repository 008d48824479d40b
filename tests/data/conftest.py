"""A small dataset of one prefecture: two towns with a record, one without, and the prefecture's own record."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.dataset import publish
from data.store.engine import close_all


def _area(area_code, name_ja, level="municipality", kind="town"):
    return {"area_code": area_code, "level": level, "name_ja": name_ja, "prefecture_code": "01", "kind": kind}


def _fact(record_id, line=10, **values):
    return {"record_id": record_id, "line_start": line, "line_end": line, "fact_status": "stated", **values}


def _indicator(code, unit, sort):
    name_ja = {"population": "人口", "aging_rate": "高齢化率"}[code]
    return {"indicator_code": code, "name_ja": name_ja, "unit": unit, "kind": "stock", "direction": "none",
            "domain": "profile", "definition_ja": "定義", "sort": sort}  # fmt: skip


def _profile(record_id, area_code, indicator_code, value, **values):
    unit = {"population": "人", "aging_rate": "%"}[indicator_code]
    return _fact(record_id, area_code=area_code, indicator_code=indicator_code, value=value, unit=unit,
                 modifier="exact", **values)  # fmt: skip


def _implementation(record_id, area_code, programme_code):
    return _fact(record_id, implementation_id=f"{record_id}-{programme_code}", area_code=area_code,
                 programme_code=programme_code, fiscal_year=2019, marked=True, described=True,
                 delivery="direct")  # fmt: skip


def _record(record_id, area_code, line_start):
    return {"record_id": record_id, "doc_id": "001", "record_type": "programme_plan", "area_code": area_code,
            "title_raw": "北海道", "line_start": line_start, "line_end": line_start + 90,
            "fiscal_year": 2019}  # fmt: skip


A, B, P = "001-L0003", "001-L0100", "001-L0200"


def tiny_tables():
    """Return the rows of the small dataset by table."""
    return {
        "areas": [
            _area("010006", "北海道", "prefecture", "prefecture"),
            _area("012068", "釧路市", kind="city"),
            _area("014524", "鷹栖町"),
            _area("015440", "津別町"),
        ],
        "programmes": [
            {"programme_code": "community_capacity", "name_ja": "地域力強化推進事業"},
            {"programme_code": "multi_agency", "name_ja": "多機関の協働による包括的支援体制構築事業"},
        ],
        "functions": [
            {"function_code": "community.base", "name_ja": "交流拠点の整備", "pillar": "community",
             "counts_in_coverage": True, "sort": 2},
            {"function_code": "multi_agency.coordinator", "name_ja": "推進員の配置", "pillar": "multi_agency",
             "counts_in_coverage": True, "sort": 9},
        ],
        "indicators": [_indicator("population", "人", 1), _indicator("aging_rate", "%", 2)],
        "documents": [
            {"doc_id": "001", "file_name": "001_test.txt", "sha256": "0" * 64, "line_count": 400,
             "title_ja": "実施計画書", "doc_type": "programme_plans", "fiscal_year": 2019, "status": "final",
             "truncated": False, "state": "read"}
        ],
        "records": [_record(A, "012068", 3), _record(B, "014524", 100), _record(P, "010006", 200)],
        "profile_values": [
            _profile(A, "012068", "population", 1_000),
            _profile(A, "012068", "aging_rate", 30.5),
            _profile(B, "014524", "population", 500),
            _profile(B, "014524", "aging_rate", 95, **{"fact_status": "quarantined"}),
            _profile(P, "010006", "population", 6_000),
            _profile(P, "010006", "aging_rate", 30),
        ],
        "implementations": [
            _implementation(A, "012068", "community_capacity"),
            _implementation(A, "012068", "multi_agency"),
            _implementation(B, "014524", "multi_agency"),
        ],
        "implementation_functions": [
            _fact(A, implementation_id=f"{A}-community_capacity", function_code="community.base", state="filled"),
        ],
        "service_areas": [
            _fact(A, implementation_id=f"{A}-community_capacity", pillar="community", seq=1, area_ja="音別町",
                  population=250, population_kind="total", scope="part", units_covered=1, units_total=4),
        ],
        "staffing": [
            _fact(A, implementation_id=f"{A}-multi_agency", role="integrated_consultation_coordinator", seq=1,
                  headcount=4, headcount_kind="exact", basis="planned"),
            _fact(A, implementation_id=f"{A}-multi_agency", role="integrated_consultation_coordinator", seq=2,
                  headcount=2, headcount_kind="exact", basis="actual"),
        ],
        "meetings": [],
        "target_statements": [
            _fact(A, statement_id=f"{A}-community", area_code="012068", pillar="community", has_number=True,
                  summary_ja="拠点を増やす", passage_sha="abc"),
        ],
        "targets": [
            _fact(A, line=49, target_id=f"{A}-community-01", statement_id=f"{A}-community", area_code="012068",
                  pillar="community", target_type="numeric", label_ja="拠点数", value=50, comparator="ge",
                  unit="か所", counts_in_rate=True, quote="50か所以上"),
            _fact(A, line=49, target_id=f"{A}-community-02", statement_id=f"{A}-community", area_code="012068",
                  pillar="community", target_type="qualitative", counts_in_rate=False),
        ],
        "achievements": [],
        "issues": [
            {"issue_id": "1", "rule_id": "aging_rate_plausible", "severity": "error", "record_id": B,
             "message_ja": "高齢化率が範囲外です。", "status": "open"},
        ],
        "masked_passages": [
            {"record_id": A, "doc_id": "001", "line_start": 12, "line_end": 13, "reason": "個人の経歴"},
        ],
        "parser_coverage": [
            {"record_id": A, "lines_total": 100, "lines_read": 60, "lines_heading": 20, "lines_ignored": 8,
             "lines_picture": 10, "lines_unclaimed": 2},
        ],
    }  # fmt: skip


@pytest.fixture
def tables():
    """The rows of the small dataset, to change before publishing."""
    return tiny_tables()


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the small dataset was published once; not to be changed."""
    folder = tmp_path_factory.mktemp("published") / "normalized"
    publish(tiny_tables(), folder)
    return folder


@pytest.fixture
def data_folder(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own with the small dataset, in use."""
    shutil.copytree(published, tmp_path / "normalized")
    monkeypatch.setenv("MONITOR_DATA", str(tmp_path))
    monkeypatch.delenv("MONITOR_SOURCES", raising=False)
    monkeypatch.delenv("MONITOR_DATABASE_URL")
    return tmp_path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def store_url(request: pytest.FixtureRequest, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty store of each kind for the small dataset, in use."""
    if request.param == "sqlite":
        yield f"sqlite:///{data_folder / 'var' / 'monitor.sqlite'}"
        close_all()
        return
    with request.getfixturevalue("postgresql_server").database() as url:
        monkeypatch.setenv("MONITOR_DATABASE_URL", url)
        yield url
        close_all()
