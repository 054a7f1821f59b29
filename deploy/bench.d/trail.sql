-- Three years of a busy trail, for the questions that an auditor asks of it: psql --variable events=100000000 -f trail.sql
--
-- On a database that seed.sql filled. What it writes counts as sealed long ago (log -1), for sealing so much takes hours
-- and is measured apart. Sums are written with it, as the sealing would have done.
\set ON_ERROR_STOP on
\timing off
SELECT id AS agency FROM agency ORDER BY id LIMIT 1 \gset

CREATE TABLE IF NOT EXISTS bench_staff AS
SELECT (row_number() OVER (ORDER BY id))::int - 1 AS ordinal, id,
       array_to_string(roles, ',') AS roles,
       set_masklen(('10.' || id % 40 || '.1.0')::inet, 24)::cidr AS network
FROM officer WHERE agency_id = :agency AND NOT roles && '{auditor,administrator}';
CREATE TABLE IF NOT EXISTS bench_keepers AS
SELECT (row_number() OVER (ORDER BY id))::int - 1 AS ordinal, id, array_to_string(roles, ',') AS roles
FROM officer WHERE agency_id = :agency AND roles && '{auditor,administrator}';

-- ---------------------------------------------------------------- without indexes in the way

DO $$
DECLARE
    index record;
BEGIN
    DROP TABLE IF EXISTS bench_dropped;
    CREATE TABLE bench_dropped AS
    SELECT i.indexrelid::regclass::text AS name, replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') AS definition
    FROM pg_index i WHERE indrelid = 'audit.event'::regclass
        AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid);
    FOR index IN SELECT * FROM bench_dropped LOOP EXECUTE 'DROP INDEX ' || index.name; END LOOP;
    ALTER TABLE audit.event DROP CONSTRAINT IF EXISTS event_pkey;
END $$;

-- What is older than three years stands in archives; a month that holds next to nothing would lead the planner astray.
DO $$
DECLARE old regclass;
BEGIN
    FOR old IN SELECT inhrelid FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
               WHERE inhparent = 'audit.event'::regclass AND relname ~ '^event_\d{4}_\d\d$'
                 AND relname < 'event_' || to_char(now() - interval '35 months', 'YYYY_MM') LOOP
        EXECUTE 'DROP TABLE ' || old;
    END LOOP;
END $$;

CREATE OR REPLACE PROCEDURE bench_month(of_agency bigint, back int, events bigint) LANGUAGE plpgsql AS $$
DECLARE
    month timestamptz := date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' - make_interval(months => back);
    length double precision := extract(epoch FROM least(month + interval '1 month', now()) - month);
    partition text := 'event_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM');
    people int := (SELECT count(*) FROM bench_staff);
    keepers int := (SELECT count(*) FROM bench_keepers);
    base bigint := (1000 - back) * 10000000::bigint;
