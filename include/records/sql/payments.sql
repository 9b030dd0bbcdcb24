-- Payments, typed. Grain: one row per row of the landed file. Reads: landed, agency_form. Readers: the view `shaped`.
SELECT
  landed.*,
  read_text(MaThamChieu) AS payment_reference,
  read_text(MaGiaoDich) AS transaction_code,
  read_text(MaHoSo) AS dossier_code,
  CAST(DATE_TRUNC('month', read_code_day(read_text(MaHoSo))) AS DATE) AS code_month,
  read_text(MaTTHC) AS procedure_code,
  collecting.agency_code AS agency_code,
  read_money(SoTien) AS amount_vnd,
  CASE read_text(HinhThucThanhToan)
    WHEN 'truc-tuyen' THEN 'online' WHEN 'tien-mat' THEN 'cash' WHEN 'chuyen-khoan' THEN 'transfer'
  END AS method,
  CASE WHEN read_text(MaKenhThanhToan) IN ('DVCQG', 'BNDP') THEN read_text(MaKenhThanhToan) END AS gateway,
  CASE read_text(TrangThaiGD)
    WHEN 'khoi-tao' THEN 'initiated' WHEN 'thanh-cong' THEN 'succeeded' WHEN 'that-bai' THEN 'failed'
    WHEN 'hoan-phi' THEN 'refunded' WHEN 'huy' THEN 'cancelled'
  END AS status,
  CASE WHEN is_given(SoTienHoan) THEN read_money(SoTienHoan) ELSE 0 END AS refunded_vnd,
  read_time(ThoiGianGD) AS paid_at,
  read_time(ThoiGianHoan) AS refunded_at,
  read_time(CapNhatLuc) AS updated_at
FROM landed
LEFT JOIN agency_form AS collecting ON collecting.written = landed.MaDonVi
