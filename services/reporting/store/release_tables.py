"""The tables of what was published; a rebuild leaves them alone."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, LargeBinary, Table, Text

from services.reporting.store.tables import metadata

releases = Table(
    "releases",
    metadata,
    Column("version", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),  # 1 is the first one
    Column("issued", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("synthetic", Boolean, nullable=False),
    Column("entry", Text, nullable=False),  # JSON: positions, changes
)

release_files = Table(
    "release_files",
    metadata,
    Column("version", Text, ForeignKey("releases.version"), primary_key=True),
    Column("path", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

live_files = Table(
    "live_files",
    metadata,
    Column("path", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""The live figures in the form of a release; all rows are replaced together."""

live = Table(
    "live",
    metadata,
    Column("one", Integer, primary_key=True),  # there is one row
    Column("issued", Text, nullable=False),
    Column("made_from", Text, nullable=False),  # day and positions, to tell whether it is current
)

hidden_counts = Table(
    "hidden_counts",
    metadata,
    Column("publication", Text, primary_key=True),  # the newest release, or live
    Column("keys", LargeBinary, nullable=False),
    Column("counts", LargeBinary, nullable=False),
    Column("hidden", LargeBinary, nullable=False),
)
"""The exact counts of the newest release and the live figures, and which of them they hid."""

pay_ledger = Table(
    "pay_ledger",
    metadata,
    Column("version", Text, ForeignKey("releases.version"), primary_key=True),
    Column("loss", Float, nullable=False),
)
"""What private pay percentiles cost each person at most, release by release."""
