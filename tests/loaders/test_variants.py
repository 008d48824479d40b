"""Altered documents: what they say comes out, or a refusal or an issue says that it does not. Never wrong in silence."""

import os
from pathlib import Path

import pytest

from tests.loaders.variant_judge import judged

pytestmark = pytest.mark.shared
CASES = Path(__file__).resolve().parents[2] / os.environ.get("MONITOR_SHARED", "../shared") / "cases" / "variants"
VARIANTS = sorted(path.parent.name for path in CASES.glob("*/expected.json"))


@pytest.mark.parametrize("name", VARIANTS or ["none at hand"])
def test_an_altered_document_is_read_right_or_said_to_be_unread(name, tmp_path):
    if not VARIANTS:
        pytest.skip("変形した文書がありません。環境変数 MONITOR_SHARED に指定してください。")
    assert judged(CASES / name, tmp_path / "normalized").wrong == []
