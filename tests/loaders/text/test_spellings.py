"""Digits and years in other spellings: read for sure, read with a remark, or left as they are."""

import pytest

from loaders.text.spellings import in_usual_spelling


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("㋿7年3月", "令和7年3月"),
        ("Ｒ．7.3", "Ｒ7.3"),
        ("R.7年度", "R7年度"),
        ("令7年度と平31.4.1", "令和7年度と平成31.4.1"),
        ("令和七年十二月", "令和7年12月"),
        ("二〇二五年度", "2025年度"),
        ("2025（令和7）年度", "令和7年度"),
        ("令和7年度（2025年度）", "令和7年度"),
        ("平成31（令和元）年4月", "平成31年4月"),
        ("令和7年五月", "令和7年5月"),
        ("指令3年目", "指令3年目"),
        ("二十三、四人と二、三か所", "23～24人と2～3か所"),
        ("23、4人と二、三千人", "23～24人と2000～3000人"),
        ("三、五人と十、十一人", "三、五人と十、十一人"),
    ],
)
def test_a_year_and_a_range_are_written_in_one_way(written, usual):
    assert in_usual_spelling([written]) == ([usual], [])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("鳥 2O22年", "鳥 2022年"),
        ("鳥\t3,OO4 (人)", "鳥\t3,004 (人)"),
        ("H3l.4.1", "H31.4.1"),
        ("R1.lO.1", "R1.10.1"),
        ("年lO回", "年10回"),
        ("\tO (校)", "\t0 (校)"),
        ("委託：I か所", "委託：1 か所"),
        ("委託：lか所", "委託：1か所"),
        ("2○件", "20件"),
        ("2025（令和6）年度", "2025年度"),
        ("令和0年", "令和〇年"),
    ],
)
def test_what_had_to_be_judged_is_a_remark_with_its_line(written, read):
    lines, remarks = in_usual_spelling(["鳥", written])
    assert lines == ["鳥", read]
    assert {line for line, _ in remarks} == {2}
    assert all("原本で確かめて" in remark for _, remark in remarks)


@pytest.mark.parametrize(
    "text", ["II 参加", "I 相談", "第I期", "1on1", "O157", "○○市", "○ 12か所", "CO2", "A4判", "IoT"]
)
def test_letters_stay_letters(text):
    assert in_usual_spelling([text]) == ([text], [])
