-- Sending: the directory of agencies, what was sent to whom, and what came back.

-- ---------------------------------------------------------------- the directory of agencies

-- Codes and folded names are compared byte by byte, so that a range of the index answers what begins like it: under plans
-- made once LIKE uses no index.
CREATE TABLE correspondent (                -- danh bạ cơ quan liên thông
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code           text   NOT NULL,         -- mã định danh, as its owner writes it
    code_key       text   COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(code)) STORED,
    name           text   NOT NULL,
    name_key       text   COLLATE "C" NOT NULL, -- the name's words, folded
    words          tsvector NOT NULL,       -- its words, and how people shorten them
    word_count     int    NOT NULL,         -- of two that are found the shorter name is meant
    parent         text   NOT NULL DEFAULT '', -- code of the agency above it (cơ quan chủ quản)
    linked         text   NOT NULL DEFAULT '', -- its other code: of 2016 beside that of 2020
    linked_key     text   COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(linked)) STORED,
    peer           text   NOT NULL DEFAULT '', -- which transport reaches it; none: the installation's first
    largest_packet bigint,                  -- the largest envelope it takes, in bytes
    source         text   NOT NULL,         -- which list it is from
    entered_at     timestamptz NOT NULL DEFAULT now(),
    left_at        timestamptz,             -- when the list had it no more
    CONSTRAINT correspondent_code_once UNIQUE (code_key),
    CONSTRAINT correspondent_name_not_blank CHECK (btrim(name) <> ''),
    CONSTRAINT correspondent_packet_is_some_size CHECK (largest_packet > 0)
);
COMMENT ON TABLE correspondent IS 'Agencies that envelopes can be sent to (danh bạ cơ quan); the same for the whole installation';
CREATE INDEX correspondent_by_name ON correspondent (name_key, word_count);
CREATE INDEX correspondent_by_linked ON correspondent (linked_key) WHERE linked <> '';
CREATE INDEX correspondent_by_length ON correspondent (word_count, id) WHERE left_at IS NULL;
CREATE INDEX correspondent_by_source ON correspondent (source, id) WHERE left_at IS NULL;
CREATE INDEX correspondent_search ON correspondent USING gin (words) WITH (fastupdate = off);

CREATE TABLE directory_sync (               -- đồng bộ danh bạ từ trục liên thông
    peer            text PRIMARY KEY,       -- whose list
    next_at         timestamptz NOT NULL,   -- when it is asked for again
    synchronised_at timestamptz,            -- when it was last entered
    listed          int,                    -- how many agencies it had then
    failing_since   timestamptz,            -- since when it did not come, or could not be right
    failures        int NOT NULL DEFAULT 0,
    refused         boolean NOT NULL DEFAULT false, -- it came the last time and cannot be right
    CONSTRAINT directory_sync_failures_are_since
        CHECK ((failures = 0) = (failing_since IS NULL) AND failures >= 0 AND (failures > 0 OR NOT refused))
);
COMMENT ON TABLE directory_sync IS 'How the lists of agencies of hubs and axes stand (tình trạng đồng bộ danh bạ)';

-- ---------------------------------------------------------------- what is sent

