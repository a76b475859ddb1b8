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
