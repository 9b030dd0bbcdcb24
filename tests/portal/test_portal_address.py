"""Where the portal may be: only at a plain address, and behind a certificate that holds."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from include.errors import Refused, WrongUse
from include.portal.client import Portal
from include.portal.feed import read_feed
from tests.portal.conftest import PATIENT, WINDOW, Bench
from tests.portal.misbehaving import PASSWORD, USERNAME, MisbehavingPortal

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "url", ["portal.example", "ftp://portal.example", "https://", "http://[::1", "http://portal.example:port"]
)
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(WrongUse, match="portal address: no http or https URL"):
        Portal(url, USERNAME, PASSWORD)


def test_an_address_with_a_password_in_it_is_refused_without_showing_it() -> None:
    with pytest.raises(WrongUse) as refusal:
        Portal("https://user:s3cret@portal.example", USERNAME, PASSWORD)
    assert "s3cret" not in str(refusal.value)


def test_a_record_feed_needs_a_window(bench: Bench) -> None:
    with Portal(bench.server.url, USERNAME, PASSWORD) as portal, pytest.raises(WrongUse, match="no window"):
        list(portal.read(bench.feed, "H13.05", None))


Serve = Callable[[trustme.LeafCert], str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a portal behind a certificate and gives its address."""
    with MisbehavingPortal([]) as server:
        yield server.stand_behind


def read_all(url: str) -> int:
    with Portal(url, USERNAME, PASSWORD, limits=PATIENT, pause=lambda seconds: None) as portal:
        return sum(len(page.records) for page in portal.read(read_feed("petitions"), "H13.05", WINDOW))


def test_certificates_that_do_not_hold_are_refused(serve: Serve) -> None:
    authority = trustme.CA()
    with pytest.raises(Refused, match=r"its certificate is refused \(.*(self.signed|local issuer)"):
        read_all(serve(authority.issue_cert("localhost")))


@pytest.mark.parametrize(
    ("name", "until", "reason"),
    [("localhost", LONG_AGO, "expired"), ("other.example", None, "mismatch")],
)
def test_a_known_authority_is_not_enough(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, until: datetime | None, reason: str
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(tmp_path / "ca.pem"))
    not_before = datetime(2000, 1, 1, tzinfo=UTC) if until else None
    certificate = authority.issue_cert(name, not_before=not_before, not_after=until)
    with pytest.raises(Refused, match=rf"its certificate is refused \(.*{reason}"):
        read_all(serve(certificate))


def test_a_certificate_that_holds(serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(tmp_path / "ca.pem"))
    assert read_all(serve(authority.issue_cert("localhost"))) == 0
