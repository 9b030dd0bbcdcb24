-- Dossiers as they land: all text, lists where the portal sends lists, in the order of their versions. Grain: one row a
-- dossier, $count of them from number $first on, over the half-year from $since on, of one province: each procedure is
-- one agency's, and few procedures have most dossiers. One in a hundred is due before it was received, one in a thousand
-- came twice, 2 % were asked for a supplement, 4 % ended late. $changed: all in the hour after the half-year.
WITH

numbered AS (
  SELECT
    number,
    number * 2654435761 % 4294967296 AS grain,
    $since::TIMESTAMP + INTERVAL 8 HOUR + INTERVAL 1 SECOND * (number * 7919 % 15552000) AS received_at
  FROM RANGE($first::BIGINT, $first::BIGINT + $count::BIGINT) AS made (number)
),

placed AS (
  SELECT
    *,
    CAST(FLOOR(1300 * POW(grain / 4294967296.0, 3)) AS INTEGER) AS procedure,
    received_at + INTERVAL 1 HOUR * (1 + grain % 160 + IF(grain % 25 = 0, 200, 0)) AS ended_at
  FROM numbered
),

moved AS (
  SELECT
    *,
    procedure % 19 + 1 AS agency,
    ended_at < $since::TIMESTAMP + INTERVAL 181 DAY AS is_ended
  FROM placed
)

SELECT
  PRINTF('000.00.%02d.H13-%s-%07d', agency, STRFTIME(received_at, '%y%m%d'), number) AS MaHoSo,
  PRINTF('1.%06d', 4000 + procedure) AS MaTTHC,
  PRINTF('G15-VH%02d', procedure % 40) AS MaLinhVuc,
  PRINTF('H13.%02d', agency) AS MaDonVi,
  PRINTF('H13.%02d', agency) AS NoiNopHoSo,
  IF(grain % 50 = 0, '1', '2') AS KenhThucHien,
  IF(grain % 8 = 0, '2', '1') AS LoaiDoiTuong,
  STRFTIME(received_at, '%Y%m%d%H%M%S') AS NgayTiepNhan,
  STRFTIME(received_at + INTERVAL 1 DAY * IF(number % 100 = 99, -9, 7), '%Y%m%d%H%M%S') AS NgayHenTra,
  IF(is_ended, STRFTIME(ended_at, '%Y%m%d%H%M%S'), NULL) AS NgayKetThucXuLy,
  IF(is_ended, STRFTIME(ended_at, '%Y%m%d%H%M%S'), NULL) AS NgayTra,
  CAST(NULL AS VARCHAR) AS NgayTuChoi,
  IF(is_ended, '10', '2') AS TrangThaiHoSo,
  '2' AS HinhThuc,
  IF(grain % 10 < 6, '1', '0') AS DuocThanhToanTrucTuyen,
  IF(grain % 3 = 0, '0', '1') AS HoSoCoThanhPhanSoHoa,
  '1' AS TaiKhoanDuocXacThucVoiVNeID,
  IF($changed, '1', '0') AS CoKhieuNai,
  STRFTIME(
    CASE
      WHEN $changed THEN $since::TIMESTAMP + INTERVAL 181 DAY + INTERVAL 1 SECOND * (number % 3600)
      WHEN is_ended THEN ended_at
      ELSE received_at
    END,
    '%Y%m%d%H%M%S'
  ) AS CapNhatLuc,
  [
    {'MaThanhPhanHoSo': 'T1', 'DuocSoHoa': '1', 'DuocTaiSuDung': IF(grain % 4 = 0, '1', '0'), 'DuocLayTuKhoDMQG': '0'},
    {'MaThanhPhanHoSo': 'T2', 'DuocSoHoa': '0', 'DuocTaiSuDung': '0', 'DuocLayTuKhoDMQG': '0'}
  ] AS TaiLieuNop,
  IF(grain % 2 = 0, [{'MaCSDL': 'CSDLDC'}], []) AS DSKetNoiCSDL,
  IF(
    grain % 10 < 6,
    [{'MaPhiLePhi': 'P1', 'LoaiPhiLePhi': '1', 'HinhThucThu': '1', 'Gia': CAST(10000 * (1 + grain % 20) AS VARCHAR)}],
    []
  ) AS DanhSachLePhi,
  IF(
    grain % 50 = 1,
    [{
      'NgayBoSung': STRFTIME(received_at + INTERVAL 1 HOUR, '%Y%m%d%H%M%S'),
      'NgayHoanThanhBoSung': STRFTIME(received_at + INTERVAL 30 HOUR, '%Y%m%d%H%M%S'),
      'NgayHenTraMoi': CAST(NULL AS VARCHAR)
    }],
    []
  ) AS DanhSachHoSoBoSung,
  IF(
    is_ended,
    [{'MaGiayToKetQua': 'K1', 'DuongDanTepTinKetQua': IF(grain % 3 = 0, NULL, 'https://portal.example/k')}],
    []
  ) AS DanhSachGiayToKetQua
FROM moved
CROSS JOIN RANGE(1 + CAST(number % 1000 = 500 AS BIGINT)) AS sent (time)
ORDER BY CapNhatLuc, MaHoSo
