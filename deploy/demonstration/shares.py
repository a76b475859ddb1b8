"""The shares that shape the demonstration: published ones with their source, others our judgement.

OECD (2021), Vocational Education and Training in Thailand, chapter 2, after Chantapong and
Lertpienthum (2018): employers seek 51 % upper secondary or less, 9 % higher vocational and 15 %
bachelor or more, while 22, 15 and 63 % of graduates have these levels. The demand shares sum to
75 and are rescaled.
"""

from collections.abc import Mapping

LEVELS_SUPPLIED: Mapping[int, float] = {3: 0.22, 5: 0.15, 6: 0.572, 7: 0.052, 8: 0.006}
"""ISCED level of graduates; how the 63 % divide over 6, 7 and 8 is our judgement."""

LEVELS_DEMANDED: Mapping[str, float] = {"low": 51 / 75, "diploma": 9 / 75, "degree": 15 / 75}
"""Level that vacancies require: ISCED 0–4, 5, 6 and more."""

EMPLOYED: Mapping[int, int] = {
    1: 1_365_359,
    2: 2_200_878,
    3: 1_847_079,
    4: 1_797_391,
    5: 8_509_785,
    6: 10_919_064,
    7: 4_010_828,
    8: 4_375_624,
    9: 4_697_589,
}
"""Employed persons by ISCO-08 major group: National Statistical Office of Thailand, Labour Force
Survey, third quarter of 2568 (2025)."""

ADVERTISED: Mapping[int, float] = {
    1: 0.25,
    2: 1.0,
    3: 1.0,
    4: 1.0,
    5: 0.5,
    6: 0.02,
    7: 0.6,
    8: 0.8,
    9: 0.5,
}
"""How much of a major group's work is offered in advertisements (our judgement): farmers and
small traders work on their own account, managers are promoted."""

RESPONSE = 0.60
"""Graduates who answer the tracer survey."""

STATUS: Mapping[str, float] = {
    "employed": 0.68,
    "self_employed": 0.08,
    "unemployed": 0.13,
    "studying": 0.07,
    "not_available": 0.03,
    "unknown": 0.01,
}

OUT_OF_FIELD: Mapping[str, float] = {
    "01": 0.18,
    "02": 0.42,
    "03": 0.45,
    "04": 0.30,
    "05": 0.45,
    "06": 0.20,
    "07": 0.24,
    "08": 0.45,
    "09": 0.07,
    "10": 0.35,
}
"""Graduates in work outside their field, by broad field of study. Regulated professions keep
theirs, the humanities, natural and social sciences do not (Montt 2015 finds the same order; the
figures are our judgement)."""

ELSEWHERE: Mapping[int, Mapping[int, float]] = {
    3: {4: 0.10, 5: 0.38, 7: 0.06, 8: 0.24, 9: 0.22},
    5: {3: 0.06, 4: 0.26, 5: 0.34, 7: 0.06, 8: 0.16, 9: 0.12},
    6: {3: 0.16, 4: 0.44, 5: 0.30, 8: 0.05, 9: 0.05},
}
"""ISCO major groups of those outside their field, by level of study (our judgement)."""

JOB_RELATION: Mapping[bool, Mapping[str, float]] = {
    True: {"close": 0.80, "partial": 0.18, "none": 0.02},
    False: {"close": 0.03, "partial": 0.35, "none": 0.62},
}
"""What graduates say of job and studies, in their field or not."""

CONTRACTS: Mapping[str, float] = {
    "permanent": 0.72,
    "fixed_term": 0.19,
    "part_time": 0.04,
    "casual": 0.03,
    "internship": 0.02,
}

FELT_NEEDED: Mapping[int, float] = {3: 0.12, 5: 0.12, 6: 0.12, 7: 0.6, 8: 0.8}
"""Graduates who say that their job needs the level they have, whatever it asks for by its nature
(our judgement): no advertisement for a manager names a master's degree, yet most hold it useful."""

COHORT_SIZES: Mapping[int, float] = {5: 0.208, 4: 0.204, 3: 0.200, 2: 0.196, 1: 0.192}
"""Years since graduation -> share of the graduates: cohorts shrink with the number of births (our
judgement)."""

DRIFT = 0.012
"""How much each cohort's share in work, and in work outside the field, differs from the one before
it: work is easier to find than it was, less often in the field (our judgement)."""

FOUND_BY: Mapping[str, float] = {
    "advert": 0.36,
    "direct_contact": 0.17,
    "school": 0.10,
    "agency": 0.05,
    "job_fair": 0.04,
    "family": 0.13,
    "friends": 0.13,
    "other": 0.02,
}
"""How graduates found their job (our judgement)."""

PLACEMENTS: Mapping[str, float] = {"none": 0.22, "co_op": 0.33, "internship": 0.42, "other": 0.03}
"""Placements during the studies (our judgement)."""

MONTHS_TO_JOB: Mapping[int, float] = {
    0: 0.22, 1: 0.16, 2: 0.14, 3: 0.13, 4: 0.09, 5: 0.07, 6: 0.06, 8: 0.05, 9: 0.04, 12: 0.04,
}  # fmt: skip
"""Months until the first job; 0 had it at graduation (our judgement)."""

JOBS_HELD: Mapping[int, float] = {1: 0.68, 2: 0.24, 3: 0.08}
"""Jobs since graduation (our judgement)."""

USES: Mapping[int, tuple[int, int, int, int]] = {
    1: (4, 4, 4, 4),
    2: (4, 4, 4, 3),
    3: (4, 3, 3, 3),
    4: (4, 4, 3, 3),
    5: (2, 2, 2, 3),
    6: (1, 1, 1, 2),
    7: (2, 2, 1, 3),
    8: (1, 2, 1, 2),
    9: (1, 1, 1, 1),
}
"""What work of an ISCO major group asks of computers, reading, writing and reckoning, 0 to 5 (our
judgement)."""
