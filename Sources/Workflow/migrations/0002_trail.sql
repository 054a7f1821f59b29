-- The trail in full: logs that follow each other, what an event says beside, sums for questions over many events, and
-- what leaves the trail: shipments to collectors, time stamps, archives.

-- ---------------------------------------------------------------- the end of sessions

ALTER TABLE session ADD COLUMN name text NOT NULL DEFAULT ''; -- what the trail calls it; it opens nothing

-- Closes the sessions whose time is over; the service records the end of each.
CREATE FUNCTION close_expired_sessions()
    RETURNS TABLE (id bigint, agency_id bigint, roles text[], name text, idle boolean)
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        WITH ended AS (
            UPDATE session SET closed_at = now()
            WHERE closed_at IS NULL AND (expires_at <= now() OR seen_at + idle_limit <= now())
            RETURNING officer_id, name, expires_at > now() AS idle)
        SELECT o.id, o.agency_id, o.roles, ended.name, ended.idle FROM ended JOIN officer o ON o.id = ended.officer_id
    $$;

-- ---------------------------------------------------------------- the calendar

-- When the office works. The law sets the hours of each office and the days off of each year, so both are data. The newest
-- row holds; nothing is changed in one, so the trail and this table tell what held when.
CREATE TABLE calendar (                     -- lịch làm việc
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    opens      time[] NOT NULL,             -- in Vietnam, from Monday to Sunday; null where the office is closed
    closes     time[] NOT NULL,
    days_off   date[] NOT NULL,             -- public holidays and other days off
    entered_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT calendar_has_seven_weekdays
        CHECK (cardinality(opens) = 7 AND cardinality(closes) = 7)
);
COMMENT ON TABLE calendar IS 'The hours in which the office works, and its days off (lịch làm việc)';
-- is_off_hours tells whether somebody who is at work at this moment is so outside the office's hours (ngoài giờ). Every
-- event asks it, so each calendar writes the function anew, as an expression that costs no look into the table: seconds of
-- the week and days since 1970, in Vietnam, which is seven hours ahead all year.
CREATE FUNCTION calendar_holds() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    hours int8multirange;
    days bigint[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('calendar'));
    SELECT coalesce(range_agg(int8range((weekday - 1) * 86400 + extract(epoch FROM opens)::bigint,
                                        (weekday - 1) * 86400 + extract(epoch FROM closes)::bigint)), '{}') INTO hours
    FROM unnest(NEW.opens, NEW.closes) WITH ORDINALITY AS of_day (opens, closes, weekday) WHERE opens < closes;
    SELECT coalesce(array_agg(day - DATE '1970-01-01'), '{}') INTO days FROM unnest(NEW.days_off) AS day;
    EXECUTE format('CREATE OR REPLACE FUNCTION is_off_hours(moment timestamptz) RETURNS boolean '
                   'LANGUAGE sql STABLE PARALLEL SAFE AS %L', format(
        -- 1970 began on a Thursday, three days after a Monday.
        'SELECT NOT (floor(date_part(''epoch'', moment))::bigint + 7 * 3600 + 3 * 86400) %% 604800 <@ %L::int8multirange '
        'OR (floor(date_part(''epoch'', moment))::bigint + 7 * 3600) / 86400 = ANY (%L::bigint[])', hours, days));
    RETURN NULL;
END $$;
CREATE TRIGGER calendar_holds_from_now_on AFTER INSERT ON calendar FOR EACH ROW EXECUTE FUNCTION calendar_holds();
INSERT INTO calendar (opens, closes, days_off)
VALUES ('{07:00,07:00,07:00,07:00,07:00,NULL,NULL}', '{17:30,17:30,17:30,17:30,17:30,NULL,NULL}', '{}');

-- ---------------------------------------------------------------- logs that follow each other

ALTER TABLE audit.log
    ADD COLUMN opening   text,                 -- the first entry of a log that follows another, byte for byte
    ADD COLUMN after_log int,                  -- the last event of those before that stays sealed there
    ADD COLUMN after_xid xid8,
    ADD COLUMN after_id  bigint,
    ADD CONSTRAINT log_follows_another_unless_it_is_the_first
        CHECK (num_nonnulls(opening, after_log, after_xid, after_id) = CASE id WHEN 1 THEN 0 ELSE 4 END);
