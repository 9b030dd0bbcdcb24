"""The evidence behind a letter, as an official downloads it."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient


def test_the_evidence_of_a_letter_is_one_zip(
    server: TestClient, signed_in: dict[str, str], article_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFORM_WAREHOUSE_URL", article_url)
    answer = server.get("/reform/evidence?agency=H13.05&period=2024-06", headers=signed_in)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="evidence-H13.05-2024-06.zip"'
    assert "no-store" in answer.headers["cache-control"]
    assert len(ZipFile(BytesIO(answer.content)).namelist()) > 5
    for question, status in (("agency=H13.05&period=yesterday", 404), ("agency=%3Cb%3E&period=2024-06", 404)):
        refused = server.get(f"/reform/evidence?{question}", headers=signed_in)
        assert refused.status_code == status
        assert refused.headers["content-type"].startswith("text/html")
    assert server.get("/reform/evidence?agency=H13.05&period=2030-01", headers=signed_in).status_code in (404, 503)
