"""The little portal's store, on each engine."""

from __future__ import annotations

from tests.store.conftest import (
    crawl,
    migrated_postgres,
    migrated_url,
    postgres_url,
    sqlite_url,
)

__all__ = [
    "crawl",
    "migrated_postgres",
    "migrated_url",
    "postgres_url",
    "sqlite_url",
]
