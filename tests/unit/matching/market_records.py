"""Seekers and openings of every kind, from the same few codes so that facts often meet."""

from hypothesis import strategies as st

from services.matching.fits import Opening, PayGrade, Seeker
from shared.taxonomy import isced_f, isco, regions

_FIELDS = [code for digits in (2, 3, 4) for code in isced_f.groups(digits)]
_OCCUPATIONS = [code for digits in (1, 2, 3, 4) for code in isco.groups(digits)]
_PLACES = [*regions.provinces()[:12], "TH", "AT", "DE"]
_LEVELS = range(9)
_SKILLS = st.frozensets(st.sampled_from("abcdef"), max_size=5)
_PAY = st.builds(
    PayGrade, st.sampled_from(["THB", "EUR"]), st.sampled_from(["month", "day"]), st.integers(0, 8)
)

SEEKERS = st.builds(
    Seeker,
    field=st.none() | st.sampled_from(_FIELDS),
    level=st.none() | st.sampled_from(_LEVELS),
    skills=_SKILLS,
    occupation=st.none() | st.sampled_from(_OCCUPATIONS),
    region=st.none() | st.sampled_from(_PLACES),
    graduation_year=st.none() | st.integers(1990, 2026),
    pay=st.none() | _PAY,
)
OPENINGS = st.builds(
    Opening,
    fields_accepted=st.lists(st.sampled_from(_FIELDS), max_size=3).map(tuple),
    level_required=st.none() | st.sampled_from(_LEVELS),
    skills=_SKILLS,
    occupation=st.none() | st.sampled_from(_OCCUPATIONS),
    region=st.none() | st.sampled_from(_PLACES),
    experience_years=st.none() | st.floats(0, 40),
    posted_year=st.none() | st.integers(2015, 2026),
    pay=st.none() | _PAY,
)
