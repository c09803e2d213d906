"""A PostgreSQL server that the tests of this folder may stop and start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crashes.postgres import Cluster, cluster

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def server() -> Iterator[Cluster]:
    with cluster() as started:
        yield started
