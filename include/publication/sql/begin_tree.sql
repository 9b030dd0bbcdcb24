-- What the steps of the measure expect to be there; which agencies have ended by a day is not asked here.
CREATE TEMP TABLE today (day date NOT NULL) ON COMMIT DROP
