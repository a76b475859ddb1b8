"""Posted records, from the API or a file: checked, kept where they are valid, each answered.

Checking needs no database; keeping goes into a transaction of the caller's, who may write along
what depends on it.
"""

from services.ingestion.posts.checking import Checked, check_records
from services.ingestion.posts.keeping import (
    foresee_checked,
    keep_checked,
    record_graduates,
    record_vacancies,
)

__all__ = [
    "Checked",
    "check_records",
    "foresee_checked",
    "keep_checked",
    "record_graduates",
    "record_vacancies",
]
