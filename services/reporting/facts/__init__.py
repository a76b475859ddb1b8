"""The facts in memory: one array a column, every record at its place in the order of keys."""

from services.reporting.facts.columns import Coded, CodeSets
from services.reporting.facts.reading import load_graduates, load_vacancies
from services.reporting.facts.records import Graduates, Vacancies
from services.reporting.facts.snapshot import FactsSnapshot, read_facts

__all__ = [
    "CodeSets",
    "Coded",
    "FactsSnapshot",
    "Graduates",
    "Vacancies",
    "load_graduates",
    "load_vacancies",
    "read_facts",
]
