-- What was added up is applied: a second pass in the same transaction begins anew.

DROP TABLE IF EXISTS pg_temp.paid_for;
DROP TABLE dossier_fold, payment_fold, dossier_delta, breach_delta, payment_delta;