-- The log that events belong to which are written now. A database that went back gets a next log (audit.open_log), which
-- changes this function; so it costs nothing, and the order (log, xid, id) is one even where transactions are counted
-- from a lower number again.
CREATE FUNCTION audit.current_log() RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 1';

-- ---------------------------------------------------------------- what an event says beside

ALTER TABLE audit.event
    ADD COLUMN log_id    int     NOT NULL DEFAULT audit.current_log(),
    ADD COLUMN behalf    text    NOT NULL DEFAULT '', -- for whom it was done, where not for oneself: a unit (unit:7)
    ADD COLUMN off_hours boolean NOT NULL DEFAULT false,
    ADD COLUMN sought    text[];                      -- of each word that was searched for, a keyed digest
-- Events from before the calendar keep what they said: nothing.
ALTER TABLE audit.event ALTER COLUMN off_hours SET DEFAULT is_off_hours(now());

-- Domains, not constraints of the table, which PostgreSQL would read anew for each event.
CREATE DOMAIN audit.outcome AS text CONSTRAINT event_outcome_known CHECK (VALUE IN ('allowed', 'refused', 'failed'));
CREATE DOMAIN audit.channel AS text CONSTRAINT event_channel_known CHECK (VALUE IN ('web', 'api', 'command', 'service'));
CREATE DOMAIN audit.sha256 AS bytea CONSTRAINT event_commitment_is_sha256 CHECK (octet_length(VALUE) = 32);
ALTER TABLE audit.event
    DROP CONSTRAINT event_outcome_known, DROP CONSTRAINT event_channel_known,
    DROP CONSTRAINT event_commitment_is_sha256,
    ALTER COLUMN outcome TYPE audit.outcome, ALTER COLUMN channel TYPE audit.channel,
    ALTER COLUMN commitment TYPE audit.sha256;

-- The number of this transaction, which it marks as one that leaves an event. Looking for the event itself would open every
-- month of the trail, for each row that an act changes; the mark is undone with its savepoint, and another transaction has
-- another number.
CREATE FUNCTION audit.on_record() RETURNS xid8 LANGUAGE sql VOLATILE
    AS $$ SELECT set_config('congvan.on_record', pg_current_xact_id()::text, true)::xid8 $$;
ALTER TABLE audit.event ALTER COLUMN xid SET DEFAULT audit.on_record();

CREATE INDEX event_by_place ON audit.event (log_id, xid, id); -- the order in which events are sealed
DROP INDEX audit.event_by_transaction;
-- Each question that people ask of a part of the trail has an index of that part alone.
CREATE INDEX event_refused ON audit.event (agency_id, at DESC, id DESC) WHERE outcome <> 'allowed';
CREATE INDEX event_refused_by_actor ON audit.event (actor_id, at DESC, id DESC) WHERE outcome <> 'allowed';
CREATE INDEX event_off_hours ON audit.event (agency_id, at DESC, id DESC) WHERE off_hours;
CREATE INDEX event_of_keepers ON audit.event (agency_id, at DESC, id DESC)
    WHERE actor_roles IN ('auditor', 'administrator');
CREATE INDEX event_of_rights ON audit.event (agency_id, at DESC, id DESC)
    WHERE action IN ('account.created', 'account.changed', 'account.roles-changed', 'account.password-changed',
                     'token.issued', 'agency.founded', 'calendar.changed', 'settings.changed');
CREATE INDEX event_of_sign_ins ON audit.event (agency_id, at DESC, id DESC)
    WHERE action IN ('session.refused', 'session.blocked');
CREATE INDEX event_sought ON audit.event USING gin (sought) WHERE sought IS NOT NULL;

