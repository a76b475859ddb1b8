"""Prometheus counts of what coding came to: how much was given, coded and left uncoded."""

from prometheus_client import CollectorRegistry, Counter


class CodingMetrics:
    """Counts codings by subject and status, and listed skills by whether ESCO knows them."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._codings = Counter(
            "lmis_matching_codings",
            "Codes decided, by what was coded and how it came out",
            ["subject", "status"],
            registry=registry,
        )
        self._skills = Counter(
            "lmis_matching_skills",
            "Listed skills, by whose they are and whether ESCO knows them",
            ["subject", "recognised"],
            registry=registry,
        )

    def coded(self, subject: str, status: str) -> None:
        """One code was given, coded or left uncoded."""
        self._codings.labels(subject, status).inc()

    def skills(self, subject: str, recognised: int, unrecognised: int) -> None:
        """That many of a record's listed skills were recognised and not."""
        self._skills.labels(subject, "yes").inc(recognised)
        self._skills.labels(subject, "no").inc(unrecognised)
