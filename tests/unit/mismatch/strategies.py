"""Facts for property tests: any mix of known and unknown."""

from hypothesis import strategies as st

from services.matching.mismatch import MatchFacts
from shared.taxonomy import isced_f, isco, isic

ALL_OCCUPATIONS = [code for digits in (1, 2, 3, 4) for code in isco.groups(digits)]
ALL_FIELDS = [code for digits in (2, 3, 4) for code in isced_f.groups(digits)]
SKILLS = ("reading", "writing", "reckoning", "welding")


def codes(among: list[str]) -> st.SearchStrategy[frozenset[str]]:
    """Nothing, one code, or one of several."""
    return st.frozensets(st.sampled_from(among), max_size=2)


facts = st.builds(
    MatchFacts,
    employed=st.sampled_from((True, True, True, False, None)),
    level=st.none() | st.integers(0, 8),
    field=codes(ALL_FIELDS),
    occupation=codes(ALL_OCCUPATIONS),
    industry=codes([*isic.groups(1), *isic.groups(2)]),
    level_required=st.none() | st.integers(0, 8),
    stated_by=st.sampled_from(("graduate", "employer")),
    job_relation=st.sampled_from((None, "close", "partial", "none")),
    contract=st.sampled_from((None, "permanent", "fixed_term", "part_time", "casual")),
    self_employed=st.sampled_from((None, True, False)),
    pay_position=st.none() | st.floats(0, 1),
    country=st.sampled_from((None, "TH", "DE")),
    work_placement=st.sampled_from((None, "none", "co_op")),
    job_found_by=st.sampled_from((None, "school", "friends")),
    first_job=st.sampled_from((None, True, False)),
    jobs_held=st.none() | st.integers(0, 9),
    months_to_first_job=st.none() | st.floats(0, 60),
    computer_use=st.none() | st.integers(0, 5),
    reading_use=st.none() | st.integers(0, 5),
    writing_use=st.none() | st.integers(0, 5),
    number_use=st.none() | st.integers(0, 5),
    skills=st.frozensets(st.sampled_from(SKILLS)),
    skills_required=st.frozensets(st.sampled_from(SKILLS)),
)