-- Who searched for all of these words, newest first: digests in, the places of events out. It is no condition of a query,
-- for under row security PostgreSQL could not use the index of words, and it is planned with the words at hand: of rare
-- ones the index leads, of common ones the order of time.
CREATE FUNCTION audit.seekers(words text[], since timestamptz, until timestamptz,
                              before_at timestamptz, before_id bigint, most int)
    RETURNS TABLE (at timestamptz, id bigint) ROWS 100
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = audit, public, pg_temp AS $$
BEGIN
    RETURN QUERY EXECUTE
        'SELECT e.at, e.id FROM audit.event e
         WHERE e.sought @> $1 AND e.sought IS NOT NULL AND (e.agency_id = $2 OR e.agency_id IS NULL)
           AND e.at >= $3 AND e.at < $4 AND (e.at, e.id) < ($5, $6)
         ORDER BY e.at DESC, e.id DESC LIMIT $7'
        USING words, current_agency(), coalesce(since, '-infinity'), coalesce(until, 'infinity'),
              coalesce(before_at, 'infinity'), coalesce(before_id, 0), most;
END $$;

-- What is sealed by one log may have been written to the one before.
ALTER TABLE audit.checkpoint ADD COLUMN through_log int NOT NULL DEFAULT 1; -- the log in which the last of them was written
ALTER TABLE audit.checkpoint ALTER COLUMN through_log DROP DEFAULT;
-- The highest number of an event that is sealed by then, so that what is written later can be told from it wherever its
-- transaction's number puts it. For what was sealed before there was this column, no event has a higher one yet.
DO $$
BEGIN
    EXECUTE format('ALTER TABLE audit.checkpoint ADD COLUMN highest_id bigint DEFAULT %s',
                   (SELECT coalesce(max(id), 0) FROM audit.event));
    ALTER TABLE audit.checkpoint ALTER COLUMN highest_id DROP DEFAULT;
END $$;
CREATE INDEX checkpoint_by_place ON audit.checkpoint (log_id, through_log, through_xid, through_id);
DROP INDEX audit.checkpoint_by_event;

DROP FUNCTION audit.decided(xid8, bigint, int);
DROP FUNCTION audit.waiting(xid8, bigint);
DROP FUNCTION audit.place(xid8, bigint);
DROP FUNCTION audit.wrong_particulars(bigint, bigint);
-- The next events in the order in which they are sealed. A transaction that may still commit has an xid that is not below
-- the snapshot's, so nothing can come to stand between or before those that are returned; nobody writes to an earlier log
-- any more. The service sees one agency's events at a time; this gives it what is sealed, of all.
CREATE FUNCTION audit.decided(after_log int, after_xid xid8, after_id bigint, most int)
    RETURNS SETOF audit.event LANGUAGE sql STABLE SECURITY DEFINER SET search_path = audit, pg_temp
    SET work_mem = '32MB' -- what it returns is a batch of some megabytes
    AS $$
        SELECT * FROM audit.event
        WHERE (log_id, xid, id) > (after_log, after_xid, after_id)
          AND (log_id < audit.current_log() OR xid < pg_snapshot_xmin(pg_current_snapshot()))
        ORDER BY log_id, xid, id LIMIT most
    $$;

-- How long, in seconds, the oldest event after this one has waited: for its transaction to be decided, or for the seal.
CREATE FUNCTION audit.waiting(after_log int, after_xid xid8, after_id bigint)
    RETURNS double precision LANGUAGE sql STABLE SECURITY DEFINER SET search_path = audit, pg_temp
    AS $$
        SELECT extract(epoch FROM clock_timestamp() - at) FROM audit.event
        WHERE (log_id, xid, id) > (after_log, after_xid, after_id) ORDER BY log_id, xid, id LIMIT 1
    $$;