CREATE TABLE dispatch (                     -- văn bản gửi liên thông
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id         bigint NOT NULL REFERENCES agency,
    state             text   NOT NULL DEFAULT 'draft',
    version           int    NOT NULL DEFAULT 1,
    kind              text   NOT NULL,
    document_code     text   NOT NULL,      -- mã định danh văn bản, fixed when the draft is made
    concerns_id       bigint,               -- what it takes back, updates or replaces
    reason            text   NOT NULL DEFAULT '',
    details           jsonb  NOT NULL,
    reference_key     text   NOT NULL,      -- number and symbol folded, to compare
    issued_on         date,
    subject           text   NOT NULL,
    recipients        text[] NOT NULL DEFAULT '{}', -- codes, until it is sent
    first_file        int    NOT NULL DEFAULT 1, -- files before this one were exchanged for others
    digest            bytea  REFERENCES stored_file, -- the envelope, once it is sent
    size              bigint,
    drafted_by        bigint NOT NULL,
    drafted_at        timestamptz NOT NULL DEFAULT now(),
    sent_by           bigint,
    sent_at           timestamptz,
    CONSTRAINT dispatch_state_known CHECK (state IN ('draft', 'sent', 'discarded')),
    CONSTRAINT dispatch_kind_known CHECK (kind IN ('new', 'recall', 'update', 'replace')),
    CONSTRAINT dispatch_sent_is_whole
        CHECK ((state = 'sent') = (num_nonnulls(digest, size, sent_by, sent_at) = 4)),
    CONSTRAINT dispatch_concerns_another CHECK ((kind = 'new') = (concerns_id IS NULL)),
    CONSTRAINT dispatch_has_reason CHECK (kind = 'new' OR btrim(reason) <> ''),
    CONSTRAINT dispatch_of_one_agency UNIQUE (agency_id, id),
    CONSTRAINT dispatch_concerns_own FOREIGN KEY (agency_id, concerns_id) REFERENCES dispatch (agency_id, id),
    CONSTRAINT dispatch_drafter_of_own_agency FOREIGN KEY (agency_id, drafted_by) REFERENCES officer (agency_id, id),
    CONSTRAINT dispatch_sender_of_own_agency FOREIGN KEY (agency_id, sent_by) REFERENCES officer (agency_id, id)
);
COMMENT ON TABLE dispatch IS 'Documents sent to other agencies, and what was done to them afterwards (văn bản gửi liên thông)';
CREATE INDEX dispatch_newest ON dispatch (agency_id, state, id DESC);
CREATE INDEX dispatch_by_document_code ON dispatch (agency_id, document_code);
CREATE INDEX dispatch_by_reference ON dispatch (agency_id, reference_key, issued_on);
CREATE INDEX dispatch_by_concern ON dispatch (concerns_id) WHERE concerns_id IS NOT NULL;
CREATE INDEX dispatch_by_digest ON dispatch (digest) WHERE digest IS NOT NULL;
-- Two documents never have the same identifier; what is done to one has its identifier.
CREATE UNIQUE INDEX dispatch_document_code_once ON dispatch (agency_id, document_code)
    WHERE kind IN ('new', 'replace') AND state <> 'discarded';

CREATE FUNCTION dispatch_never_changes_once_sent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was sent never changes'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'dispatch_never_changes_once_sent';
END $$;
CREATE TRIGGER dispatch_never_changes_once_sent BEFORE UPDATE ON dispatch FOR EACH ROW
    WHEN (OLD.state <> 'draft') EXECUTE FUNCTION dispatch_never_changes_once_sent();

ALTER TABLE attachment
    ADD COLUMN dispatch_id bigint,
    DROP CONSTRAINT attachment_of_something,
    ADD CONSTRAINT attachment_of_something CHECK (num_nonnulls(intake_id, document_id, dispatch_id) >= 1),
    ADD CONSTRAINT attachment_dispatch_of_own_agency
        FOREIGN KEY (agency_id, dispatch_id) REFERENCES dispatch (agency_id, id);
CREATE INDEX attachment_by_dispatch ON attachment (dispatch_id, ordinal) WHERE dispatch_id IS NOT NULL;

CREATE TABLE dispatch_recipient (           -- nơi nhận
    dispatch_id bigint NOT NULL,
    ordinal     int    NOT NULL,
    agency_id   bigint NOT NULL,
    code        text   NOT NULL,
    code_key    text   COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(code)) STORED,
    linked_key  text   COLLATE "C" NOT NULL DEFAULT '', -- its other code then: it may answer under that one
    name        text   NOT NULL,
    outgoing_id bigint NOT NULL,
    status      text,                       -- the furthest that it said
    status_at   timestamptz,                -- when it said so
    seen_at     timestamptz,                -- when a clerk took note of its refusal
    PRIMARY KEY (dispatch_id, ordinal),
    CONSTRAINT dispatch_recipient_once UNIQUE (dispatch_id, code_key),
    CONSTRAINT dispatch_recipient_outgoing_once UNIQUE (outgoing_id),
    CONSTRAINT dispatch_recipient_outgoing_of_own_agency
        FOREIGN KEY (agency_id, outgoing_id) REFERENCES outgoing_envelope (agency_id, id),
    CONSTRAINT dispatch_recipient_status_known
        CHECK (status IN ('01', '02', '03', '04', '05', '06', '15', '16')),
    CONSTRAINT dispatch_recipient_of_own_agency FOREIGN KEY (agency_id, dispatch_id) REFERENCES dispatch (agency_id, id)
);
COMMENT ON TABLE dispatch_recipient IS 'To whom a dispatch was sent, and how far each says it is (nơi nhận)';
CREATE INDEX dispatch_recipient_refused ON dispatch_recipient (agency_id, dispatch_id DESC)
    WHERE status = '02' AND seen_at IS NULL;

