"""Provinces, NSO regions and countries."""

from collections import Counter

import pytest

from shared.taxonomy import regions
from shared.taxonomy.tables import UnknownCode, rows


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("กทม.", "TH-10"), ("กรุงเทพฯ", "TH-10"), ("Bangkok", "TH-10"), ("BKK", "TH-10"),
        ("เขตปทุมวัน กรุงเทพมหานคร", "TH-10"), ("Klongtoey", "TH-10"), ("Huai Khwang", "TH-10"),
        ("จ.เชียงใหม่", "TH-50"), ("จังหวัด เชียงใหม่", "TH-50"), ("Chiangmai", "TH-50"),
        ("อ.พานทอง จ.ชลบุรี", "TH-20"), ("Chonburi Province", "TH-20"),
        ("Samutprakarn > Muang", "TH-11"), ("Bangkok Area - Nakornpatom", "TH-73"),
        ("Korat", "TH-30"), ("Nakorn Ratchasima", "TH-30"), ("Ayutthaya", "TH-14"),
        ("กทม", "TH-10"), ("กรุงเทพมหานครฯ", "TH-10"), ("โคราช", "TH-30"),
        ("อุบล", "TH-34"), ("อุบลรัตน์", "TH-40"), ("อุดร", "TH-41"),
        ("สุราษฏร์ธานี", "TH-84"), ("จ.สุราษฏร์", "TH-84"), ("เขตราษฏร์บูรณะ", "TH-10"),
        ("10", "TH-10"), (" 50 ", "TH-50"), ("96", "TH-96"),
        ("ปริมณฑล-นนทบุรี", "TH-12"), ("หาดใหญ่", "TH-90"), ("Phang Nga", "TH-82"),
    ],
)  # fmt: skip
def test_a_province_is_found_however_it_is_written(written: str, code: str) -> None:
    assert regions.find_region(written) == code


@pytest.mark.parametrize(
    "written",
    [
        "", "Others", "หลายจังหวัด", "ภาคใต้", "Vienna", "เชียงใหม่, ลำพูน", "เฉลิมพระเกียรติ", "MRT เพชรบุรี",
        "28", "99", "1", "50.5", "10110", "ต่างประเทศ",
    ],
)  # fmt: skip
def test_a_place_that_names_no_single_province_is_unknown(written: str) -> None:
    assert regions.find_region(written) is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("ญี่ปุ่น", "JP"), ("ประเทศญี่ปุ่น", "JP"), ("Japan", "JP"), ("SOUTH KOREA", "KR"),
        ("สหรัฐฯ", "US"), ("พม่า", "MM"), ("Lao PDR", "LA"), ("ประเทศไทย", "TH"),
    ],
)  # fmt: skip
def test_a_country_is_found_by_its_name(written: str, code: str) -> None:
    assert regions.find_region(written) == code


def test_no_name_of_a_country_is_taken_for_a_province() -> None:
    for code in (row["code"] for row in rows("countries.csv")):
        assert regions.find_region(regions.label(code, "th")) == code
        assert regions.find_region(regions.label(code, "en")) == code


def test_every_province_is_found_by_its_own_names() -> None:
    for code in regions.provinces():
        assert regions.find_region(regions.label(code, "th")) == code
        assert regions.find_region(regions.label(code, "en")) == code
        assert regions.find_region(regions.label(code, "en").replace(" ", "").upper()) == code


def test_the_77_provinces_fall_into_five_regions_of_the_statistical_office() -> None:
    sizes = Counter(regions.nso_region(code) for code in regions.provinces())
    assert sizes == {"bangkok": 1, "central": 25, "north": 17, "northeast": 20, "south": 14}
    assert regions.nso_region("AT") is None
    assert regions.nso_region("TH") is None


def test_a_whole_country_is_a_region() -> None:
    assert regions.is_region("AT")
    assert regions.label("AT", "th") == "ออสเตรีย"
    assert not regions.is_region("TH-99")
    assert not regions.is_region("XX")


def test_labels_of_provinces_and_of_nso_regions() -> None:
    assert regions.label("TH-40", "th") == "ขอนแก่น"
    assert regions.label("northeast", "th") == "ภาคตะวันออกเฉียงเหนือ"
    with pytest.raises(UnknownCode):
        regions.label("TH-99")
