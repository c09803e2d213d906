from __future__ import annotations

import pytest
from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from service_identity.exceptions import VerificationError
from twisted.internet.error import ConnectionLost
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from govreports.failures import RefusedError, fetch_error


def failed(*reasons: Exception) -> DownloadFailedError:
    """A download as Scrapy reports one whose connection failed: Twisted's reasons are its cause."""
    failures = [Failure(reason) for reason in reasons]  # type: ignore[no-untyped-call]
    cause = ResponseFailed(failures)  # type: ignore[no-untyped-call]
    error = DownloadFailedError(str(cause))
    error.__cause__ = cause
    return error


def tls(words: str) -> SSL.Error:
    return SSL.Error([("SSL routines", "", words)])


@pytest.mark.parametrize(
    ("error", "kind", "found"),
    [
        (CannotResolveHostError("no a.gov.cn"), "dns", "no a.gov.cn"),
        (DownloadTimeoutError("60 s"), "timeout", "60 s"),
        (DownloadConnectionRefusedError("111"), "refused", "111"),
        (IgnoreRequest("Forbidden by robots.txt"), "robots", "Forbidden"),
        (RefusedError("blocked", "a challenge page"), "blocked", "a challenge page"),
        (failed(ConnectionLost("reset by peer")), "network", "reset by peer"),
        (failed(tls("tlsv1 alert protocol version")), "tls", "tlsv1 alert protocol version"),
        (failed(tls("wrong version number")), "tls", "wrong version number"),
        (failed(SSL.Error()), "tls", "no further word"),
        (failed(tls("certificate verify failed")), "certificate", "not trusted, or out of date"),
        (failed(VerificationError(errors=[])), "certificate", "another host name"),
    ],
)
def test_a_failure_is_told_by_its_kind(error: Exception, kind: str, found: str) -> None:
    told = fetch_error(error)
    assert told.kind == kind
    assert found in told.found


def test_words_of_a_lost_connection_are_for_people() -> None:
    told = fetch_error(failed(ConnectionLost("reset by peer")))
    assert "twisted" not in told.found.lower()
    assert "Failure" not in told.found
