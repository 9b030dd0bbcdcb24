"""A fee sent as a text where its feed lists a list: the dossier waits in quarantine, and has no fee of 0."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.street.conftest import Clone, settings_for
from tests.street.street_portal import WINDOW, StreetPortal, plan, walk

FEES = "SELECT fee_vnd FROM core.dossier WHERE dossier_code = :code"
WAITING = """
SELECT rules, sentences, record::jsonb -> 'fields_not_kept', record::text LIKE '%77777%'
FROM quarantine.record WHERE record_key = :code
"""


@pytest.mark.usefixtures("judged_once")
def test_it_waits_until_the_portal_sends_it_as_listed(clone: Clone, tmp_path: Path) -> None:
    url = clone()
    engine = create_engine(url)
    with StreetPortal() as portal:
        settings = settings_for(portal.url, url, tmp_path / "landing")
        sent = next(r for r in portal.services["LayDanhSachHoSo"] if r["CapNhatLuc"] > f"{WINDOW.since:%Y%m%d}")
        fees, sent["DanhSachLePhi"] = sent["DanhSachLePhi"], "77777"
        planned = plan(settings, "dossiers")
        assert walk(settings, planned) == []
        with engine.connect() as connection:
            assert connection.execute(text(FEES), {"code": sent["MaHoSo"]}).all() == []
            [[rules, [sentence], names, has_value]] = connection.execute(text(WAITING), {"code": sent["MaHoSo"]})
        assert (rules, names, has_value) == (["fields_in_listed_shape"], ["DanhSachLePhi"], False)
        assert "fields_not_kept" in sentence
        sent["DanhSachLePhi"] = fees
        assert walk(settings, planned) == []
        with engine.connect() as connection:
            assert connection.execute(text(FEES), {"code": sent["MaHoSo"]}).scalar_one() == 30000
            assert connection.execute(text(WAITING), {"code": sent["MaHoSo"]}).all() == []
    engine.dispose()