CREATE TABLE delivery_status (              -- trạng thái của nơi nhận
    received_id bigint PRIMARY KEY REFERENCES exchange_status_received, -- what came, with both its times
    agency_id   bigint NOT NULL REFERENCES agency,
    dispatch_id bigint,
    ordinal     int,                        -- the recipient that says it
    set_aside   text   NOT NULL DEFAULT '', -- why it is applied to nothing that was sent
    CONSTRAINT delivery_status_applied_or_not_why
        CHECK ((set_aside = '') = (num_nonnulls(dispatch_id, ordinal) = 2)),
    CONSTRAINT delivery_status_reason_known CHECK (set_aside IN ('', 'unknownDocument', 'noRecipient')),
    CONSTRAINT delivery_status_of_recipient
        FOREIGN KEY (dispatch_id, ordinal) REFERENCES dispatch_recipient (dispatch_id, ordinal),
    CONSTRAINT delivery_status_dispatch_of_own_agency
        FOREIGN KEY (agency_id, dispatch_id) REFERENCES dispatch (agency_id, id)
);
COMMENT ON TABLE delivery_status IS 'What each status that came back belongs to, each once (trạng thái của nơi nhận)';
CREATE INDEX delivery_status_of_dispatch ON delivery_status (dispatch_id, ordinal, received_id);
CREATE INDEX delivery_status_set_aside ON delivery_status (agency_id, received_id DESC) WHERE set_aside <> '';

-- ---------------------------------------------------------------- the queue of each peer

-- Of which agencies envelopes wait, and through which peers: so that somebody hears of a peer that is not set up. The service
-- sees one agency's rows at a time; this tells it nothing of what they are. It goes from one pair to the next by the index
-- outgoing_envelope_due, however many wait.
CREATE FUNCTION peers_with_waiting_envelopes()
    RETURNS TABLE (agency text, peer text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        WITH RECURSIVE pair AS (
            (SELECT e.agency_id, e.peer FROM outgoing_envelope e WHERE e.state = 'waiting'
             ORDER BY e.agency_id, e.peer LIMIT 1)
            UNION ALL
            SELECT next.agency_id, next.peer
            FROM pair CROSS JOIN LATERAL (
                SELECT e.agency_id, e.peer FROM outgoing_envelope e
                WHERE e.state = 'waiting' AND (e.agency_id, e.peer) > (pair.agency_id, pair.peer)
                ORDER BY e.agency_id, e.peer LIMIT 1) AS next)
        SELECT a.code, pair.peer FROM pair JOIN agency a ON a.id = pair.agency_id
    $$;

-- ---------------------------------------------------------------- walls and rights

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['correspondent', 'directory_sync', 'dispatch', 'dispatch_recipient', 'delivery_status'] LOOP
        EXECUTE format('CREATE CONSTRAINT TRIGGER audit_event_required AFTER INSERT OR UPDATE OR DELETE ON %I '
                       'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require()', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['dispatch', 'dispatch_recipient', 'delivery_status'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY of_the_current_agency ON %I TO congvan_service USING (agency_id = current_agency())', t);
    END LOOP;
END $$;

GRANT SELECT, INSERT ON correspondent, directory_sync, dispatch, dispatch_recipient, delivery_status TO congvan_service;
GRANT UPDATE (name, name_key, words, word_count, parent, linked, peer, largest_packet, source, left_at)
    ON correspondent TO congvan_service;
GRANT UPDATE (next_at, synchronised_at, listed, failing_since, failures, refused) ON directory_sync TO congvan_service;
GRANT UPDATE (state, version, reason, details, reference_key, issued_on, subject, recipients, first_file, digest, size,
              sent_by, sent_at) ON dispatch TO congvan_service;
GRANT UPDATE (status, status_at, seen_at) ON dispatch_recipient TO congvan_service;
REVOKE EXECUTE ON FUNCTION peers_with_waiting_envelopes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION peers_with_waiting_envelopes() TO congvan_service;
