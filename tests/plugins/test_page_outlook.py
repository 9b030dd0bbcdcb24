"""The page of indicators: published or not, who is missing, how many more it takes, the portal's points beside ours."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine

from include.index.framework import all_weights
from include.publication.aims import keep_aims
from tests.plugins.test_page import plain

HERE = Path(__file__).parent


@pytest.fixture
def looked_ahead(warehouse_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Figures, and what stands beside them."""
    monkeypatch.setenv("REFORM_WAREHOUSE_URL", warehouse_url)
    engine = create_engine(warehouse_url)
    with engine.begin() as connection:
        for seed in ("page_seed", "outlook_seed"):
            connection.exec_driver_sql((HERE / f"{seed}.sql").read_text(encoding="utf-8"))
    keep_aims(engine, all_weights())
    engine.dispose()
    return warehouse_url


def look(server: TestClient, signed_in: dict[str, str], period: str) -> str:
    answer = server.get(f"/reform/?agency=H13.05&period={period}", headers=signed_in)
    assert answer.status_code == 200
    return answer.text


def test_a_published_value_says_so_and_what_changed_since(
    server: TestClient, signed_in: dict[str, str], looked_ahead: str
) -> None:
    seen = plain(look(server, signed_in, "2024-H1"))
    assert "Đã công bố Công bố lần 1 lúc 05/07/2024 09:00" in seen
    assert "173 189 91,5 %" in seen, "the published value stands"
    assert "Số liệu đã thay đổi sau khi công bố" in seen
    assert "91,5 % (173/189) 92,6 % (175/189)" in seen
    seen = plain(look(server, signed_in, "2024-06"))
    assert "Chưa công bố Số liệu hiện tại của kỳ, còn có thể thay đổi." in seen


def test_how_many_more_and_where(server: TestClient, signed_in: dict[str, str], looked_ahead: str) -> None:
    """The figure as it stands now: 175 of 189."""
    page = look(server, signed_in, "2024-H1")
    seen = plain(page)
    assert "Tính trên số liệu hiện tại, không phải số đã công bố, số liệu đến 01/07/2024 02:30." in seen
    assert "Tỷ lệ giao dịch thanh toán trực tuyến 92,6 % (175/189) thiếu 1 giao dịch 1 short → 176/189 = 93,1 %" in seen
    assert "Chỉ tiêu (giả định) Target (assumed) 95 % thiếu 5 giao dịch 5 short 180/189 = 95,2 %" in seen
    assert "Thông báo tổ chức <i>đoàn</i> 1.004645 nộp tiền mặt cash 12 / 12" in seen
    assert "1.004646 1.004646 chuyển khoản transfer 4 / 4" in seen, "a procedure without a name stands for itself"
    assert "<i>đoàn</i>" not in page


def test_whether_the_rest_of_the_period_suffices(
    server: TestClient, signed_in: dict[str, str], looked_ahead: str
) -> None:
    seen = plain(look(server, signed_in, "2024-H2"))
    assert "thêm 1 giao dịch 1 more 101/150 = 67,3 % Còn kịp cần" in seen
    assert "trong khoảng 30 giao dịch dự kiến còn lại của kỳ" in seen
    assert "Không còn kịp dù cả 2 hồ sơ dự kiến còn lại của kỳ đều đạt" in seen


def test_who_is_missing(server: TestClient, signed_in: dict[str, str], looked_ahead: str) -> None:
    seen = plain(look(server, signed_in, "2024-06"))
    assert "Còn thiếu dữ liệu của 2 cơ quan, đơn vị" in seen
    assert "Thành phố Cần Thơ H13 Thanh toán Payments chưa từng lấy never pulled" in seen
    assert "H13.05 Hồ sơ Dossiers 01/07/2024 02:30" in seen


def test_the_portals_points_stand_beside_ours(server: TestClient, signed_in: dict[str, str], looked_ahead: str) -> None:
    seen = plain(look(server, signed_in, "2024-06"))
    assert "19,20 18,71 −0,49 Thiếu bản ghi Missing records −0,40 Chưa rõ nguyên nhân Unexplained −0,09" in seen
    assert "13,50 13,50 0 Lấy theo số của Cổng, không có hồ sơ để đối chiếu" in seen
    assert "Số tại đây là số liệu hiện hành ở lần đối chiếu gần nhất, không phải số đã công bố" in seen
    assert "10,00 – – Chưa đủ số liệu để so sánh" in seen
    assert "1.065 số thứ tự hồ sơ bị khuyết" in seen
    assert "960 / 1.000 870 / 930 Thiếu bản ghi Missing records −66 / −70" in seen
    assert "Đối chiếu với điểm Cổng công bố" not in plain(look(server, signed_in, "2024-H1")), "never reconciled"
