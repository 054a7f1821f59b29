-- Exchange: what peers deliver, what is told them in return, and what becomes of a document that is taken back, changed or
-- replaced by its sender.

-- ---------------------------------------------------------------- what a peer delivered

-- What an envelope does: it brings a document, or asks something about one that came before.
ALTER TABLE intake
    ADD COLUMN business text NOT NULL DEFAULT 'new',
    ADD COLUMN peer text NOT NULL DEFAULT '',           -- through whom it came, by its name in the configuration; empty by hand
    ADD COLUMN message_id text NOT NULL DEFAULT '',     -- what the peer called it when it came first
    -- Codes are compared without regard to case. A column, for under row security no index is searched by an expression.
    ADD COLUMN sender_key text NOT NULL GENERATED ALWAYS AS (upper(sender_code)) STORED,
    ADD COLUMN reference_key text NOT NULL DEFAULT '',  -- number and symbol folded, for peers whose identifiers differ
    ADD COLUMN issued_on date,
    ADD COLUMN concerns text[] NOT NULL DEFAULT '{}',   -- the identifiers of the documents that a request is about
    ADD COLUMN signature text NOT NULL DEFAULT '',      -- the verdict on its signature, in a word
    ADD COLUMN deliveries int NOT NULL DEFAULT 1,
    ADD COLUMN delivered_at timestamptz NOT NULL DEFAULT now(), -- the last time
    ADD COLUMN answer text NOT NULL DEFAULT '',         -- what its sender was told: 15 agreed, 16 refused
    ALTER COLUMN received_by DROP NOT NULL,             -- nobody, where the service took it in
    DROP CONSTRAINT intake_state_known,
    ADD CONSTRAINT intake_state_known
        CHECK (state IN ('waiting', 'faulty', 'registered', 'refused', 'accepted', 'withdrawn', 'replaced')),
    ADD CONSTRAINT intake_business_known CHECK (business IN ('new', 'recall', 'update', 'replace')),
    ADD CONSTRAINT intake_answer_known CHECK (answer IN ('', '15', '16')),
    ADD CONSTRAINT intake_answers_a_request CHECK ((business = 'new') <= (answer = '')),
    ADD CONSTRAINT intake_by_someone_or_a_peer CHECK (received_by IS NOT NULL OR peer <> ''),
    ADD CONSTRAINT intake_delivered_at_least_once CHECK (deliveries >= 1);
-- Exactly once: the same bytes, and of a new document the same identifier, are one intake however often they come. What is
-- faulty stands apart, so that nobody can keep a document out by sending rubbish under its identifier.
CREATE UNIQUE INDEX intake_bytes_once ON intake (agency_id, digest, fault) WHERE peer <> '';
CREATE UNIQUE INDEX intake_document_once ON intake (agency_id, sender_key, sender_document_code)
    WHERE peer <> '' AND business = 'new' AND fault = '' AND sender_document_code <> '';
CREATE INDEX intake_by_sender_key ON intake (agency_id, sender_key, sender_document_code)
    WHERE sender_document_code <> '';
CREATE INDEX intake_by_reference ON intake (agency_id, sender_key, reference_key, issued_on) WHERE reference_key <> '';
-- The requests that wait, which a document's page asks for; they are few.
CREATE INDEX intake_waiting_requests ON intake (agency_id, sender_key, id) WHERE state = 'waiting' AND business <> 'new';

ALTER TABLE attachment ALTER COLUMN added_by DROP NOT NULL; -- nobody, where the service took it in

-- ---------------------------------------------------------------- documents that were withdrawn, changed or replaced

ALTER TABLE incoming_document
    ADD COLUMN closing text,                            -- withdrawn or replaced; it keeps its number, its details and its trail
    ADD COLUMN closed_at timestamptz,
    ADD COLUMN closed_by_intake bigint,                 -- the request by which it was
    ADD CONSTRAINT incoming_document_closing_known CHECK (closing IN ('withdrawn', 'replaced')),
    ADD CONSTRAINT incoming_document_closed_by_a_request
        CHECK (num_nonnulls(closing, closed_at, closed_by_intake) IN (0, 3)),
    ADD CONSTRAINT incoming_document_closing_of_own_agency
        FOREIGN KEY (agency_id, closed_by_intake) REFERENCES intake (agency_id, id);
DROP INDEX incoming_document_to_decide;
CREATE INDEX incoming_document_to_decide ON incoming_document (agency_id, precedence, id)
    WHERE state = 'received' AND closing IS NULL;
CREATE INDEX incoming_document_closed_by ON incoming_document (closed_by_intake) WHERE closed_by_intake IS NOT NULL;

