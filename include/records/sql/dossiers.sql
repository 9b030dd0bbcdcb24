-- Dossiers, typed. Grain: one row per row of the landed file. Reads: landed, agency_form. Readers: the view `shaped`.
-- Lateness: Quyết định 766/QĐ-TTg, group TDGQ. A dossier becomes late at one moment, and nothing later moves it.
WITH

supplements_read AS (
  SELECT
    *,
    CASE WHEN LEN(DanhSachHoSoBoSung) > 0 THEN
      LIST_SORT([
        {'asked_at': read_time(s.NgayBoSung), 'answered_at': read_time(s.NgayHoanThanhBoSung)}
        FOR s IN DanhSachHoSoBoSung IF read_time(s.NgayBoSung) IS NOT NULL
      ])
    END AS supplements,
    CASE WHEN LEN(DanhSachHoSoBoSung) > 0 THEN
      LIST_MAX([read_time(s.NgayHenTraMoi) FOR s IN DanhSachHoSoBoSung])
    END AS new_due_at
  FROM landed
),

scalars_read AS (
  SELECT
    *,
    read_text(MaHoSo) AS dossier_code,
    CAST(DATE_TRUNC('month', read_code_day(read_text(MaHoSo))) AS DATE) AS code_month,
    read_text(MaTTHC) AS procedure_code,
    read_text(MaLinhVuc) AS field_code,
    CASE
      WHEN NOT is_given(KenhThucHien) THEN 'direct'
      ELSE CASE read_text(KenhThucHien) WHEN '1' THEN 'direct' WHEN '2' THEN 'online' WHEN '3' THEN 'postal' END
    END AS channel,
    CASE WHEN read_number(LoaiDoiTuong) BETWEEN 1 AND 4 THEN read_number(LoaiDoiTuong) END AS applicant_kind,
    read_time(NgayTiepNhan) AS received_at,
    read_time(NgayHenTra) AS due_at,
    read_time(NgayKetThucXuLy) AS finished_at,
    read_time(NgayTra) AS returned_at,
    read_time(NgayTuChoi) AS refused_at,
    read_number(TrangThaiHoSo) AS status,
    CAST(COALESCE(LEN(supplements), 0) AS SMALLINT) AS supplement_count,
    CAST(COALESCE(LIST_SUM([read_money(f.Gia) FOR f IN DanhSachLePhi]), 0) AS BIGINT) AS fee_vnd,
    COALESCE(read_text(DuocThanhToanTrucTuyen) IN ('1', '2'), FALSE) AS payable_online,
    COALESCE(
      read_flag(HoSoCoThanhPhanSoHoa),
      LIST_BOOL_OR([read_flag(t.DuocSoHoa) FOR t IN TaiLieuNop]),
      FALSE
    ) AS digitised,
    COALESCE(LIST_BOOL_OR([read_flag(t.DuocTaiSuDung) FOR t IN TaiLieuNop]), FALSE) AS reused,
    COALESCE(LIST_BOOL_OR([is_given(k.DuongDanTepTinKetQua) FOR k IN DanhSachGiayToKetQua]), FALSE) AS electronic_result,
    COALESCE(LIST_BOOL_OR([read_text(c.MaCSDL) = 'CSDLDC' FOR c IN DSKetNoiCSDL]), FALSE) AS citizen_data,
    COALESCE(read_flag(CoKhieuNai), FALSE) AS has_complaint,
    read_time(CapNhatLuc) AS updated_at
  FROM supplements_read
),

ended AS (
  SELECT
    *,
    COALESCE(
      LEAST(finished_at, returned_at, refused_at),
      CASE WHEN status IN (7, 8) THEN updated_at END
    ) AS ended_at
  FROM scalars_read
),

-- While the citizen is asked for a supplement, the clock stands still; what is late already stays late.
clocked AS (
  SELECT
    *,
    CASE
      WHEN new_due_at IS NOT NULL THEN new_due_at
      WHEN supplements[1].asked_at < due_at
        THEN due_at + (COALESCE(supplements[1].answered_at, ended_at, supplements[1].asked_at) - supplements[1].asked_at)
      ELSE due_at
    END AS effective_due_at,
    ended_at IS NULL
    AND CASE
      WHEN supplement_count = 0 THEN COALESCE(status = 5, FALSE)
      ELSE supplements[1].answered_at IS NULL AND COALESCE(supplements[1].asked_at < due_at, TRUE)
    END AS is_waiting
  FROM ended
),

breached AS (
  SELECT
    *,
    CAST(
      LEAST(
        supplements[2].asked_at,
        CASE
          WHEN is_waiting THEN NULL
          WHEN ended_at IS NULL OR ended_at > effective_due_at THEN effective_due_at
        END
      ) AS DATE
    ) AS breached_on
  FROM clocked
)

SELECT
  breached.*,
  resolving.agency_code AS agency_code,
  receiving.agency_code AS receiving_agency_code,
  fee_vnd > 0 AS has_fee
FROM breached
LEFT JOIN agency_form AS resolving ON resolving.written = breached.MaDonVi
LEFT JOIN agency_form AS receiving ON receiving.written = breached.NoiNopHoSo
