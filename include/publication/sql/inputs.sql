-- Grain: one row: the SHA-256 of every load that brought anything, as it stands in the receipts.
SELECT
    ENCODE(
        SHA256(
            CONVERT_TO(
                COALESCE(
                    STRING_AGG(
                        CONCAT_WS(' ', batch, landing_key, loaded), E'\n' ORDER BY batch COLLATE "C", landing_key COLLATE "C"
                    ),
                    ''
                ),
                'UTF8'
            )
        ),
        'hex'
    ) AS inputs_sha256
FROM ops.receipt
WHERE loaded > 0
