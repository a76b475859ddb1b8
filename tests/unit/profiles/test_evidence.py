"""What the texts of a column say of the field that it is."""

from services.ingestion.profiles.evidence import candidates


def test_two_digits_are_a_province_only_under_a_heading_that_says_so() -> None:
    texts = ["22", "23", "25", "31"]
    assert not [c for c in candidates("graduates", "q7", texts) if c.confidence]
    said = {c.field: c.confidence for c in candidates("graduates", "จังหวัดที่ทำงาน", texts)}
    assert said["tracer.work_region"] > 0.9