CREATE FUNCTION incoming_document_stays_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a document that was withdrawn or replaced stays so'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'incoming_document_stays_closed';
END $$;
CREATE TRIGGER incoming_document_stays_closed
    BEFORE UPDATE OF closing, closed_at, closed_by_intake ON incoming_document FOR EACH ROW
    WHEN (OLD.closing IS NOT NULL AND (OLD.closing, OLD.closed_at, OLD.closed_by_intake)
          IS DISTINCT FROM (NEW.closing, NEW.closed_at, NEW.closed_by_intake))
    EXECUTE FUNCTION incoming_document_stays_closed();

CREATE TABLE incoming_version (             -- thông tin trước khi cập nhật
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id   bigint NOT NULL,
    document_id bigint NOT NULL,
    version     int    NOT NULL,            -- the document's last version with these details
    details     jsonb  NOT NULL,
    intake_id   bigint NOT NULL,            -- the update that changed them
    changed_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT incoming_version_once UNIQUE (document_id, version),
    CONSTRAINT incoming_version_document_of_own_agency
        FOREIGN KEY (agency_id, document_id) REFERENCES incoming_document (agency_id, id),
    CONSTRAINT incoming_version_intake_of_own_agency
        FOREIGN KEY (agency_id, intake_id) REFERENCES intake (agency_id, id)
);
COMMENT ON TABLE incoming_version IS 'The details of a document before its sender changed them (thông tin trước khi cập nhật)';

-- What a sender changes in a document. The service itself may not write details: here the earlier ones are kept first, and only
-- an update of the same agency that waits for its answer changes anything. Of a document that is closed nothing changes.
CREATE FUNCTION change_incoming_details(of_document bigint, by_intake bigint, details jsonb, new_reference_key text)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    changed incoming_document;
BEGIN
    INSERT INTO incoming_version (agency_id, document_id, version, details, intake_id)
    SELECT d.agency_id, d.id, d.version, to_jsonb(d), i.id
    FROM incoming_document d JOIN intake i ON i.agency_id = d.agency_id AND i.business = 'update' AND i.state = 'waiting'
    WHERE d.id = of_document AND i.id = by_intake AND d.agency_id = current_agency() AND d.closing IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'only an update of its sender changes a document'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'incoming_document_changed_by_an_update';
    END IF;
    changed := jsonb_populate_record(NULL::incoming_document, details);
    UPDATE incoming_document
    SET sender_name = changed.sender_name, code_number = changed.code_number, code_notation = changed.code_notation,
        reference_key = new_reference_key, issued_on = changed.issued_on, type_name = changed.type_name,
        subject = changed.subject, signer_name = changed.signer_name, signer_position = changed.signer_position,
        signer_competence = changed.signer_competence, urgency = changed.urgency, due_on = changed.due_on,
        pages = changed.pages, copies = changed.copies
    WHERE id = of_document;
END $$;

-- ---------------------------------------------------------------- what goes out

CREATE TABLE outgoing_envelope (            -- hộp gửi
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id   bigint NOT NULL REFERENCES agency,
    peer        text   NOT NULL,            -- who carries it, by the name in the configuration
    sender      text   NOT NULL,            -- our code (mã định danh nơi gửi)
    recipient   text   NOT NULL,            -- mã định danh nơi nhận
    message_id  text   NOT NULL,            -- its name through all attempts, so that the other side has it once
    kind        text   NOT NULL,
    -- Its bytes, fixed when it was posted: a file of the store or, where it is small, here.
    digest      bytea  REFERENCES stored_file,
    body        bytea,
    -- A status: of which intake, and which.
    intake_id   bigint,
    status_code text,
    state       text   NOT NULL DEFAULT 'waiting',
    attempts    int    NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    leased_by   uuid,                       -- the worker that is sending it now
    leased_until timestamptz,
    receipt     text   NOT NULL DEFAULT '', -- the other side's name of it
    fault       text   NOT NULL DEFAULT '', -- why the last attempt failed, by its name for programs
    fault_vi    text   NOT NULL DEFAULT '',
    fault_en    text   NOT NULL DEFAULT '',
    posted_at   timestamptz NOT NULL DEFAULT now(),
    ended_at    timestamptz,                -- when it was sent, or given up
    CONSTRAINT outgoing_envelope_kind_known CHECK (kind IN ('document', 'status')),
    CONSTRAINT outgoing_envelope_state_known CHECK (state IN ('waiting', 'sent', 'dead')),
    CONSTRAINT outgoing_envelope_message_once UNIQUE (message_id),
    CONSTRAINT outgoing_envelope_message_plain CHECK (message_id ~ '^[a-z0-9-]{8,64}$'),
    CONSTRAINT outgoing_envelope_has_bytes CHECK (num_nonnulls(digest, body) = 1),
    CONSTRAINT outgoing_envelope_body_is_small CHECK (octet_length(body) <= 65536),
    CONSTRAINT outgoing_envelope_status_of_an_intake CHECK (num_nonnulls(intake_id, status_code) IN (0, 2)),
    CONSTRAINT outgoing_envelope_lease_is_whole CHECK (num_nonnulls(leased_by, leased_until) IN (0, 2)),
    CONSTRAINT outgoing_envelope_ends_once CHECK ((state = 'waiting') = (ended_at IS NULL)),
    CONSTRAINT outgoing_envelope_death_has_a_reason CHECK ((state = 'dead') <= (fault <> '')),
    CONSTRAINT outgoing_envelope_intake_of_own_agency FOREIGN KEY (agency_id, intake_id) REFERENCES intake (agency_id, id),
    CONSTRAINT outgoing_envelope_of_one_agency UNIQUE (agency_id, id)
);
COMMENT ON TABLE outgoing_envelope IS 'Envelopes on their way out (hộp gửi): posted in the transaction of the act that causes them';
-- Each status of a document is told once, however often the act behind it is done.
CREATE UNIQUE INDEX outgoing_envelope_status_once ON outgoing_envelope (intake_id, status_code)
    WHERE intake_id IS NOT NULL;
