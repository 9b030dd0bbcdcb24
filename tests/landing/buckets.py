"""A bucket over HTTP, from a server that speaks S3: what landing is when workers share no disk."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3  # type: ignore[import-untyped]
import pytest
import requests
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem  # type: ignore[import-untyped]

NAME = "landing"


@dataclass(frozen=True)
class Bucket:
    """Looked at by another client than the program's. `environ` leads to it; a test's process has it already."""

    environ: Mapping[str, str]
    client: Any

    def objects(self) -> dict[str, bytes]:
        """What anybody else sees: every object by its key."""
        listed = self.client.list_objects_v2(Bucket=NAME).get("Contents", ())
        return {each["Key"]: self.client.get_object(Bucket=NAME, Key=each["Key"])["Body"].read() for each in listed}

    def uploads(self) -> list[str]:
        """The keys of uploads in parts that are not over."""
        return [each["Key"] for each in self.client.list_multipart_uploads(Bucket=NAME).get("Uploads", ())]


@contextmanager
def running_bucket() -> Iterator[Bucket]:
    """The bucket `landing`, empty; its address and credentials are in the environment, as anywhere.

    What an earlier server of this process held, and what a client remembers of its address, is forgotten.
    """
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    told = {"AWS_ACCESS_KEY_ID": "reader", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "us-east-1"}
    told["AWS_ENDPOINT_URL"] = f"http://{host}:{port}"
    requests.post(f"{told['AWS_ENDPOINT_URL']}/moto-api/reset", timeout=10).raise_for_status()
    S3FileSystem.clear_instance_cache()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in told.items():
            patch.setenv(name, value)
        client = boto3.client("s3")
        client.create_bucket(Bucket=NAME)
        yield Bucket(told, client)
    S3FileSystem.clear_instance_cache()
    server.stop()
