"""Landing in a bucket, over HTTP to a server that speaks S3: what other machines see of a batch."""

import os
from collections.abc import Iterator
from dataclasses import replace

import pyarrow.parquet as pq
import pytest
import requests
from moto.server import ThreadedMotoServer

from include.errors import Refused
from include.landing import keep, landed_file, read_landed
from include.portal.client.page import Page
from tests.landing.conftest import BATCH, CANARY, FEED, dossier, pages_of

RECORDS = [dossier(number) for number in range(50)]


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The address of a bucket, as HTTP; its credentials are in the environment, as anywhere."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url, told = f"http://{host}:{port}", {"AWS_ACCESS_KEY_ID": "reader", "AWS_SECRET_ACCESS_KEY": "secret"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"AWS_ENDPOINT_URL": url, "AWS_DEFAULT_REGION": "us-east-1", **told}.items():
            patch.setitem(os.environ, name, value)
        requests.put(f"{url}/landing", timeout=10).raise_for_status()
        yield f"{url}/landing"
    server.stop()


def objects(bucket: str) -> list[str]:
    listed = requests.get(bucket, params={"list-type": "2"}, timeout=10).text
    return [part.partition("</Key>")[0] for part in listed.split("<Key>")[1:]]


def test_a_batch_is_found_again_by_its_key(bucket: str) -> None:
    landed = keep("s3://landing/reform", BATCH, FEED, pages_of(RECORDS))
    assert objects(bucket) == [f"reform/{landed.key}"]
    assert read_landed("s3://landing/reform", landed.key) == landed
    with landed_file("s3://landing/reform", landed.key) as path:
        assert pq.read_table(path).num_rows == landed.pulled == 50
    assert str(CANARY["ChuHoSo"]).encode() not in requests.get(f"{bucket}/reform/{landed.key}", timeout=10).content
    assert keep("s3://landing/reform", BATCH, FEED, pages_of(RECORDS, size=7)).key == landed.key
    assert objects(bucket) == [f"reform/{landed.key}"]


def test_pages_that_end_in_a_refusal_leave_nothing(bucket: str) -> None:
    def pages() -> Iterator[Page]:
        yield from pages_of(RECORDS)
        raise Refused("page 6", "HTTP 503", "pull again")

    before = objects(bucket)
    with pytest.raises(Refused, match="page 6: HTTP 503; pull again"):
        keep("s3://landing/reform", replace(BATCH, root_agency="H20"), FEED, pages())
    assert objects(bucket) == before


def test_an_object_that_is_not_there(bucket: str) -> None:
    key = "dossiers/H13.05/20240101000000_20240701000000/0123456789abcdef.parquet"
    with pytest.raises(Refused, match=f"landing object {key}: it is not there; "):
        read_landed("s3://landing/reform", key)


def test_a_bucket_that_is_not_there(bucket: str) -> None:
    with pytest.raises(Refused, match=r"cannot be written \(there is no such bucket\); nothing was kept; "):
        keep("s3://nowhere/reform", BATCH, FEED, pages_of(RECORDS))
