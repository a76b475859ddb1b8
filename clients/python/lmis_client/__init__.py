"""Published labour-market figures as data frames, and records posted to an LMIS."""

from lmis_client.answers import Answer
from lmis_client.client import LATEST, LIVE, Client
from lmis_client.criteria import Criterion, Dimension
from lmis_client.data_sets import DataSet
from lmis_client.documents import Batch
from lmis_client.file_uploads import Pace
from lmis_client.problems import (
    Conflict,
    CursorExpired,
    Fault,
    Forbidden,
    Invalid,
    LmisError,
    Malformed,
    MissingExtra,
    NotFound,
    NotTrusted,
    Refused,
    TooLarge,
    TooMany,
    Unauthenticated,
    Unavailable,
    Unreachable,
)
from lmis_client.releases import KeptRelease
from lmis_client.retrying import Retrying
from lmis_client.signatures import check_release
from lmis_client.uploads import RowFault, Sizes, Upload

__all__ = [
    "LATEST",
    "LIVE",
    "Answer",
    "Batch",
    "Client",
    "Conflict",
    "Criterion",
    "CursorExpired",
    "DataSet",
    "Dimension",
    "Fault",
    "Forbidden",
    "Invalid",
    "KeptRelease",
    "LmisError",
    "Malformed",
    "MissingExtra",
    "NotFound",
    "NotTrusted",
    "Pace",
    "Refused",
    "Retrying",
    "RowFault",
    "Sizes",
    "TooLarge",
    "TooMany",
    "Unauthenticated",
    "Unavailable",
    "Unreachable",
    "Upload",
    "check_release",
]