CREATE INDEX outgoing_envelope_due ON outgoing_envelope (agency_id, peer, next_attempt_at, id) WHERE state = 'waiting';
CREATE INDEX outgoing_envelope_by_state ON outgoing_envelope (agency_id, state, id DESC);

CREATE TABLE exchange_status_received (     -- trạng thái nhận về
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id   bigint NOT NULL REFERENCES agency,
    peer        text   NOT NULL,
    digest      bytea  NOT NULL REFERENCES stored_file,    -- the packet byte for byte as it came
    from_code   text   NOT NULL,            -- who tells it
    code        text   NOT NULL,            -- two digits
    description text   NOT NULL DEFAULT '',
    -- The document that it is about, as far as the packet says.
    about_document_code text NOT NULL DEFAULT '',
    about_reference     text NOT NULL DEFAULT '',
    about_issued_on     date,
    staff       jsonb  NOT NULL DEFAULT '[]',
    told_at     timestamptz,                -- by the clock of who tells it
    received_at timestamptz NOT NULL DEFAULT now(),
    deliveries  int    NOT NULL DEFAULT 1,
    entered_at  timestamptz,                -- when it was entered with what was sent; null while it waits for that
    CONSTRAINT exchange_status_received_once UNIQUE (agency_id, digest),
    CONSTRAINT exchange_status_received_delivered_at_least_once CHECK (deliveries >= 1),
    CONSTRAINT exchange_status_received_has_two_digits CHECK (code ~ '^[0-9]{2}$')
);
COMMENT ON TABLE exchange_status_received IS 'What peers say became of what was sent to them (trạng thái nhận về), each packet once';
CREATE INDEX exchange_status_received_to_enter ON exchange_status_received (agency_id, id) WHERE entered_at IS NULL;

-- ---------------------------------------------------------------- walls and rights

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['incoming_version', 'outgoing_envelope', 'exchange_status_received'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY of_the_current_agency ON %I TO congvan_service USING (agency_id = current_agency())', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['incoming_version', 'exchange_status_received'] LOOP
        EXECUTE format('CREATE CONSTRAINT TRIGGER audit_event_required AFTER INSERT OR UPDATE OR DELETE ON %I '
                       'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require()', t);
    END LOOP;
END $$;
-- On record is that it was posted, each attempt, and what became of it; that a worker still holds it is no act.
CREATE CONSTRAINT TRIGGER audit_event_required AFTER INSERT OR DELETE OR UPDATE OF state, attempts ON outgoing_envelope
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require();

GRANT SELECT ON incoming_version TO congvan_service;
GRANT SELECT, INSERT ON outgoing_envelope, exchange_status_received TO congvan_service;
GRANT UPDATE (state, attempts, next_attempt_at, leased_by, leased_until, receipt, fault, fault_vi, fault_en, ended_at)
    ON outgoing_envelope TO congvan_service;
GRANT UPDATE (deliveries, entered_at) ON exchange_status_received TO congvan_service;
GRANT UPDATE (deliveries, delivered_at, answer) ON intake TO congvan_service;
GRANT UPDATE (closing, closed_at, closed_by_intake) ON incoming_document TO congvan_service;
GRANT UPDATE (words) ON incoming_words TO congvan_service;
REVOKE EXECUTE ON FUNCTION change_incoming_details(bigint, bigint, jsonb, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION change_incoming_details(bigint, bigint, jsonb, text) TO congvan_service;
