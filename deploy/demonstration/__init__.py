"""Synthetic records about Thailand that show what the system does; each says it is synthetic.

When to use: to try the system, to show it, to test it end to end. When not to: as evidence about
Thailand; only its broad shares follow published facts (see `shares`).
"""

from deploy.demonstration.graduates import generate_graduates
from deploy.demonstration.organisations import ORGANISATIONS, Organisation
from deploy.demonstration.records import DemonstrationRefused, load
from deploy.demonstration.vacancies import Advertised, generate_vacancies

__all__ = [
    "ORGANISATIONS",
    "Advertised",
    "DemonstrationRefused",
    "Organisation",
    "generate_graduates",
    "generate_vacancies",
    "load",
]
