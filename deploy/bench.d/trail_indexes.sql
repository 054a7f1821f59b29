-- After trail.sql and the months: as it would be.
SELECT setval(pg_get_serial_sequence('audit.event', 'id'), 20000000000);
ALTER TABLE audit.event ADD PRIMARY KEY (at, id);
DO $$
DECLARE index record;
BEGIN
    FOR index IN SELECT * FROM bench_dropped LOOP EXECUTE index.definition; END LOOP;
END $$;
VACUUM (ANALYZE) audit.daily, audit.hourly, audit.whereabouts;
ANALYZE audit.event;
CREATE TABLE bench_trail AS SELECT now() AS written_at;
CHECKPOINT;
