"""Landing in a bucket, over HTTP to a server that speaks S3: what other machines see of a batch."""

from collections.abc import Iterator
from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from include.errors import Refused
from include.landing import keep, landed_file, read_landed
from include.portal.client.page import Page
from tests.landing.buckets import Bucket, running_bucket
from tests.landing.conftest import BATCH, CANARY, FEED, dossier, pages_of

RECORDS = [dossier(number) for number in range(50)]


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    with running_bucket() as bucket:
        yield bucket


def test_a_batch_is_found_again_by_its_key(bucket: Bucket) -> None:
    landed = keep("s3://landing/reform", BATCH, FEED, pages_of(RECORDS))
    assert list(bucket.objects()) == [f"reform/{landed.key}"]
    assert read_landed("s3://landing/reform", landed.key) == landed
    with landed_file("s3://landing/reform", landed.key) as path:
        assert pq.read_table(path).num_rows == landed.pulled == 50
    assert str(CANARY["ChuHoSo"]).encode() not in bucket.objects()[f"reform/{landed.key}"]
    assert keep("s3://landing/reform", BATCH, FEED, pages_of(RECORDS, size=7)).key == landed.key
    assert list(bucket.objects()) == [f"reform/{landed.key}"]


def test_pages_that_end_in_a_refusal_leave_nothing(bucket: Bucket) -> None:
    def pages() -> Iterator[Page]:
        yield from pages_of(RECORDS)
        raise Refused("page 6", "HTTP 503", "pull again")

    before = bucket.objects()
    with pytest.raises(Refused, match="page 6: HTTP 503; pull again"):
        keep("s3://landing/reform", replace(BATCH, root_agency="H20"), FEED, pages())
    assert bucket.objects() == before


def test_an_object_that_is_not_there(bucket: Bucket) -> None:
    key = "dossiers/H13.05/20240101000000_20240701000000/0123456789abcdef.parquet"
    with pytest.raises(Refused, match=f"landing object {key}: it is not there; "):
        read_landed("s3://landing/reform", key)


def test_a_bucket_that_is_not_there(bucket: Bucket) -> None:
    with pytest.raises(Refused, match=r"cannot be written \(there is no such bucket\); nothing was kept; "):
        keep("s3://nowhere/reform", BATCH, FEED, pages_of(RECORDS))