BEGIN
    -- A table made in the same transaction needs no log of what is written into it.
    EXECUTE format('DROP TABLE audit.%I', partition);
    EXECUTE format('CREATE TABLE audit.%I PARTITION OF audit.event FOR VALUES FROM (%L) TO (%L)', partition, month,
                   month + interval '1 month');
    EXECUTE format($insert$
        INSERT INTO audit.%I (id, at, xid, agency_id, actor_id, actor_roles, channel, network, session, request, action,
            outcome, reason, object_kind, object_id, document_id, version, detail, commitment, log_id, behalf, off_hours)
        OVERRIDING SYSTEM VALUE
        SELECT $1 + i, at, (3 + $1 + i)::text::xid8, $2, CASE WHEN chance < 0.006 THEN NULL ELSE actor END, roles,
               CASE WHEN chance > 0.9 THEN 'api' ELSE 'web' END,
               CASE WHEN hashtext(actor::text || at::date::text) %% 150 = 0 AND turn < 0.3 THEN '172.16.9.0/24'::cidr
                    ELSE network END,
               substr(md5(actor::text || at::date::text), 1, 16), gen_random_uuid(), action,
               CASE WHEN action LIKE 'session.re%%' OR turn > 0.993 THEN 'refused' ELSE 'allowed' END,
               CASE WHEN turn > 0.993 THEN 'not-yours' ELSE '' END,
               CASE WHEN action LIKE 'incoming.%%' THEN 'incoming' WHEN action = 'file.opened' THEN 'attachment'
                    WHEN action LIKE 'audit%%' THEN 'trail' ELSE 'officer' END,
               CASE WHEN action IN ('incoming.listed', 'incoming.searched') THEN NULL
                    WHEN action LIKE 'session%%' THEN actor ELSE document END,
               CASE WHEN action IN ('incoming.viewed', 'incoming.assigned', 'incoming.completed', 'file.opened')
                    THEN document END,
               NULL::int, '{}'::jsonb, '\x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'::bytea, -1, '', turn < 0.04
        FROM (
            SELECT i, $3 + make_interval(secs => $4 * (i - 1) / $5) AS at, random() AS turn, s.id AS actor, s.roles, s.network,
                   chance, 1 + floor(1000000 * power(random(), 3))::bigint AS document,
                   CASE WHEN chance < 0.45 AND chance >= 0.006 THEN 'incoming.viewed' WHEN chance < 0.006 THEN 'session.refused'
                        WHEN chance < 0.66 THEN 'incoming.listed' WHEN chance < 0.74 THEN 'incoming.searched'
                        WHEN chance < 0.86 THEN 'file.opened' WHEN chance < 0.89 THEN 'incoming.assigned'
                        WHEN chance < 0.93 THEN 'incoming.completed' WHEN chance < 0.96 THEN 'session.opened'
                        WHEN chance < 0.99 THEN 'session.closed' WHEN chance < 0.9999 THEN 'incoming.listed'
                        ELSE 'account.roles-changed' END AS action
            FROM (SELECT i, random() AS chance, floor($6 * power(random(), 2))::int AS who
                  FROM generate_series(1, $5) AS i OFFSET 0) drawn
                JOIN bench_staff s ON s.ordinal = drawn.who
        ) line
        UNION ALL
        SELECT $1 + $5 + i, $3 + make_interval(secs => $4 * (i - 1) / ($5 / 500)), (3 + $1 + $5 + i)::text::xid8, $2, k.id, k.roles,
               'web', '10.99.1.0/24', substr(md5('k' || k.id || i / 100), 1, 16), gen_random_uuid(),
               CASE WHEN i %% 50 = 0 THEN 'audit.exported' ELSE 'audit.read' END, 'allowed', '', 'trail', NULL, NULL, NULL,
               CASE WHEN i %% 50 = 0 THEN '{"rows": "1200"}'::jsonb ELSE '{}' END, NULL, -1, '', false
        FROM generate_series(1, $5 / 500) AS i JOIN bench_keepers k ON k.ordinal = i %% $7
        $insert$, partition) USING base, of_agency, month, length, events, people, keepers;
    EXECUTE format($sums$
        WITH counted AS MATERIALIZED (
            SELECT (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, date_trunc('hour', at) AS hour,
                   coalesce(actor_id, 0) AS actor, action, outcome, off_hours, session, network, at, detail FROM audit.%I
        ), days AS (
            INSERT INTO audit.daily AS sum SELECT $1, day, actor, action, outcome, count(*), count(*) FILTER (WHERE off_hours),
                coalesce(sum(CASE WHEN action = 'audit.exported' THEN 1200 END), 0)
            FROM counted GROUP BY 2, 3, 4, 5
            ON CONFLICT (agency_id, day, actor_id, action, outcome) DO UPDATE SET events = sum.events + excluded.events
        ), hours AS (
            INSERT INTO audit.hourly AS sum SELECT $1, hour, action, outcome, count(*) FROM counted GROUP BY 2, 3, 4
            ON CONFLICT (agency_id, hour, action, outcome) DO UPDATE SET events = sum.events + excluded.events
        )
        INSERT INTO audit.whereabouts AS seen
        SELECT $1, day, session, network, actor, count(*), min(at), max(at) FROM counted WHERE network IS NOT NULL
        GROUP BY 2, 3, 4, 5
        ON CONFLICT (agency_id, day, session, network, actor_id) DO UPDATE SET events = seen.events + excluded.events
        $sums$, partition) USING of_agency;
    COMMIT;
END $$;
