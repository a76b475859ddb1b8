"""Every setting of the system, read from the environment once and checked at the start."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from shared.secret_file import kept_secret

SERVICES = ("ingestion", "matching", "reporting")

_SECRETS = ("pseudonym_key", "upload_key", "signing_key")
_RANGES = (
    ("port", 0, 65_535),
    ("worker_port", 0, 65_535),
    ("log_replication", 1, 99),
    ("web_workers", 1, 999),
    ("trusted_proxies", 0, 99),
    ("max_body_bytes", 1, 2**40),
    ("rate_limit", 0, 10**9),
    ("public_rate_limit", 0, 10**9),
    ("failed_key_limit", 0, 10**9),
    ("max_upload_bytes", 1, 2**40),
    ("results_days", 1, 366),
    ("retention_years", 0, 100),
    ("live_seconds", 0, 86_400),
)


class SettingsError(Exception):
    """One or more settings are wrong; the message names each."""


def _setting(name: str, default: str, about: str) -> Any:
    return field(default=default, metadata={"env": name, "about": about})


@dataclass(frozen=True)
class Settings:
    """Plain values; `Settings.from_environment()` is the only reader of the environment.

    Empty database and log settings mean the embedded form: files under `data_dir`.
    """

    data_dir: str = _setting("LMIS_DATA_DIR", "var", "directory of the embedded form's files")
    host: str = _setting("LMIS_HOST", "127.0.0.1", "address the servers bind to")
    port: int = _setting("LMIS_PORT", "8000", "port of the embedded form")
    log_url: str = _setting(
        "LMIS_LOG_URL", "", "kafka://host:port,… or sqlite:///path; empty: embedded"
    )
    log_replication: int = _setting("LMIS_LOG_REPLICATION", "1", "replicas of each Kafka topic")
    access_database_url: str = _setting(
        "LMIS_ACCESS_DATABASE_URL", "", "organisations and API keys"
    )
    ingestion_database_url: str = _setting(
        "LMIS_INGESTION_DATABASE_URL", "", "records as they were posted"
    )
    matching_database_url: str = _setting(
        "LMIS_MATCHING_DATABASE_URL", "", "coded records and their assessments"
    )
    reporting_database_url: str = _setting(
        "LMIS_REPORTING_DATABASE_URL", "", "read model of the published figures"
    )
    model_dir: str = _setting(
        "LMIS_MODEL_DIR", "", "versions of refitted models; empty: models in LMIS_DATA_DIR"
    )
    taxonomy_dir: str = _setting(
        "LMIS_TAXONOMY_DIR", "", "imported releases of ESCO; empty: taxonomy in LMIS_DATA_DIR"
    )
    pseudonym_key: str = _setting(
        "LMIS_PSEUDONYM_KEY", "", "secret that replaces providers' references; 32+ characters"
    )
    upload_key: str = _setting(
        "LMIS_UPLOAD_KEY", "", "secret that uploaded files are sealed with; 32+ characters"
    )
    signing_key: str = _setting(
        "LMIS_SIGNING_KEY", "", "secret that releases are signed with; 32+ characters"
    )
    demonstration: bool = _setting(
        "LMIS_DEMO", "0", "1: synthetic demonstration data and printed keys"
    )
    log_level: str = _setting("LMIS_LOG_LEVEL", "INFO", "level of the JSON logs")
    max_body_bytes: int = _setting(
        "LMIS_MAX_BODY_BYTES", str(8 * 1024 * 1024), "largest request body taken"
    )
    max_upload_bytes: int = _setting(
        "LMIS_MAX_UPLOAD_BYTES", str(2 * 1024**3), "largest file taken"
    )
    results_days: int = _setting(
        "LMIS_RESULTS_DAYS", "7", "days that what is wrong with a file's rows can be read"
    )
    retention_years: int = _setting(
        "LMIS_RETENTION_YEARS",
        "10",
        "years after its last change that a record is erased; 0: never",
    )
    web_workers: int = _setting("LMIS_WEB_WORKERS", "2", "gunicorn processes of each service")
    worker_port: int = _setting(
        "LMIS_WORKER_PORT", "0", "port of a worker process's metrics and health; 0: none"
    )
    worker_id: str = _setting(
        "LMIS_WORKER_ID",
        "",
        "a worker's own name: restarted, it gets its partitions back at once",
    )
    trusted_proxies: int = _setting(
        "LMIS_TRUSTED_PROXIES", "0", "reverse proxies whose X-Forwarded headers are believed"
    )
    rate_limit: int = _setting(
        "LMIS_RATE_LIMIT", "30000", "requests a minute a key may make of a service; 0: no limit"
    )
    public_rate_limit: int = _setting(
        "LMIS_PUBLIC_RATE_LIMIT",
        "6000",
        "requests a minute an address may make of a service without a key; 0: no limit",
    )
    failed_key_limit: int = _setting(
        "LMIS_FAILED_KEY_LIMIT",
        "60",
        "times a minute one address may fail with one key; 0: no limit",
    )
    oidc_issuer: str = _setting(
        "LMIS_OIDC_ISSUER",
        "",
        "OpenID Connect issuer whose bearer tokens are taken beside keys; empty: none",
    )
    oidc_audience: str = _setting(
        "LMIS_OIDC_AUDIENCE", "", "what tokens must name as their audience: this system"
    )
    oidc_role_claim: str = _setting(
        "LMIS_OIDC_ROLE_CLAIM", "roles", "claim with the role or roles; dots go into objects"
    )
    oidc_roles: str = _setting(
        "LMIS_OIDC_ROLES",
        "",
        "value=role, with commas between: what its values mean; empty: they are our roles",
    )
    oidc_organisation_claim: str = _setting(
        "LMIS_OIDC_ORGANISATION_CLAIM", "organisation", "claim with the organisation's id"
    )
    webhook_hosts: str = _setting(
        "LMIS_WEBHOOK_HOSTS",
        "",
        "inner hosts and networks that webhooks may reach, also by http; with commas between",
    )
    publisher: str = _setting(
        "LMIS_PUBLISHER", "LMIS", "who publishes the figures, as catalogues of open data name them"
    )
    contact: str = _setting(
        "LMIS_CONTACT", "", "e-mail address for questions about the figures; public"
    )
    live_seconds: float = _setting(
        "LMIS_LIVE_SECONDS", "0", "least seconds from one making of the live figures to the next"
    )
    pay_epsilon: float = _setting(
        "LMIS_PAY_EPSILON", "0", "privacy loss of a cell's pay percentiles; 0: without noise"
    )
    pay_budget: float = _setting(
        "LMIS_PAY_BUDGET", "0", "privacy loss that the pay percentiles of all releases may have"
    )

    def __post_init__(self) -> None:
        """Defaults are written as the environment writes them."""
        for spec in fields(self):
            value = getattr(self, spec.name)
            if isinstance(value, str):
                object.__setattr__(self, spec.name, _parse(spec.type, value))

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """The settings of this process.

        Raises:
            SettingsError: naming every setting that is wrong.
        """
        environment = os.environ if environ is None else environ
        values: dict[str, Any] = {}
        faults: list[str] = []
        for spec in fields(cls):
            name = spec.metadata["env"]
            text = environment.get(name, spec.default)
            try:
                values[spec.name] = _parse(spec.type, str(text))
            except ValueError as error:
                faults.append(f"{name}: {error}")
        if faults:
            raise SettingsError("; ".join(faults))
        settings = cls(**values)
        settings.check()
        return settings

    def check(self) -> None:
        """Refuse what could only fail later; raises SettingsError."""
        faults = []
        for name in _SECRETS:
            if 0 < len(getattr(self, name)) < 32:
                faults.append(f"LMIS_{name.upper()}: must have at least 32 characters")
        if not self.pseudonym_key and not self.is_embedded:
            faults.append("LMIS_PSEUDONYM_KEY: must be set when records leave this machine")
        for name, least, most in _RANGES:
            if not least <= getattr(self, name) <= most:
                faults.append(f"LMIS_{name.upper()}: must be {least}–{most}")
        if self.oidc_issuer and not self.oidc_audience:
            faults.append("LMIS_OIDC_AUDIENCE: must be set when tokens are taken")
        if self.pay_epsilon > self.pay_budget:
            faults.append("LMIS_PAY_BUDGET: must be at least LMIS_PAY_EPSILON")
        if self.log_level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            faults.append("LMIS_LOG_LEVEL: must be DEBUG, INFO, WARNING or ERROR")
        if faults:
            raise SettingsError("; ".join(faults))

    @property
    def is_embedded(self) -> bool:
        return not self.log_url or self.log_url.startswith("sqlite:")

    def log(self) -> str:
        """URL of the log."""
        return self.log_url or f"sqlite:///{self.directory() / 'log.db'}"

    def database(self, name: str) -> str:
        """URL of the database of a service, or of `access`."""
        stated: str = getattr(self, f"{name}_database_url")
        return stated or f"sqlite:///{self.directory() / f'{name}.db'}"

    def directory(self) -> Path:
        """The data directory, made if missing, readable by its owner only."""
        path = Path(self.data_dir).absolute()
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path

    def models(self) -> Path:
        """The directory of refitted models; it need not be there."""
        return Path(self.model_dir or Path(self.data_dir, "models")).absolute()

    def taxonomies(self) -> Path:
        """The directory of imported taxonomy releases; it need not be there."""
        return Path(self.taxonomy_dir or Path(self.data_dir, "taxonomy")).absolute()

    def pseudonym_secret(self) -> bytes:
        """The key of the pseudonyms; the embedded form makes one once and keeps it in a file."""
        return self._secret(self.pseudonym_key, "pseudonym.key")

    def upload_secret(self) -> bytes:
        """The key that wraps the keys of uploads; the embedded form makes one as above.

        Raises:
            SettingsError: many machines, and none was stated: each would make its own.
        """
        if not self.upload_key and not self.is_embedded:
            raise SettingsError("LMIS_UPLOAD_KEY: must be set to take files")
        return self._secret(self.upload_key, "upload.key")

    def signing_secret(self) -> bytes:
        """The key of the releases' signatures; the embedded form makes one as above.

        Raises:
            SettingsError: many machines, and none was stated: each would make its own.
        """
        if not self.signing_key and not self.is_embedded:
            raise SettingsError("LMIS_SIGNING_KEY: must be set to sign releases")
        return self._secret(self.signing_key, "signing.key")

    def _secret(self, stated: str, file: str) -> bytes:
        return stated.encode() if stated else kept_secret(self.directory() / file)


def cache_directory() -> Path:
    """Where downloads that every checkout may share are kept (XDG Base Directory 0.8)."""
    stated = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(stated) if Path(stated).is_absolute() else Path.home() / ".cache"
    return base / "lmis"


def _parse(kind: Any, text: str) -> Any:
    if kind is bool:
        if text.lower() not in ("0", "1", "true", "false", ""):
            raise ValueError("must be 0 or 1")
        return text.lower() in ("1", "true")
    if kind is int:
        if not text.isascii() or not text.lstrip("-").isdigit():
            raise ValueError("must be a whole number")
        return int(text)
    if kind is float:
        if not text.isascii() or not text.replace(".", "", 1).isdigit():
            raise ValueError("must be a number, 0 or above")
        return float(text)
    return text