-- The particulars of events of a time, as commitments, in the order of their index; what they say stays here. They begin
-- after one that was given before.
CREATE FUNCTION audit.committed(after_at timestamptz, after_id bigint, until timestamptz, most int)
    RETURNS TABLE (event_at timestamptz, event_id bigint, agency_id bigint, commitment bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = audit, pg_temp SET work_mem = '32MB'
    AS $$
        SELECT p.event_at, p.event_id, p.agency_id, sha256(p.salt || convert_to(p.text, 'UTF8'))
        FROM audit.particulars p
        WHERE p.event_at >= after_at AND p.event_at <= until AND (p.event_at, p.event_id) > (after_at, after_id)
        ORDER BY p.event_at, p.event_id LIMIT most
    $$;

-- Where an event stands in the order of the log.
CREATE FUNCTION audit.place_of(event_at timestamptz, event_id bigint)
    RETURNS TABLE (log_id int, xid xid8) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = audit, pg_temp
    AS $$ SELECT e.log_id, e.xid FROM audit.event e WHERE e.at = event_at AND e.id = event_id $$;

-- An event's place in a log, from 0: what the checkpoint before it seals, and how many come between. A log that follows
-- another begins with an entry that is no event.
CREATE FUNCTION audit.place(in_log int, of_log int, of_xid xid8, of_id bigint)
    RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = audit, pg_temp
    AS $$
        WITH before AS (
            (SELECT size, through_log, through_xid, through_id FROM audit.checkpoint
             WHERE log_id = in_log AND (through_log, through_xid, through_id) < (of_log, of_xid, of_id)
             ORDER BY through_log DESC, through_xid DESC, through_id DESC LIMIT 1)
            UNION ALL
            (SELECT (id > 1)::int, coalesce(after_log, 0), coalesce(after_xid, '0'), coalesce(after_id, 0)
             FROM audit.log WHERE id = in_log)
            LIMIT 1)
        SELECT before.size + (
            SELECT count(*) FROM audit.event
            WHERE (log_id, xid, id) > (before.through_log, before.through_xid, before.through_id)
              AND (log_id, xid, id) < (of_log, of_xid, of_id))
        FROM before
    $$;

-- Whether transactions are counted from a lower number than when events were written, as where a dump was put into another
-- cluster: what is written then comes to stand before what is sealed. An event that can be seen was written by a
-- transaction below the snapshot's end, or the count has gone back. Given the highest number of an event that is sealed,
-- it also sees what was written while nobody looked.
CREATE FUNCTION audit.counted_anew(through_log int, through_xid xid8, through_id bigint, highest bigint)
    RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = audit, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM audit.event
               WHERE log_id = audit.current_log() AND xid >= pg_snapshot_xmax(pg_current_snapshot())) THEN
        RETURN true;
    END IF;
    -- Planned for the number itself: few events have a higher one, and their index leads to them at once.
    RETURN highest IS NOT NULL
        AND EXISTS (SELECT FROM audit.event WHERE id > highest AND log_id = audit.current_log()
                    AND (log_id, xid, id) <= (through_log, through_xid, through_id));
END $$;

