"""Which vault an application has."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from bedplate.declarations.contract import Contract
from bedplate.errors import DeclarationFault, Fault, Place
from bedplate.settings import Settings
from bedplate.storage.files.directory import Directory
from bedplate.storage.files.keeper import Files
from bedplate.storage.files.vault import Vault
from bedplate.storage.sqlite import Database

__all__ = ["keep_files"]


def keep_files(
    contract: Contract, settings: Settings, database: Database, environment: Mapping[str, str], now: Callable[[], datetime]
) -> Files | None:
    """None where nothing is declared that could be one. Raises DeclarationFault where storage that speaks S3 is named but cannot be used."""
    held = any(one.type.kind == "file" for resource in contract.resources.values() for one in resource.fields.values())
    if not held and not any(one.form for one in contract.endpoints):
        return None
    return Files(database, _vault(settings, database.path, environment), now)


def _vault(settings: Settings, database: Path, environment: Mapping[str, str]) -> Vault:
    if settings.files.startswith("s3://"):
        return _bucket(settings.files, environment)
    return Directory(Path(settings.files) if settings.files else database.with_name(f"{database.name}.files"))


def _bucket(url: str, environment: Mapping[str, str]) -> Vault:
    try:
        from bedplate.storage.files.bucket import Bucket
    except ImportError as error:
        raise DeclarationFault([Fault(
            "SETTING_INVALID", "BEDPLATE_FILES names a bucket, and obstore is not installed", "run `pip install bedplate[s3]`, or name a directory", Place("environment", 1),
        )]) from error
    return Bucket(url, environment)
