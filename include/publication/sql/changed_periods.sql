-- Grain: published period that has a live figure other than its newest vintage's.
SELECT DISTINCT period FROM mart.unpublished_change