-- Opens the next log after an incident (mở sổ niêm phong mới): its first entry holds the last checkpoint that was
-- published. What this database sealed beyond the size up to which both agree is sealed anew. The owner calls it, never
-- the service.
-- Nobody seals meanwhile, and whoever is writing an event has finished before, so nothing comes late to the log before.
-- Whoever writes next waits for the lock, and with it learns of the new log.
CREATE FUNCTION audit.open_log(number int, origin text, opening text, agreed bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = audit, pg_temp AS $$
DECLARE
    before int;
    here audit.log;
    last audit.checkpoint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit.seal'));
    LOCK TABLE audit.event IN EXCLUSIVE MODE;
    before := audit.current_log();
    IF number <= before THEN RAISE EXCEPTION 'log % is open already', before; END IF;
    SELECT * INTO here FROM audit.log WHERE id = before;
    SELECT * INTO last FROM audit.checkpoint WHERE log_id = before AND size <= agreed ORDER BY size DESC LIMIT 1;
    -- What was written after a dump was restored may stand before what is sealed: it belongs to the new log. Of what is
    -- sealed of an event nothing changes.
    IF EXISTS (SELECT FROM audit.event WHERE id > last.highest_id AND log_id = before
               AND (log_id, xid, id) <= (last.through_log, last.through_xid, last.through_id)) THEN
        ALTER TABLE audit.event DISABLE TRIGGER event_append_only;
        UPDATE audit.event SET log_id = open_log.number WHERE id > last.highest_id AND log_id = before
            AND (log_id, xid, id) <= (last.through_log, last.through_xid, last.through_id);
        ALTER TABLE audit.event ENABLE TRIGGER event_append_only;
    END IF;
    INSERT INTO audit.log (id, origin, opening, after_log, after_xid, after_id)
    VALUES (open_log.number, open_log.origin, open_log.opening, coalesce(last.through_log, here.after_log, 0),
            coalesce(last.through_xid, here.after_xid, '0'), coalesce(last.through_id, here.after_id, 0));
    EXECUTE format('CREATE OR REPLACE FUNCTION audit.current_log() RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE '
                   'AS %L', 'SELECT ' || number);
END $$;

CREATE OR REPLACE FUNCTION audit.require() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('congvan.on_record', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        RAISE EXCEPTION 'no audit event in this transaction for %', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'audit_event_required';
    END IF;
    RETURN NULL;
END $$;

-- ---------------------------------------------------------------- sums of the trail

-- What is sealed is counted in the transaction that seals it, once. The sums can be made anew from the events at any
-- time and prove nothing; they answer what would read millions of events. Number 0 stands for no agency and no officer.
CREATE TABLE audit.daily (                  -- tổng hợp theo ngày
    agency_id bigint  NOT NULL,
    day       date    NOT NULL,             -- in Vietnam
    actor_id  bigint  NOT NULL,
    action    text    NOT NULL,
    outcome   text    NOT NULL,
    events    bigint  NOT NULL,
    off_hours bigint  NOT NULL,             -- of them, outside the office's hours
    lines     bigint  NOT NULL,             -- lines that exports gave away
    PRIMARY KEY (agency_id, day, actor_id, action, outcome)
);
COMMENT ON TABLE audit.daily IS 'How many events of each kind, by day and officer (tổng hợp nhật ký)';
CREATE INDEX daily_by_actor ON audit.daily (agency_id, actor_id, day DESC);
-- Who reads and exports the most, answered by the index alone.
CREATE INDEX daily_of_readers ON audit.daily (agency_id, day, actor_id) INCLUDE (action, outcome, events, off_hours, lines)
    WHERE outcome = 'allowed' AND action IN ('incoming.viewed', 'file.opened', 'audit.exported');

CREATE TABLE audit.hourly (                 -- tổng hợp theo giờ
    agency_id bigint      NOT NULL,
    hour      timestamptz NOT NULL,
    action    text        NOT NULL,
    outcome   text        NOT NULL,
    events    bigint      NOT NULL,
    PRIMARY KEY (agency_id, hour, action, outcome)
);
COMMENT ON TABLE audit.hourly IS 'How many events of each kind, by hour (tổng hợp nhật ký)';

CREATE TABLE audit.whereabouts (            -- phiên làm việc và mạng
    agency_id bigint      NOT NULL,
    day       date        NOT NULL,         -- in Vietnam
    session   text        NOT NULL,
    network   cidr        NOT NULL,
    actor_id  bigint      NOT NULL,
    events    bigint      NOT NULL,
    first_at  timestamptz NOT NULL,
    last_at   timestamptz NOT NULL,
    PRIMARY KEY (agency_id, day, session, network, actor_id)
);
COMMENT ON TABLE audit.whereabouts IS 'From which networks each session was used, by day (phiên làm việc và mạng)';
CREATE INDEX whereabouts_by_session ON audit.whereabouts (session, day);

CREATE TABLE audit.summed (                 -- đã tổng hợp đến đâu
    single   boolean PRIMARY KEY DEFAULT true,
    log_id   int    NOT NULL,
    xid      xid8   NOT NULL,
    event_id bigint NOT NULL,
    CONSTRAINT summed_is_one_row CHECK (single)
);
COMMENT ON TABLE audit.summed IS 'The last event that the sums count (đã tổng hợp đến đâu)';
INSERT INTO audit.summed (log_id, xid, event_id) VALUES (0, '0', 0);

-- Counts what comes after the last event that was counted, up to this one.
CREATE FUNCTION audit.sum_up(to_log int, to_xid xid8, to_id bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = audit, public, pg_temp AS $$
DECLARE
    through audit.summed;
BEGIN
    SELECT * INTO through FROM audit.summed FOR UPDATE;
    IF (to_log, to_xid, to_id) <= (through.log_id, through.xid, through.event_id) THEN RETURN; END IF;
    WITH counted AS MATERIALIZED (
        SELECT coalesce(agency_id, 0) AS agency_id, at, coalesce(actor_id, 0) AS actor_id, action, outcome, off_hours,
               session, network, detail
        FROM audit.event
        WHERE (log_id, xid, id) > (through.log_id, through.xid, through.event_id)
          AND (log_id, xid, id) <= (to_log, to_xid, to_id)
    ), days AS (
        INSERT INTO audit.daily AS sum
        SELECT agency_id, (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, actor_id, action, outcome, count(*),
               count(*) FILTER (WHERE off_hours),
               coalesce(sum(CASE WHEN action = 'audit.exported' THEN (detail ->> 'rows')::bigint END), 0)
        FROM counted GROUP BY 1, 2, 3, 4, 5
        ON CONFLICT (agency_id, day, actor_id, action, outcome) DO UPDATE
            SET events = sum.events + excluded.events, off_hours = sum.off_hours + excluded.off_hours,
                lines = sum.lines + excluded.lines
    ), hours AS (
        INSERT INTO audit.hourly AS sum
        SELECT agency_id, date_trunc('hour', at), action, outcome, count(*) FROM counted GROUP BY 1, 2, 3, 4
        ON CONFLICT (agency_id, hour, action, outcome) DO UPDATE SET events = sum.events + excluded.events
    )
    INSERT INTO audit.whereabouts AS seen
    SELECT agency_id, (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, session, network, actor_id, count(*), min(at), max(at)
    FROM counted WHERE session <> '' AND network IS NOT NULL GROUP BY 1, 2, 3, 4, 5
    ON CONFLICT (agency_id, day, session, network, actor_id) DO UPDATE
        SET events = seen.events + excluded.events, first_at = least(seen.first_at, excluded.first_at),
            last_at = greatest(seen.last_at, excluded.last_at);
    UPDATE audit.summed SET log_id = to_log, xid = to_xid, event_id = to_id;
END $$;

-- ---------------------------------------------------------------- what leaves the trail, and what is asked of it often

CREATE TABLE audit.shipment (               -- đã gửi máy thu nhật ký đến đâu
    collector text   PRIMARY KEY,           -- its host and port
    log_id    int    NOT NULL,
    size      bigint NOT NULL,              -- so many entries of the log were sent
    sent_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE audit.shipment IS 'How far the trail was sent to each collector (đã gửi máy thu nhật ký đến đâu)';

CREATE TABLE audit.stamp (                  -- dấu thời gian
    log_id    int    NOT NULL,
    size      bigint NOT NULL,
    token     bytea  NOT NULL,              -- an RFC 3161 response over the checkpoint's bytes
    authority text   NOT NULL,
    stamped_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (log_id, size, authority),
    CONSTRAINT stamp_of_a_checkpoint FOREIGN KEY (log_id, size) REFERENCES audit.checkpoint
);
COMMENT ON TABLE audit.stamp IS 'Time stamps of others over checkpoints (dấu thời gian, RFC 3161)';

CREATE TABLE audit.archive (                -- kho lưu nhật ký
    month    date   PRIMARY KEY,            -- its first day, in UTC, as the partitions are
    file     text   NOT NULL,               -- in the archive's folder
    digest   bytea  NOT NULL,               -- SHA-256 of the file
    events   bigint NOT NULL,               -- how many it holds
    kept     bigint NOT NULL DEFAULT 0,     -- how many of them stayed here, as a document's own history does
    made_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    left_out_at timestamptz,                -- since when the others are in the archive alone
    CONSTRAINT archive_digest_is_sha256 CHECK (octet_length(digest) = 32),
    CONSTRAINT archive_of_a_month CHECK (extract(day FROM month) = 1)
);
COMMENT ON TABLE audit.archive IS 'Months of the trail that were written to archives (kho lưu nhật ký)';

-- Takes a month out of the database whose archive was read back, and leaves what belongs to documents; returns how many
-- events that is. The owner calls it, never the service. What stays is copied into a new partition, which takes the place
-- of the old one, so nothing is deleted row by row and everybody waits for a moment only.
CREATE FUNCTION audit.leave_out(of_month date) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = audit, public, pg_temp AS $$
DECLARE
    suffix text := to_char(of_month, 'YYYY_MM');
    first timestamptz := of_month::timestamp AT TIME ZONE 'UTC';
    next timestamptz := (of_month + interval '1 month')::timestamp AT TIME ZONE 'UTC';
    kind text;
    rest bigint;
BEGIN
    IF next + interval '12 months' > now() THEN
        RAISE EXCEPTION 'the trail stays for twelve months'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'archive_left_out_after_a_year';
    END IF;
    PERFORM FROM audit.archive WHERE month = of_month AND left_out_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a month is archived before it is left out'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'archive_made_before_left_out';
    END IF;
    FOREACH kind IN ARRAY ARRAY['event', 'particulars'] LOOP
        EXECUTE format('CREATE TABLE audit.%I (LIKE audit.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)',
                       kind || '_kept', kind);
    END LOOP;
    EXECUTE format('INSERT INTO audit.event_kept SELECT * FROM audit.%I WHERE document_id IS NOT NULL',
                   'event_' || suffix);
    GET DIAGNOSTICS rest = ROW_COUNT;
    EXECUTE format('INSERT INTO audit.particulars_kept SELECT p.* FROM audit.%I p '
                   'JOIN audit.event_kept e ON e.at = p.event_at AND e.id = p.event_id', 'particulars_' || suffix);
    FOREACH kind IN ARRAY ARRAY['event', 'particulars'] LOOP
        -- With this it need not be read when it is attached.
        EXECUTE format('ALTER TABLE audit.%I ADD CONSTRAINT kept_of_its_month CHECK (%I >= %L AND %2$I < %4$L)',
                       kind || '_kept', CASE kind WHEN 'event' THEN 'at' ELSE 'event_at' END, first, next);
        EXECUTE format('ALTER TABLE audit.%I DETACH PARTITION audit.%I', kind, kind || '_' || suffix);
        EXECUTE format('DROP TABLE audit.%I', kind || '_' || suffix);
        EXECUTE format('ALTER TABLE audit.%I RENAME TO %I', kind || '_kept', kind || '_' || suffix);
        EXECUTE format('ALTER TABLE audit.%I ATTACH PARTITION audit.%I FOR VALUES FROM (%L) TO (%L)',
                       kind, kind || '_' || suffix, first, next);
        EXECUTE format('ALTER TABLE audit.%I DROP CONSTRAINT kept_of_its_month', kind || '_' || suffix);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON audit.%I FOR EACH STATEMENT '
                       'EXECUTE FUNCTION audit.append_only()', kind || '_never_truncated', kind || '_' || suffix);
    END LOOP;
    UPDATE audit.archive SET kept = rest, left_out_at = clock_timestamp() WHERE month = of_month;
    RETURN rest;
END $$;

-- Erases the particulars of an agency's events, where the law wants it; returns the numbers of those that had any. The
-- owner calls it, never the service.
CREATE FUNCTION audit.erase_particulars(events bigint[], of_agency bigint) RETURNS SETOF bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = audit, pg_temp AS $$
BEGIN
    ALTER TABLE audit.particulars DISABLE TRIGGER particulars_append_only;
    RETURN QUERY
        DELETE FROM audit.particulars p USING audit.event e
        WHERE e.id = ANY (events) AND e.agency_id = of_agency AND p.event_at = e.at AND p.event_id = e.id
        RETURNING p.event_id;
    ALTER TABLE audit.particulars ENABLE TRIGGER particulars_append_only;
END $$;

CREATE TABLE saved_question (               -- câu hỏi đã lưu
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id  bigint NOT NULL REFERENCES agency,
    officer_id bigint NOT NULL REFERENCES officer,
    name       text   NOT NULL,
    query      text   NOT NULL,             -- the page's address after the question mark
    mail_to    text   NOT NULL DEFAULT '',  -- where a daily mail goes; empty for none
    mailed_through timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now(),
    removed_at timestamptz,
    CONSTRAINT saved_question_has_a_name CHECK (name <> '' AND length(name) <= 200),
    CONSTRAINT saved_question_is_no_novel CHECK (length(query) <= 2000),
    CONSTRAINT saved_question_mail_is_an_address CHECK (mail_to = '' OR mail_to ~ '^[^\s@<>"]+@[^\s@<>"]+$')
);
COMMENT ON TABLE saved_question IS 'Questions that an auditor asks of the trail again and again (câu hỏi đã lưu)';
CREATE INDEX saved_question_by_officer ON saved_question (officer_id, id) WHERE removed_at IS NULL;

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['calendar', 'saved_question'] LOOP
        EXECUTE format('CREATE CONSTRAINT TRIGGER audit_event_required AFTER INSERT OR UPDATE OR DELETE ON %I '
                       'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require()', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['stamp', 'archive'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE DELETE OR TRUNCATE ON audit.%I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION audit.append_only()', t || '_never_deleted', t);
    END LOOP;
END $$;
ALTER TABLE saved_question ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_the_current_agency ON saved_question TO congvan_service USING (agency_id = current_agency());
ALTER TABLE audit.daily ENABLE ROW LEVEL SECURITY;
-- Asked once for a statement, not for each of its thousands of rows.
CREATE POLICY of_the_current_agency ON audit.daily TO congvan_service
    USING (agency_id = (SELECT current_agency()) OR agency_id = 0);
ALTER TABLE audit.hourly ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_the_current_agency ON audit.hourly TO congvan_service
    USING (agency_id = (SELECT current_agency()) OR agency_id = 0);
ALTER TABLE audit.whereabouts ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_the_current_agency ON audit.whereabouts TO congvan_service
    USING (agency_id = (SELECT current_agency()) OR agency_id = 0);

GRANT SELECT ON audit.daily, audit.hourly, audit.whereabouts, audit.shipment, audit.stamp, audit.archive
    TO congvan_service;
GRANT INSERT (behalf, sought) ON audit.event TO congvan_service;
GRANT INSERT (collector, log_id, size), UPDATE (log_id, size, sent_at) ON audit.shipment TO congvan_service;
GRANT INSERT (log_id, size, token, authority) ON audit.stamp TO congvan_service;
GRANT INSERT (through_log, highest_id) ON audit.checkpoint TO congvan_service;
GRANT SELECT, INSERT ON calendar TO congvan_service;
GRANT SELECT, INSERT, UPDATE (mail_to, mailed_through, removed_at) ON saved_question TO congvan_service;
REVOKE EXECUTE ON FUNCTION
    audit.decided(int, xid8, bigint, int),
    audit.committed(timestamptz, bigint, timestamptz, int),
    audit.place_of(timestamptz, bigint),
    audit.place(int, int, xid8, bigint),
    audit.waiting(int, xid8, bigint),
    audit.sum_up(int, xid8, bigint),
    audit.counted_anew(int, xid8, bigint, bigint),
    audit.seekers(text[], timestamptz, timestamptz, timestamptz, bigint, int),
    close_expired_sessions(),
    audit.open_log(int, text, text, bigint),
    audit.leave_out(date),
    audit.erase_particulars(bigint[], bigint)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    audit.decided(int, xid8, bigint, int),
    audit.committed(timestamptz, bigint, timestamptz, int),
    audit.place_of(timestamptz, bigint),
    audit.place(int, int, xid8, bigint),
    audit.waiting(int, xid8, bigint),
    audit.sum_up(int, xid8, bigint),
    audit.counted_anew(int, xid8, bigint, bigint),
    audit.seekers(text[], timestamptz, timestamptz, timestamptz, bigint, int),
    close_expired_sessions()
    TO congvan_service;

-- What was sealed before there were sums is counted now.
SELECT audit.sum_up(through_log, through_xid, through_id) FROM audit.checkpoint
WHERE log_id = 1 ORDER BY size DESC LIMIT 1;
