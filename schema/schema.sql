-- The office: agencies and officers, registers, incoming documents and their routing, dossiers, the audit trail.
--
-- Two walls stand between agencies: the visibility predicate in every query, and row security by agency here. The
-- service runs as congvan_service, which owns nothing, deletes nothing, and writes audit rows by INSERT only.

DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'congvan_service') THEN
        CREATE ROLE congvan_service LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
END $$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- The agency whose rows this transaction may touch; none where the door did not say.
CREATE FUNCTION current_agency() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('congvan.agency', true), '')::bigint;

-- ---------------------------------------------------------------- agencies, units, officers

CREATE TABLE agency (                       -- cơ quan, tổ chức
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code        text   NOT NULL,            -- mã định danh (QĐ 20/2020/QĐ-TTg)
    name        text   NOT NULL,
    parent_name text   NOT NULL DEFAULT '', -- cơ quan chủ quản
    -- Another agency that documents come from; one that keeps its registers here is no correspondent.
    correspondent boolean NOT NULL DEFAULT false,
    -- In symbols; where nothing is entered, the first letters of the name.
    abbreviation text NOT NULL DEFAULT '',
    CONSTRAINT agency_abbreviation_is_one_word CHECK (abbreviation !~ '[[:space:]/]'),
    CONSTRAINT agency_code_once UNIQUE (code),
    CONSTRAINT agency_name_not_blank CHECK (btrim(name) <> '')
);
CREATE INDEX agency_by_name ON agency (lower(name));
COMMENT ON TABLE agency IS 'Agencies (cơ quan): those that keep registers here, and their correspondents';

CREATE TABLE unit (                         -- đơn vị
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id bigint NOT NULL REFERENCES agency,
    name      text   NOT NULL,
    position  int    NOT NULL DEFAULT 0,    -- order in lists
    abbreviation text NOT NULL DEFAULT '',  -- in symbols, as an agency's
    CONSTRAINT unit_abbreviation_is_one_word CHECK (abbreviation !~ '[[:space:]/]'),
    CONSTRAINT unit_name_once_per_agency UNIQUE (agency_id, name),
    CONSTRAINT unit_of_one_agency UNIQUE (agency_id, id)
);
COMMENT ON TABLE unit IS 'Departments and boards of an agency (đơn vị)';

CREATE TABLE officer (                      -- cán bộ, công chức
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id     bigint NOT NULL REFERENCES agency,
    unit_id       bigint,
    login         text   NOT NULL,
    name          text   NOT NULL,
    position      text   NOT NULL DEFAULT '', -- chức vụ
    roles         text[] NOT NULL,
    password_hash text   NOT NULL,          -- scrypt, in the form $scrypt$ln=…,r=…,p=…$salt$key
    active        boolean NOT NULL DEFAULT true,
    created_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT officer_login_once UNIQUE (login),
    CONSTRAINT officer_login_plain CHECK (login ~ '^[a-z0-9][a-z0-9._-]{1,63}$'),
    CONSTRAINT officer_roles_known
        CHECK (roles <@ ARRAY['registrar', 'leader', 'unitHead', 'specialist', 'auditor', 'administrator']),
    -- Who checks or administers handles no documents (separation of duties).
    CONSTRAINT officer_duties_apart
        CHECK (NOT (roles && ARRAY['auditor', 'administrator']) OR cardinality(roles) = 1),
    CONSTRAINT officer_unit_of_own_agency FOREIGN KEY (agency_id, unit_id) REFERENCES unit (agency_id, id),
    CONSTRAINT officer_of_one_agency UNIQUE (agency_id, id)
);
COMMENT ON TABLE officer IS 'People with an account (cán bộ, công chức); a leaver is made inactive, never removed';
CREATE INDEX officer_by_unit ON officer (agency_id, unit_id);

-- ---------------------------------------------------------------- sessions

CREATE TABLE session (                      -- phiên làm việc
    token_digest bytea  PRIMARY KEY,        -- SHA-256; the token itself is known to its holder only
    officer_id   bigint NOT NULL REFERENCES officer,
    kind         text   NOT NULL,
    opened_at    timestamptz NOT NULL DEFAULT now(),
    seen_at      timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    idle_limit   interval NOT NULL,
    closed_at    timestamptz,
    name         text   NOT NULL DEFAULT '', -- what the trail calls it; it opens nothing
    CONSTRAINT session_kind_known CHECK (kind IN ('web', 'api')),
    CONSTRAINT session_token_is_sha256 CHECK (octet_length(token_digest) = 32)
);
COMMENT ON TABLE session IS 'Sign-ins of browsers and programs (phiên làm việc)';
CREATE INDEX session_by_officer ON session (officer_id) WHERE closed_at IS NULL;

CREATE TABLE sign_in_attempt (              -- lần đăng nhập
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL DEFAULT now(),
    login   text    NOT NULL,
    source  inet,
    success boolean NOT NULL
);
COMMENT ON TABLE sign_in_attempt IS 'What the limits on guessing passwords count';
CREATE INDEX sign_in_attempt_by_login ON sign_in_attempt (login, at);
CREATE INDEX sign_in_attempt_by_source ON sign_in_attempt (source, at);

-- Row security hides officers until the agency is known. These two answer who is signing in or signed in, before it is.
CREATE FUNCTION sign_in_account(wanted text)
    RETURNS TABLE (id bigint, agency_id bigint, password_hash text, active boolean, roles text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT o.id, o.agency_id, o.password_hash, o.active, o.roles FROM officer o WHERE o.login = wanted $$;

CREATE FUNCTION session_officer(digest bytea)
    RETURNS TABLE (id bigint, agency_id bigint, unit_id bigint, login text, name text, "position" text, roles text[],
                   kind text, agency_name text, agency_code text, unit_name text, fading boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ BEGIN RETURN QUERY
        SELECT o.id, o.agency_id, o.unit_id, o.login, o.name, o.position, o.roles, s.kind, a.name, a.code,
               coalesce(u.name, ''), s.seen_at < now() - interval '1 minute'
        FROM session s JOIN officer o ON o.id = s.officer_id JOIN agency a ON a.id = o.agency_id
             LEFT JOIN unit u ON u.id = o.unit_id
        WHERE s.token_digest = digest AND s.closed_at IS NULL AND s.expires_at > now()
          AND s.seen_at + s.idle_limit > now() AND o.active;
    END $$;

-- ---------------------------------------------------------------- registers

CREATE TABLE register (                     -- sổ đăng ký văn bản
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id bigint NOT NULL REFERENCES agency,
    direction text   NOT NULL,
    name      text   NOT NULL,
    -- What goes to one's own units is counted apart from what others send, and is nobody's to choose; copies have one
    -- sequence for all their kinds (Decree 30/2020, Article 15).
    CONSTRAINT register_direction_known CHECK (direction IN ('incoming', 'outgoing', 'internal', 'copies')),
    CONSTRAINT register_name_once_per_agency UNIQUE (agency_id, direction, name),
    CONSTRAINT register_of_one_agency UNIQUE (agency_id, id)
);
COMMENT ON TABLE register IS 'Registers (sổ đăng ký văn bản); numbers run within a register and year';

CREATE TABLE register_year (                -- sổ của một năm
    register_id bigint NOT NULL,
    agency_id   bigint NOT NULL,
    year        int    NOT NULL,
    -- The last number given. Taking one locks this row until the commit and a rollback gives it back: no gaps.
    last_number int    NOT NULL,
    PRIMARY KEY (register_id, year),
    CONSTRAINT register_year_of_own_agency FOREIGN KEY (agency_id, register_id) REFERENCES register (agency_id, id),
    CONSTRAINT register_year_counts_from_one CHECK (last_number >= 1)
);
COMMENT ON TABLE register_year IS 'The counter of a register in a year (Vietnam date), from 1 on 1 January';

CREATE FUNCTION register_year_counts_by_one() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.last_number <> 1 OR TG_OP = 'UPDATE' AND NEW.last_number <> OLD.last_number + 1 THEN
        RAISE EXCEPTION 'a register counts by one' USING ERRCODE = 'check_violation', CONSTRAINT = 'register_year_counts_by_one';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER register_year_counts_by_one BEFORE INSERT OR UPDATE ON register_year
    FOR EACH ROW EXECUTE FUNCTION register_year_counts_by_one();

-- ---------------------------------------------------------------- files

CREATE TABLE stored_file (                  -- nội dung tệp
    digest     bytea  PRIMARY KEY,          -- SHA-256 of the bytes, and their place in the store
    size       bigint NOT NULL,
    stored_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT stored_file_digest_is_sha256 CHECK (octet_length(digest) = 32),
    CONSTRAINT stored_file_size_not_negative CHECK (size >= 0)
);
COMMENT ON TABLE stored_file IS 'Contents in the file store, each durable before its row commits';

-- ---------------------------------------------------------------- what has arrived and waits for registration

CREATE TABLE intake (                       -- tiếp nhận
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id   bigint NOT NULL REFERENCES agency,
    kind        text   NOT NULL,
    state       text   NOT NULL,
    name        text   NOT NULL,            -- the file's name as its sender or scanner gave it
    digest      bytea  NOT NULL REFERENCES stored_file,   -- the file byte for byte as it came
    -- The identifier that its sender gave the document (mã định danh văn bản).
    sender_code          text NOT NULL DEFAULT '',
    sender_document_code text NOT NULL DEFAULT '',
    details     jsonb  NOT NULL,            -- the details read from it, and which of them are only proposed
    fault       text   NOT NULL DEFAULT '', -- what is wrong with a faulty envelope, by its name for programs
    fault_vi    text   NOT NULL DEFAULT '',
    fault_en    text   NOT NULL DEFAULT '',
    received_by bigint,                     -- nobody, where the service took it in
    received_at timestamptz NOT NULL DEFAULT now(),
    reason      text   NOT NULL DEFAULT '', -- why it was refused
    -- What an envelope does: it brings a document, or asks something about one that came before.
    business    text   NOT NULL DEFAULT 'new',
    peer        text   NOT NULL DEFAULT '', -- through whom it came, by its name in the configuration; empty by hand
    message_id  text   NOT NULL DEFAULT '', -- what the peer called it when it came first
    -- Codes are compared without regard to case. A column, for under row security no index is searched by an expression.
    sender_key  text   NOT NULL GENERATED ALWAYS AS (upper(sender_code)) STORED,
    reference_key text NOT NULL DEFAULT '', -- number and symbol folded, for peers whose identifiers differ
    issued_on   date,
    concerns    text[] NOT NULL DEFAULT '{}', -- the identifiers of the documents that a request is about
    signature   text   NOT NULL DEFAULT '', -- the verdict on its signature, in a word
    deliveries  int    NOT NULL DEFAULT 1,
    delivered_at timestamptz NOT NULL DEFAULT now(), -- the last time
    answer      text   NOT NULL DEFAULT '', -- what its sender was told: 15 agreed, 16 refused
    CONSTRAINT intake_kind_known CHECK (kind IN ('envelope', 'scan')),
    CONSTRAINT intake_state_known
        CHECK (state IN ('waiting', 'faulty', 'registered', 'refused', 'accepted', 'withdrawn', 'replaced')),
    CONSTRAINT intake_business_known CHECK (business IN ('new', 'recall', 'update', 'replace')),
    CONSTRAINT intake_answer_known CHECK (answer IN ('', '15', '16')),
    CONSTRAINT intake_answers_a_request CHECK ((business = 'new') <= (answer = '')),
    CONSTRAINT intake_by_someone_or_a_peer CHECK (received_by IS NOT NULL OR peer <> ''),
    CONSTRAINT intake_delivered_at_least_once CHECK (deliveries >= 1),
    CONSTRAINT intake_fault_is_told CHECK ((state = 'faulty') <= (fault <> '')),
    CONSTRAINT intake_refusal_has_reason CHECK ((state = 'refused') <= (btrim(reason) <> '')),
    CONSTRAINT intake_officer_of_own_agency FOREIGN KEY (agency_id, received_by) REFERENCES officer (agency_id, id),
    CONSTRAINT intake_of_one_agency UNIQUE (agency_id, id)
);
COMMENT ON TABLE intake IS 'Envelopes and scans that wait for registration, and faulty envelopes (chờ vào sổ, gói lỗi)';
CREATE INDEX intake_by_state ON intake (agency_id, state, id DESC);
CREATE INDEX intake_by_sender_document ON intake (agency_id, sender_code, sender_document_code)
    WHERE sender_document_code <> '';
CREATE INDEX intake_by_digest ON intake (digest);
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

-- ---------------------------------------------------------------- incoming documents

CREATE TABLE incoming_document (            -- văn bản đến
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id         bigint NOT NULL REFERENCES agency,
    state             text   NOT NULL DEFAULT 'received',
    version           int    NOT NULL DEFAULT 1,     -- grows by one with every act; a stale form is known by it
    register_id       bigint NOT NULL,
    year              int    NOT NULL,
    number            int    NOT NULL,               -- số đến
    arrived_on        date   NOT NULL,               -- ngày đến
    sender_name       text   NOT NULL,               -- cơ quan ban hành
    sender_code       text   NOT NULL DEFAULT '',
    code_number       text   NOT NULL,               -- số
    code_notation     text   NOT NULL DEFAULT '',    -- ký hiệu
    reference_key     text   NOT NULL,               -- number and symbol folded, to compare
    issued_on         date   NOT NULL,               -- ngày văn bản
    type_name         text   NOT NULL,               -- tên loại
    subject           text   NOT NULL,               -- trích yếu
    signer_name       text   NOT NULL DEFAULT '',
    signer_position   text   NOT NULL DEFAULT '',
    signer_competence text   NOT NULL DEFAULT '',
    urgency           smallint NOT NULL DEFAULT 0,   -- độ khẩn: 0 thường, 1 khẩn, 2 thượng khẩn, 3 hỏa tốc
    -- The most urgent first. A column, for under row security no index is searched by an expression that may fail.
    precedence        smallint NOT NULL GENERATED ALWAYS AS (3 - urgency) STORED,
    due_on            date,                          -- hạn trả lời
    pages             int,
    copies            int,
    note              text   NOT NULL DEFAULT '',
    source            text   NOT NULL,               -- paper, scan or envelope
    intake_id         bigint,
    sender_document_code text NOT NULL DEFAULT '',
    registered_by     bigint NOT NULL,
    registered_at     timestamptz NOT NULL DEFAULT now(),
    closing           text,                          -- withdrawn or replaced; it keeps its number, its details and its trail
    closed_at         timestamptz,
    closed_by_intake  bigint,                        -- the request by which it was
    closed_by_outgoing bigint,                       -- the document of one's own that was recalled, or took its place
    CONSTRAINT incoming_document_state_known CHECK (state IN ('received', 'assigned', 'processed', 'archived')),
    CONSTRAINT incoming_document_closing_known CHECK (closing IN ('withdrawn', 'replaced')),
    CONSTRAINT incoming_document_closed_by_its_sender CHECK (
        num_nonnulls(closing, closed_at) IN (0, 2)
        AND num_nonnulls(closed_by_intake, closed_by_outgoing) = num_nonnulls(closing)),
    CONSTRAINT incoming_document_closing_of_own_agency
        FOREIGN KEY (agency_id, closed_by_intake) REFERENCES intake (agency_id, id),
    CONSTRAINT incoming_document_number_once UNIQUE (register_id, year, number),
    CONSTRAINT incoming_document_number_positive CHECK (number >= 1),
    CONSTRAINT incoming_document_urgency_known CHECK (urgency BETWEEN 0 AND 3),
    CONSTRAINT incoming_document_source_known CHECK (source IN ('paper', 'scan', 'envelope', 'internal')),
    CONSTRAINT incoming_document_subject_not_blank CHECK (btrim(subject) <> ''),
    CONSTRAINT incoming_document_not_before_its_date CHECK (arrived_on >= issued_on),
    CONSTRAINT incoming_document_due_after_arrival CHECK (due_on >= arrived_on),
    CONSTRAINT incoming_document_register_of_own_agency
        FOREIGN KEY (agency_id, register_id) REFERENCES register (agency_id, id),
    CONSTRAINT incoming_document_officer_of_own_agency
        FOREIGN KEY (agency_id, registered_by) REFERENCES officer (agency_id, id),
    CONSTRAINT incoming_document_intake_of_own_agency
        FOREIGN KEY (agency_id, intake_id) REFERENCES intake (agency_id, id),
    CONSTRAINT incoming_document_intake_once UNIQUE (intake_id),
    CONSTRAINT incoming_document_of_one_agency UNIQUE (agency_id, id),
    CONSTRAINT incoming_document_urgency_to_copy UNIQUE (id, urgency)
);
COMMENT ON TABLE incoming_document IS 'Registered incoming documents (văn bản đến); never deleted, numbers never change';
CREATE INDEX incoming_document_newest ON incoming_document (agency_id, id DESC);
CREATE INDEX incoming_document_by_state ON incoming_document (agency_id, state, id DESC);
CREATE INDEX incoming_document_to_decide ON incoming_document (agency_id, precedence, id)
    WHERE state = 'received' AND closing IS NULL;
CREATE INDEX incoming_document_closed_by ON incoming_document (closed_by_intake) WHERE closed_by_intake IS NOT NULL;
CREATE INDEX incoming_document_closed_by_own ON incoming_document (closed_by_outgoing)
    WHERE closed_by_outgoing IS NOT NULL;
CREATE INDEX incoming_document_by_reference ON incoming_document (agency_id, reference_key, issued_on);
CREATE INDEX incoming_document_by_sender_document ON incoming_document (agency_id, sender_code, sender_document_code)
    WHERE sender_document_code <> '';
CREATE INDEX incoming_document_by_registrar ON incoming_document (registered_by, id DESC);

CREATE FUNCTION incoming_document_number_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a number once given never changes'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'incoming_document_number_never_changes';
END $$;
CREATE TRIGGER incoming_document_number_never_changes
    BEFORE UPDATE OF register_id, year, number, agency_id ON incoming_document FOR EACH ROW
    WHEN ((OLD.register_id, OLD.year, OLD.number, OLD.agency_id)
          IS DISTINCT FROM (NEW.register_id, NEW.year, NEW.number, NEW.agency_id))
    EXECUTE FUNCTION incoming_document_number_never_changes();

CREATE FUNCTION incoming_document_stays_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a document that was withdrawn or replaced stays so'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'incoming_document_stays_closed';
END $$;
CREATE TRIGGER incoming_document_stays_closed
    BEFORE UPDATE OF closing, closed_at, closed_by_intake, closed_by_outgoing ON incoming_document FOR EACH ROW
    WHEN (OLD.closing IS NOT NULL AND (OLD.closing, OLD.closed_at, OLD.closed_by_intake, OLD.closed_by_outgoing)
          IS DISTINCT FROM (NEW.closing, NEW.closed_at, NEW.closed_by_intake, NEW.closed_by_outgoing))
    EXECUTE FUNCTION incoming_document_stays_closed();

CREATE TABLE incoming_version (             -- thông tin trước khi cập nhật
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id   bigint NOT NULL,
    document_id bigint NOT NULL,
    version     int    NOT NULL,            -- the document's last version with these details
    details     jsonb  NOT NULL,
    intake_id   bigint NOT NULL,            -- the update that changed them
    changed_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT incoming_version_once UNIQUE (document_id, version),
    CONSTRAINT incoming_version_document_of_own_agency
        FOREIGN KEY (agency_id, document_id) REFERENCES incoming_document (agency_id, id),
    CONSTRAINT incoming_version_intake_of_own_agency
        FOREIGN KEY (agency_id, intake_id) REFERENCES intake (agency_id, id)
);
COMMENT ON TABLE incoming_version IS 'The details of a document before its sender changed them (thông tin trước khi cập nhật)';

-- The words of a document, folded by the program. It stands apart and without row security because text search is no
-- leakproof operator: under row security PostgreSQL could not use its index. Every query joins incoming_document.
CREATE TABLE incoming_words (               -- từ khóa tìm kiếm
    agency_id   bigint   NOT NULL,
    document_id bigint   NOT NULL,
    words       tsvector NOT NULL,          -- without places: nothing is ranked, and rows stay small
    PRIMARY KEY (agency_id, document_id),
    CONSTRAINT incoming_words_of_own_agency
        FOREIGN KEY (agency_id, document_id) REFERENCES incoming_document (agency_id, id)
);
COMMENT ON TABLE incoming_words IS 'Search words of incoming documents, without tones';
-- Every search reads what registering left to be sorted in, so that is kept short (kilobytes).
CREATE INDEX incoming_words_search ON incoming_words USING gin (words) WITH (gin_pending_list_limit = 512);

CREATE TABLE assignment (                   -- phân công xử lý
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id    bigint NOT NULL,
    document_id  bigint NOT NULL,
    parent_id    bigint REFERENCES assignment,
    unit_id      bigint,
    officer_id   bigint,
    role         text   NOT NULL,
    state        text   NOT NULL DEFAULT 'open',
    deadline     date,
    instruction  text   NOT NULL DEFAULT '', -- ý kiến chỉ đạo
    result       text   NOT NULL DEFAULT '', -- kết quả xử lý
    -- The document's, so that a work list is one range of an index.
    urgency      smallint NOT NULL,
    precedence   smallint NOT NULL GENERATED ALWAYS AS (3 - urgency) STORED,
    assigned_by  bigint NOT NULL,
    assigned_at  timestamptz NOT NULL DEFAULT clock_timestamp(), -- of writing: acts wait for the document's lock
    finished_by  bigint,
    finished_at  timestamptz,
    withdrawn_at timestamptz,               -- NULL also where it was withdrawn before this was kept
    CONSTRAINT assignment_role_known CHECK (role IN ('lead', 'support', 'informed')),
    CONSTRAINT assignment_state_known CHECK (state IN ('open', 'done', 'closed', 'withdrawn')),
    CONSTRAINT assignment_to_one CHECK (num_nonnulls(unit_id, officer_id) = 1),
    CONSTRAINT assignment_withdrawn_once_it_is CHECK (withdrawn_at IS NULL OR state = 'withdrawn'),
    CONSTRAINT assignment_done_by_someone CHECK ((state = 'done') <= (finished_at IS NOT NULL)),
    CONSTRAINT assignment_document_of_own_agency
        FOREIGN KEY (agency_id, document_id) REFERENCES incoming_document (agency_id, id),
    CONSTRAINT assignment_urgency_is_the_documents
        FOREIGN KEY (document_id, urgency) REFERENCES incoming_document (id, urgency) ON UPDATE CASCADE,
    CONSTRAINT assignment_unit_of_own_agency FOREIGN KEY (agency_id, unit_id) REFERENCES unit (agency_id, id),
    CONSTRAINT assignment_officer_of_own_agency FOREIGN KEY (agency_id, officer_id) REFERENCES officer (agency_id, id)
);
COMMENT ON TABLE assignment IS 'Who does what with a document, as a tree (phân công: xử lý chính, phối hợp, xem để biết)';
-- The lead at the top, whose name and deadline stand in every list.
CREATE INDEX assignment_lead_of_document ON assignment (document_id, id DESC)
    WHERE parent_id IS NULL AND role = 'lead' AND state <> 'withdrawn';
CREATE INDEX assignment_by_document ON assignment (document_id);
CREATE UNIQUE INDEX assignment_one_lead_per_level ON assignment (document_id, coalesce(parent_id, 0))
    WHERE role = 'lead' AND state = 'open';
CREATE INDEX assignment_work_of_officer ON assignment (officer_id, role, precedence, document_id) WHERE state = 'open';
CREATE INDEX assignment_work_of_unit ON assignment (unit_id, role, precedence, document_id) WHERE state = 'open';
CREATE INDEX assignment_of_officer ON assignment (officer_id, document_id);
CREATE INDEX assignment_of_unit ON assignment (unit_id, document_id);
CREATE INDEX assignment_by_parent ON assignment (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX assignment_finished_by ON assignment (finished_by, document_id) WHERE finished_by IS NOT NULL;

CREATE TABLE progress_note (                -- báo cáo tiến độ
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id     bigint NOT NULL,
    document_id   bigint NOT NULL,
    officer_id    bigint NOT NULL,
    text          text   NOT NULL,
    written_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT progress_note_not_blank CHECK (btrim(text) <> ''),
    CONSTRAINT progress_note_document_of_own_agency
        FOREIGN KEY (agency_id, document_id) REFERENCES incoming_document (agency_id, id),
    CONSTRAINT progress_note_officer_of_own_agency
        FOREIGN KEY (agency_id, officer_id) REFERENCES officer (agency_id, id)
);
COMMENT ON TABLE progress_note IS 'What people report while they work (báo cáo tiến độ)';
CREATE INDEX progress_note_by_document ON progress_note (document_id, id);

CREATE TABLE attachment (                   -- tệp đính kèm
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id   bigint NOT NULL REFERENCES agency,
    intake_id   bigint,
    document_id bigint,
    note_id     bigint REFERENCES progress_note,
    ordinal     int    NOT NULL,
    kind        text   NOT NULL,
    name        text   NOT NULL,            -- for people; never a path
    media_type  text   NOT NULL,            -- by the bytes, not by what the sender says
    digest      bytea  NOT NULL REFERENCES stored_file,
    size        bigint NOT NULL,
    damaged     boolean NOT NULL DEFAULT false,
    added_by    bigint,                     -- nobody, where the service took it in
    added_at    timestamptz NOT NULL DEFAULT now(),
    dispatch_id bigint,
    outgoing_id bigint,
    sealed_from bigint REFERENCES attachment, -- the file as it was attached, of which this one bears the agency's signature
    dropped_at  timestamptz,                -- when a drafter left it out again
    CONSTRAINT attachment_kind_known CHECK (kind IN ('document', 'progress', 'result')),
    CONSTRAINT attachment_changes_in_drafts_only
        CHECK (outgoing_id IS NOT NULL OR num_nonnulls(sealed_from, dropped_at) = 0),
    CONSTRAINT attachment_of_something CHECK (num_nonnulls(intake_id, document_id, dispatch_id, outgoing_id) >= 1),
    CONSTRAINT attachment_intake_of_own_agency FOREIGN KEY (agency_id, intake_id) REFERENCES intake (agency_id, id),
    CONSTRAINT attachment_document_of_own_agency
        FOREIGN KEY (agency_id, document_id) REFERENCES incoming_document (agency_id, id),
    CONSTRAINT attachment_officer_of_own_agency FOREIGN KEY (agency_id, added_by) REFERENCES officer (agency_id, id)
);
COMMENT ON TABLE attachment IS 'Files of an intake, a document, a note or a result (tệp đính kèm)';
CREATE INDEX attachment_by_document ON attachment (document_id, ordinal) WHERE document_id IS NOT NULL;
CREATE INDEX attachment_by_intake ON attachment (intake_id, ordinal) WHERE intake_id IS NOT NULL;
CREATE INDEX attachment_by_digest ON attachment (digest);

-- ---------------------------------------------------------------- dossiers

CREATE TABLE dossier (                      -- hồ sơ
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id bigint NOT NULL REFERENCES agency,
    year      int    NOT NULL,
    code      text   NOT NULL,              -- số và ký hiệu hồ sơ
    title     text   NOT NULL,
    words     text   NOT NULL,              -- code and title folded, each word after a blank
    retention text   NOT NULL,              -- thời hạn bảo quản, in years, or permanent
    opened_by bigint NOT NULL,
    opened_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT dossier_code_once_a_year UNIQUE (agency_id, year, code),
    CONSTRAINT dossier_retention_known CHECK (retention IN ('5', '10', '20', '50', '70', 'permanent')),
    CONSTRAINT dossier_officer_of_own_agency FOREIGN KEY (agency_id, opened_by) REFERENCES officer (agency_id, id),
    CONSTRAINT dossier_of_one_agency UNIQUE (agency_id, id)
);
COMMENT ON TABLE dossier IS 'Dossiers: the documents of one matter (hồ sơ)';
CREATE INDEX dossier_newest ON dossier (agency_id, id DESC);

CREATE TABLE dossier_document (             -- văn bản trong hồ sơ
    dossier_id  bigint NOT NULL,
    document_id bigint NOT NULL,
    agency_id   bigint NOT NULL,
    ordinal     int    NOT NULL,
    filed_by    bigint NOT NULL,
    filed_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (dossier_id, document_id),
    CONSTRAINT dossier_document_ordinal_once UNIQUE (dossier_id, ordinal),
    CONSTRAINT dossier_document_dossier_of_own_agency FOREIGN KEY (agency_id, dossier_id) REFERENCES dossier (agency_id, id),
    CONSTRAINT dossier_document_document_of_own_agency
        FOREIGN KEY (agency_id, document_id) REFERENCES incoming_document (agency_id, id),
    CONSTRAINT dossier_document_officer_of_own_agency FOREIGN KEY (agency_id, filed_by) REFERENCES officer (agency_id, id)
);
COMMENT ON TABLE dossier_document IS 'One document may stand in many dossiers, without a copy';
CREATE INDEX dossier_document_by_document ON dossier_document (document_id);

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

ALTER TABLE attachment ADD CONSTRAINT attachment_dispatch_of_own_agency
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

-- ---------------------------------------------------------------- registers of outgoing documents

CREATE TABLE register_type (                -- sổ của từng tên loại
    agency_id   bigint NOT NULL,
    register_id bigint NOT NULL,
    type_name   text   NOT NULL,
    PRIMARY KEY (agency_id, type_name),
    CONSTRAINT register_type_register_of_own_agency
        FOREIGN KEY (agency_id, register_id) REFERENCES register (agency_id, id)
);
COMMENT ON TABLE register_type IS 'Which register counts a type of document; every other type is counted by the agency''s first';
CREATE INDEX register_type_by_register ON register_type (register_id);

-- ---------------------------------------------------------------- outgoing documents

CREATE TABLE outgoing_document (            -- văn bản đi
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id     bigint NOT NULL REFERENCES agency,
    step          text   NOT NULL DEFAULT 'draft', -- what it waits for
    -- The state that documents have in both directions (trạng thái).
    state         text   NOT NULL GENERATED ALWAYS AS (
                      CASE WHEN step = 'draft' THEN 'received' WHEN step = 'archived' THEN 'archived'
                           WHEN step IN ('sealing', 'issuing', 'issued') THEN 'processed' ELSE 'assigned' END) STORED,
    closing       text,
    version       int    NOT NULL DEFAULT 1,
    medium        text   NOT NULL,
    type_name     text   NOT NULL,          -- tên loại
    subject       text   NOT NULL,          -- trích yếu
    urgency       smallint NOT NULL DEFAULT 0,
    precedence    smallint NOT NULL GENERATED ALWAYS AS (3 - urgency) STORED,
    details       jsonb  NOT NULL,          -- the rest of what the drafter said
    unit_id       bigint,                   -- đơn vị soạn thảo
    drafted_by    bigint NOT NULL,
    drafted_at    timestamptz NOT NULL DEFAULT now(),
    answers_id    bigint,                   -- the incoming document that it answers (văn bản được trả lời)
    concerns_id   bigint,                   -- the issued document that it changes (văn bản được sửa đổi, thay thế…)
    effect        text,                     -- what it does to that one, once it is issued
    revision      int    NOT NULL DEFAULT 0, -- the last of its versions
    round         int    NOT NULL DEFAULT 0, -- how often it was submitted
    content_by    bigint,                   -- who answers for what it says
    format_by     bigint,                   -- who answers for its format
    register_id   bigint,
    year          int,
    number        int,                      -- số
    notation      text   NOT NULL DEFAULT '', -- ký hiệu
    reference_key text   NOT NULL DEFAULT '', -- number and symbol folded, to compare
    issued_on     date,                     -- ngày văn bản; given together with the number
    numbered_at   timestamptz,
    numbered_by   bigint,
    sealed_by     bigint,
    sealed_at     timestamptz,
    issued_by     bigint,
    issued_at     timestamptz,
    dispatch_id   bigint,                   -- the envelope that it went out in
    replacing_id  bigint,                   -- the envelope to those who had what it takes the place of
    internal_id   bigint,                   -- the incoming document as which it went to one's own units
    closed_at     timestamptz,
    closed_by     bigint,
    closed_by_document bigint,              -- the document that took its place, or revoked it
    closing_reason text   NOT NULL DEFAULT '',
    confirmation  uuid   NOT NULL DEFAULT gen_random_uuid(), -- what its QR code leads to; nobody guesses it
    CONSTRAINT outgoing_document_step_known CHECK (step IN
        ('draft', 'content', 'format', 'signature', 'numbering', 'sealing', 'issuing', 'issued', 'archived')),
    CONSTRAINT outgoing_document_closing_known CHECK (closing IN ('abandoned', 'cancelled', 'withdrawn', 'replaced')),
    CONSTRAINT outgoing_document_medium_known CHECK (medium IN ('electronic', 'paper')),
    CONSTRAINT outgoing_document_urgency_known CHECK (urgency BETWEEN 0 AND 3),
    CONSTRAINT outgoing_document_subject_not_blank CHECK (btrim(subject) <> ''),
    -- Content and format are two people's (Decree 30/2020, Article 12).
    CONSTRAINT outgoing_document_two_approve CHECK (content_by <> format_by),
    CONSTRAINT outgoing_document_number_is_whole CHECK (
        num_nonnulls(register_id, year, number, issued_on, numbered_at, numbered_by) IN (0, 6)
        AND (number IS NULL) = (reference_key = '')),
    CONSTRAINT outgoing_document_year_of_its_date CHECK (extract(year FROM issued_on) = year),
    CONSTRAINT outgoing_document_numbered_after_signature CHECK (
        (number IS NOT NULL) = (step IN ('sealing', 'issuing', 'issued', 'archived'))),
    CONSTRAINT outgoing_document_approved_before_signature CHECK (
        step IN ('draft', 'content') OR content_by IS NOT NULL),
    CONSTRAINT outgoing_document_checked_before_signature CHECK (
        step IN ('draft', 'content', 'format') OR format_by IS NOT NULL),
    CONSTRAINT outgoing_document_sealed_before_issue CHECK (
        (num_nonnulls(sealed_by, sealed_at) = 2) = (step IN ('issuing', 'issued', 'archived'))
        AND num_nonnulls(sealed_by, sealed_at) <> 1),
    CONSTRAINT outgoing_document_issued_is_whole CHECK (
        (num_nonnulls(issued_by, issued_at) = 2) = (step IN ('issued', 'archived'))
        AND num_nonnulls(issued_by, issued_at) <> 1),
    CONSTRAINT outgoing_document_abandoned_has_no_number CHECK ((closing = 'abandoned') <= (number IS NULL)),
    CONSTRAINT outgoing_document_cancelled_has_number CHECK (
        closing NOT IN ('cancelled', 'withdrawn', 'replaced') OR number IS NOT NULL),
    CONSTRAINT outgoing_document_withdrawn_after_issue CHECK (closing NOT IN ('withdrawn', 'replaced') OR issued_at IS NOT NULL),
    CONSTRAINT outgoing_document_closing_is_whole CHECK (
        num_nonnulls(closing, closed_at, closed_by) IN (0, 3) AND (closing IS NULL) = (btrim(closing_reason) = '')),
    -- Once issued, only another document replaces or revokes it; before that there is none that could.
    CONSTRAINT outgoing_document_closed_by_a_document CHECK (
        (closed_by_document IS NOT NULL)
        = (closing IS NOT NULL AND (closing = 'replaced' OR closing = 'cancelled' AND issued_at IS NOT NULL))),
    CONSTRAINT outgoing_document_effect_known CHECK (effect IN ('amend', 'replace', 'correct', 'revoke')),
    CONSTRAINT outgoing_document_effect_on_a_document CHECK (num_nonnulls(concerns_id, effect) IN (0, 2)),
    CONSTRAINT outgoing_document_concerns_another CHECK (concerns_id < id),
    CONSTRAINT outgoing_document_confirmation_once UNIQUE (confirmation),
    CONSTRAINT outgoing_document_number_once UNIQUE (register_id, year, number),
    CONSTRAINT outgoing_document_of_one_agency UNIQUE (agency_id, id),
    CONSTRAINT outgoing_document_unit_of_own_agency FOREIGN KEY (agency_id, unit_id) REFERENCES unit (agency_id, id),
    CONSTRAINT outgoing_document_drafter_of_own_agency
        FOREIGN KEY (agency_id, drafted_by) REFERENCES officer (agency_id, id),
    CONSTRAINT outgoing_document_answers_own
        FOREIGN KEY (agency_id, answers_id) REFERENCES incoming_document (agency_id, id),
    CONSTRAINT outgoing_document_internal_own
        FOREIGN KEY (agency_id, internal_id) REFERENCES incoming_document (agency_id, id),
    CONSTRAINT outgoing_document_concerns_own
        FOREIGN KEY (agency_id, concerns_id) REFERENCES outgoing_document (agency_id, id),
    CONSTRAINT outgoing_document_closed_by_own FOREIGN KEY (agency_id, closed_by) REFERENCES officer (agency_id, id),
    CONSTRAINT outgoing_document_closed_by_document_own
        FOREIGN KEY (agency_id, closed_by_document) REFERENCES outgoing_document (agency_id, id),
    CONSTRAINT outgoing_document_replacing_own
        FOREIGN KEY (agency_id, replacing_id) REFERENCES dispatch (agency_id, id),
    CONSTRAINT outgoing_document_register_of_own_agency
        FOREIGN KEY (agency_id, register_id) REFERENCES register (agency_id, id),
    CONSTRAINT outgoing_document_dispatch_of_own_agency
        FOREIGN KEY (agency_id, dispatch_id) REFERENCES dispatch (agency_id, id),
    CONSTRAINT outgoing_document_content_by_own FOREIGN KEY (agency_id, content_by) REFERENCES officer (agency_id, id),
    CONSTRAINT outgoing_document_format_by_own FOREIGN KEY (agency_id, format_by) REFERENCES officer (agency_id, id),
    CONSTRAINT outgoing_document_numbered_by_own FOREIGN KEY (agency_id, numbered_by) REFERENCES officer (agency_id, id),
    CONSTRAINT outgoing_document_sealed_by_own FOREIGN KEY (agency_id, sealed_by) REFERENCES officer (agency_id, id),
    CONSTRAINT outgoing_document_issued_by_own FOREIGN KEY (agency_id, issued_by) REFERENCES officer (agency_id, id)
);
COMMENT ON TABLE outgoing_document IS 'Documents that the agency issues (văn bản đi); never deleted, numbers never change';
-- A number and symbol is one document's in a year, whichever register counted it.
CREATE UNIQUE INDEX outgoing_document_reference_once ON outgoing_document (agency_id, year, reference_key)
    WHERE number IS NOT NULL;
CREATE INDEX outgoing_document_newest ON outgoing_document (agency_id, id DESC);
CREATE INDEX outgoing_document_by_step ON outgoing_document (agency_id, step, precedence, id) WHERE closing IS NULL;
CREATE INDEX outgoing_document_by_unit ON outgoing_document (unit_id, step, precedence, id) WHERE closing IS NULL;
-- One's own drafts are counted on every page.
CREATE INDEX outgoing_document_drafts ON outgoing_document (drafted_by, precedence, id)
    WHERE step = 'draft' AND closing IS NULL;
CREATE INDEX outgoing_document_by_drafter ON outgoing_document (drafted_by, id DESC);
CREATE INDEX outgoing_document_of_unit ON outgoing_document (unit_id, id DESC);
CREATE INDEX outgoing_document_by_answered ON outgoing_document (answers_id) WHERE answers_id IS NOT NULL;
CREATE INDEX outgoing_document_by_dispatch ON outgoing_document (dispatch_id) WHERE dispatch_id IS NOT NULL;
CREATE INDEX outgoing_document_by_replacing ON outgoing_document (replacing_id) WHERE replacing_id IS NOT NULL;
CREATE INDEX outgoing_document_by_concern ON outgoing_document (concerns_id) WHERE concerns_id IS NOT NULL;

-- Past a step nothing of what it decided changes: a number is for ever, an issued document is immutable.
CREATE FUNCTION outgoing_document_keeps_what_was_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.number IS NOT NULL AND (OLD.register_id, OLD.year, OLD.number, OLD.notation, OLD.issued_on, OLD.reference_key,
                                   OLD.subject, OLD.type_name, OLD.medium, OLD.details, OLD.urgency, OLD.agency_id)
        IS DISTINCT FROM (NEW.register_id, NEW.year, NEW.number, NEW.notation, NEW.issued_on, NEW.reference_key,
                          NEW.subject, NEW.type_name, NEW.medium, NEW.details, NEW.urgency, NEW.agency_id) THEN
        RAISE EXCEPTION 'what was numbered never changes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'outgoing_document_number_never_changes';
    END IF;
    IF OLD.issued_at IS NOT NULL AND (OLD.revision, OLD.issued_at, OLD.issued_by, OLD.dispatch_id, OLD.replacing_id,
                                      OLD.internal_id)
        IS DISTINCT FROM (NEW.revision, NEW.issued_at, NEW.issued_by, NEW.dispatch_id, NEW.replacing_id,
                          NEW.internal_id) THEN
        RAISE EXCEPTION 'an issued document never changes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'outgoing_document_issued_never_changes';
    END IF;
    IF OLD.closing IS NOT NULL AND (OLD.closing, OLD.closed_at, OLD.closed_by, OLD.closed_by_document, OLD.closing_reason)
        IS DISTINCT FROM (NEW.closing, NEW.closed_at, NEW.closed_by, NEW.closed_by_document, NEW.closing_reason) THEN
        RAISE EXCEPTION 'what is no longer in force stays so'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'outgoing_document_closing_never_changes';
    END IF;
    IF (OLD.concerns_id, OLD.effect, OLD.confirmation) IS DISTINCT FROM (NEW.concerns_id, NEW.effect, NEW.confirmation) THEN
        RAISE EXCEPTION 'what a document was begun for stays so'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'outgoing_document_concerns_never_changes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER outgoing_document_keeps_what_was_decided BEFORE UPDATE ON outgoing_document
    FOR EACH ROW EXECUTE FUNCTION outgoing_document_keeps_what_was_decided();

CREATE TABLE outgoing_words (               -- từ khóa tìm kiếm văn bản đi
    agency_id   bigint   NOT NULL,
    document_id bigint   NOT NULL,
    words       tsvector NOT NULL,
    PRIMARY KEY (agency_id, document_id),
    CONSTRAINT outgoing_words_of_own_agency
        FOREIGN KEY (agency_id, document_id) REFERENCES outgoing_document (agency_id, id)
);
COMMENT ON TABLE outgoing_words IS 'Search words of outgoing documents, without tones';
CREATE INDEX outgoing_words_search ON outgoing_words USING gin (words) WITH (gin_pending_list_limit = 512);

CREATE TABLE outgoing_version (             -- các bản của văn bản
    document_id bigint NOT NULL,
    ordinal     int    NOT NULL,
    agency_id   bigint NOT NULL,
    kind        text   NOT NULL,            -- at which step it was made
    name        text   NOT NULL,            -- of the file as it was uploaded or made; never a path
    media_type  text   NOT NULL,
    digest      bytea  NOT NULL REFERENCES stored_file,
    size        bigint NOT NULL,
    pdf         bytea  REFERENCES stored_file, -- the same as a PDF, where the file is none
    note        text   NOT NULL DEFAULT '', -- what is different in it
    made_by     bigint NOT NULL,
    made_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (document_id, ordinal),
    CONSTRAINT outgoing_version_kind_known CHECK (kind IN ('draft', 'prepared', 'signed', 'sealed')),
    CONSTRAINT outgoing_version_counts_from_one CHECK (ordinal >= 1),
    CONSTRAINT outgoing_version_document_of_own_agency
        FOREIGN KEY (agency_id, document_id) REFERENCES outgoing_document (agency_id, id),
    CONSTRAINT outgoing_version_maker_of_own_agency FOREIGN KEY (agency_id, made_by) REFERENCES officer (agency_id, id)
);
COMMENT ON TABLE outgoing_version IS 'Every version of a document''s text, from the first draft to the sealed original (bản thảo, bản gốc)';
CREATE INDEX outgoing_version_by_digest ON outgoing_version (digest);
CREATE INDEX outgoing_version_by_pdf ON outgoing_version (pdf) WHERE pdf IS NOT NULL;

CREATE TABLE outgoing_remark (              -- quá trình xử lý, góp ý
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id bigint NOT NULL,
    agency_id   bigint NOT NULL,
    kind        text   NOT NULL,
    revision    int    NOT NULL,            -- the version that it is about
    text        text   NOT NULL DEFAULT '',
    made_by     bigint NOT NULL,
    made_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT outgoing_remark_kind_known CHECK (kind IN
        ('submitted', 'contentApproved', 'formatApproved', 'returned', 'initialled', 'signed', 'numbered', 'sealed',
         'issued', 'abandoned', 'cancelled', 'archived', 'comment', 'withdrawn', 'replaced', 'revoked', 'amended',
         'corrected')),
    CONSTRAINT outgoing_remark_has_reason CHECK (kind NOT IN ('returned', 'abandoned', 'cancelled', 'comment', 'withdrawn', 'replaced', 'revoked', 'amended', 'corrected')
        OR btrim(text) <> ''),
    CONSTRAINT outgoing_remark_document_of_own_agency
        FOREIGN KEY (agency_id, document_id) REFERENCES outgoing_document (agency_id, id),
    CONSTRAINT outgoing_remark_maker_of_own_agency FOREIGN KEY (agency_id, made_by) REFERENCES officer (agency_id, id)
);
COMMENT ON TABLE outgoing_remark IS 'What was decided about a document on its way, and said about it (quá trình xử lý)';
CREATE INDEX outgoing_remark_by_document ON outgoing_remark (document_id, id);

CREATE TABLE outgoing_signatory (           -- người ký, theo thứ tự
    document_id bigint NOT NULL,
    round       int    NOT NULL,            -- a draft that was returned is signed anew
    ordinal     int    NOT NULL,
    agency_id   bigint NOT NULL,
    officer_id  bigint NOT NULL,
    kind        text   NOT NULL,
    competence  text   NOT NULL DEFAULT '',
    signed_at   timestamptz,                -- when the service took it
    revision    int,                        -- the version that has it
    recorded_by bigint,                     -- who recorded a signature on paper
    certificate text   NOT NULL DEFAULT '', -- whose certificate it was, as it says itself
    dropped_at  timestamptz,                -- when the draft was returned before all had signed
    PRIMARY KEY (document_id, round, ordinal),
    CONSTRAINT outgoing_signatory_once UNIQUE (document_id, round, officer_id),
    CONSTRAINT outgoing_signatory_kind_known CHECK (kind IN ('initial', 'sign')),
    CONSTRAINT outgoing_signatory_competence_known CHECK (competence IN ('', 'TM.', 'KT.', 'TL.', 'TUQ.', 'Q.')),
    CONSTRAINT outgoing_signatory_document_of_own_agency
        FOREIGN KEY (agency_id, document_id) REFERENCES outgoing_document (agency_id, id),
    CONSTRAINT outgoing_signatory_officer_of_own_agency
        FOREIGN KEY (agency_id, officer_id) REFERENCES officer (agency_id, id),
    CONSTRAINT outgoing_signatory_recorder_of_own_agency
        FOREIGN KEY (agency_id, recorded_by) REFERENCES officer (agency_id, id)
);
COMMENT ON TABLE outgoing_signatory IS 'Who initials and signs a document, in order (người ký nháy, người ký)';
CREATE INDEX outgoing_signatory_waiting ON outgoing_signatory (officer_id, document_id)
    WHERE signed_at IS NULL AND dropped_at IS NULL;
CREATE INDEX outgoing_signatory_by_officer ON outgoing_signatory (officer_id, document_id DESC);

CREATE TABLE outgoing_opinion (             -- lấy ý kiến
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id bigint NOT NULL,
    agency_id   bigint NOT NULL,
    officer_id  bigint NOT NULL,
    asked_by    bigint NOT NULL,
    asked_at    timestamptz NOT NULL DEFAULT now(),
    question    text   NOT NULL DEFAULT '',
    deadline    date,
    revision    int    NOT NULL,            -- the version that was asked about
    answer      text,
    text        text   NOT NULL DEFAULT '',
    answered_at timestamptz,
    CONSTRAINT outgoing_opinion_answer_known CHECK (answer IN ('agree', 'disagree', 'other')),
    CONSTRAINT outgoing_opinion_answered_or_not CHECK ((answer IS NULL) = (answered_at IS NULL)),
    CONSTRAINT outgoing_opinion_other_in_words CHECK (answer NOT IN ('disagree', 'other') OR btrim(text) <> ''),
    CONSTRAINT outgoing_opinion_document_of_own_agency
        FOREIGN KEY (agency_id, document_id) REFERENCES outgoing_document (agency_id, id),
    CONSTRAINT outgoing_opinion_officer_of_own_agency
        FOREIGN KEY (agency_id, officer_id) REFERENCES officer (agency_id, id),
    CONSTRAINT outgoing_opinion_asker_of_own_agency FOREIGN KEY (agency_id, asked_by) REFERENCES officer (agency_id, id)
);
COMMENT ON TABLE outgoing_opinion IS 'Whose opinion about a draft was asked for, and what they say (lấy ý kiến)';
CREATE INDEX outgoing_opinion_by_document ON outgoing_opinion (document_id, id);
CREATE UNIQUE INDEX outgoing_opinion_asked_once ON outgoing_opinion (document_id, officer_id) WHERE answer IS NULL;
CREATE INDEX outgoing_opinion_waiting ON outgoing_opinion (officer_id, document_id) WHERE answer IS NULL;
CREATE INDEX outgoing_opinion_by_officer ON outgoing_opinion (officer_id, document_id DESC);

CREATE TABLE outgoing_recipient (           -- nơi nhận
    document_id bigint NOT NULL,
    ordinal     int    NOT NULL,
    agency_id   bigint NOT NULL,
    kind        text   NOT NULL,
    code        text   NOT NULL DEFAULT '', -- of an agency in the directory
    unit_id     bigint,                     -- of a unit of one's own
    role        text,                       -- what is asked of that unit
    name        text   NOT NULL,            -- as it was called then
    address     text   NOT NULL DEFAULT '', -- of whom the post reaches
    posted_on   date,                       -- ngày chuyển
    covers      int,                        -- số lượng bì
    posted_by   bigint,
    post_note   text   NOT NULL DEFAULT '',
    returned_on date,                       -- ngày nhận lại bản giấy, of what was recalled
    returned_to bigint,                     -- who recorded it
    PRIMARY KEY (document_id, ordinal),
    CONSTRAINT outgoing_recipient_kind_known CHECK (kind IN ('agency', 'unit', 'post')),
    CONSTRAINT outgoing_recipient_is_one CHECK (
        (kind = 'agency') = (code <> '') AND (kind = 'unit') = (num_nonnulls(unit_id, role) = 2)
        AND num_nonnulls(unit_id, role) <> 1),
    CONSTRAINT outgoing_recipient_role_known CHECK (role IN ('lead', 'support', 'informed')),
    CONSTRAINT outgoing_recipient_posting_is_whole CHECK (
        num_nonnulls(posted_on, covers, posted_by) IN (0, 3) AND (posted_on IS NULL OR kind = 'post')),
    CONSTRAINT outgoing_recipient_some_covers CHECK (covers BETWEEN 1 AND 9999),
    CONSTRAINT outgoing_recipient_return_is_whole CHECK (num_nonnulls(returned_on, returned_to) IN (0, 2)),
    CONSTRAINT outgoing_recipient_returned_after_posting CHECK (
        returned_on IS NULL OR (posted_on IS NOT NULL AND returned_on >= posted_on)),
    CONSTRAINT outgoing_recipient_document_of_own_agency
        FOREIGN KEY (agency_id, document_id) REFERENCES outgoing_document (agency_id, id),
    CONSTRAINT outgoing_recipient_unit_of_own_agency FOREIGN KEY (agency_id, unit_id) REFERENCES unit (agency_id, id),
    CONSTRAINT outgoing_recipient_poster_of_own_agency
        FOREIGN KEY (agency_id, posted_by) REFERENCES officer (agency_id, id),
    CONSTRAINT outgoing_recipient_taker_of_own_agency
        FOREIGN KEY (agency_id, returned_to) REFERENCES officer (agency_id, id)
);
COMMENT ON TABLE outgoing_recipient IS 'Whom a document goes to, and how (nơi nhận): other agencies, own units, by post';
CREATE INDEX outgoing_recipient_to_post ON outgoing_recipient (agency_id, document_id)
    WHERE kind = 'post' AND posted_on IS NULL;
CREATE INDEX outgoing_recipient_posted ON outgoing_recipient (agency_id, posted_on, document_id)
    WHERE posted_on IS NOT NULL;

CREATE TABLE outgoing_dossier (             -- văn bản đi trong hồ sơ
    dossier_id  bigint NOT NULL,
    document_id bigint NOT NULL,
    agency_id   bigint NOT NULL,
    filed_by    bigint NOT NULL,
    filed_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (dossier_id, document_id),
    CONSTRAINT outgoing_dossier_dossier_of_own_agency
        FOREIGN KEY (agency_id, dossier_id) REFERENCES dossier (agency_id, id),
    CONSTRAINT outgoing_dossier_document_of_own_agency
        FOREIGN KEY (agency_id, document_id) REFERENCES outgoing_document (agency_id, id),
    CONSTRAINT outgoing_dossier_officer_of_own_agency
        FOREIGN KEY (agency_id, filed_by) REFERENCES officer (agency_id, id)
);
COMMENT ON TABLE outgoing_dossier IS 'Outgoing documents in dossiers, without a copy';
CREATE INDEX outgoing_dossier_by_document ON outgoing_dossier (document_id);

ALTER TABLE incoming_document ADD CONSTRAINT incoming_document_closed_by_outgoing_own
    FOREIGN KEY (agency_id, closed_by_outgoing) REFERENCES outgoing_document (agency_id, id);
ALTER TABLE attachment ADD CONSTRAINT attachment_outgoing_of_own_agency
    FOREIGN KEY (agency_id, outgoing_id) REFERENCES outgoing_document (agency_id, id);
CREATE INDEX attachment_by_outgoing ON attachment (outgoing_id, ordinal) WHERE outgoing_id IS NOT NULL;
CREATE UNIQUE INDEX attachment_sealed_once ON attachment (sealed_from) WHERE sealed_from IS NOT NULL;

-- ---------------------------------------------------------------- numbers set aside

CREATE TABLE reserved_number (              -- số giữ trước
    register_id bigint NOT NULL,
    year        int    NOT NULL,
    number      int    NOT NULL,
    agency_id   bigint NOT NULL,
    unit_id     bigint,                     -- whom it is kept for
    reason      text   NOT NULL,
    reserved_by bigint NOT NULL,
    reserved_at timestamptz NOT NULL DEFAULT now(),
    returned_by bigint,                     -- it stays unused, on record
    returned_at timestamptz,
    return_reason text NOT NULL DEFAULT '',
    document_id bigint,                     -- the document that took it
    PRIMARY KEY (register_id, year, number),
    CONSTRAINT reserved_number_has_reason CHECK (btrim(reason) <> ''),
    CONSTRAINT reserved_number_returned_is_whole CHECK (
        num_nonnulls(returned_by, returned_at) IN (0, 2) AND (returned_by IS NULL) = (btrim(return_reason) = '')),
    CONSTRAINT reserved_number_returned_or_used CHECK (num_nonnulls(returned_by, document_id) <= 1),
    CONSTRAINT reserved_number_register_of_own_agency
        FOREIGN KEY (agency_id, register_id) REFERENCES register (agency_id, id),
    CONSTRAINT reserved_number_document_of_own_agency
        FOREIGN KEY (agency_id, document_id) REFERENCES outgoing_document (agency_id, id),
    CONSTRAINT reserved_number_unit_of_own_agency FOREIGN KEY (agency_id, unit_id) REFERENCES unit (agency_id, id),
    CONSTRAINT reserved_number_reserver_of_own_agency
        FOREIGN KEY (agency_id, reserved_by) REFERENCES officer (agency_id, id),
    CONSTRAINT reserved_number_returner_of_own_agency
        FOREIGN KEY (agency_id, returned_by) REFERENCES officer (agency_id, id)
);
COMMENT ON TABLE reserved_number IS 'Numbers that were set aside for documents to come, used or returned, each on record (số giữ trước)';
CREATE INDEX reserved_number_open ON reserved_number (agency_id, register_id, year, number)
    WHERE document_id IS NULL AND returned_by IS NULL;
CREATE UNIQUE INDEX reserved_number_by_document ON reserved_number (document_id) WHERE document_id IS NOT NULL;

CREATE FUNCTION reserved_number_settles_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a reserved number is used or returned once'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'reserved_number_settles_once';
END $$;
CREATE TRIGGER reserved_number_settles_once BEFORE UPDATE ON reserved_number FOR EACH ROW
    WHEN (OLD.document_id IS NOT NULL OR OLD.returned_by IS NOT NULL) EXECUTE FUNCTION reserved_number_settles_once();

CREATE TABLE register_closing (             -- khóa sổ
    register_id bigint NOT NULL,
    year        int    NOT NULL,
    agency_id   bigint NOT NULL,
    entries     int    NOT NULL,
    last_number int    NOT NULL,
    digest      bytea  NOT NULL,            -- SHA-256 of the register's lines, in the form that the print explains
    closed_by   bigint NOT NULL,
    closed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (register_id, year),
    CONSTRAINT register_closing_digest_is_sha256 CHECK (octet_length(digest) = 32),
    CONSTRAINT register_closing_register_of_own_agency
        FOREIGN KEY (agency_id, register_id) REFERENCES register (agency_id, id),
    CONSTRAINT register_closing_officer_of_own_agency
        FOREIGN KEY (agency_id, closed_by) REFERENCES officer (agency_id, id)
);
COMMENT ON TABLE register_closing IS 'Registers that were closed for a year, with the digest of what they hold (khóa sổ)';

-- ---------------------------------------------------------------- confirming issued documents to anybody

CREATE TABLE confirmation_look (            -- lượt tra cứu xác nhận
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL DEFAULT now(),
    network inet   NOT NULL                 -- of a visitor with IPv6 all addresses of the house
);
COMMENT ON TABLE confirmation_look IS 'What the limit on looking documents up counts';
CREATE INDEX confirmation_look_by_network ON confirmation_look (network, at);
CREATE INDEX confirmation_look_by_age ON confirmation_look USING brin (at);
GRANT SELECT, INSERT ON confirmation_look TO congvan_service;

-- Whoever holds a paper has its code and is of no agency: row security would hide everything. This says what anybody may know
-- of an issued document, and nothing else.
CREATE FUNCTION confirm_outgoing(wanted uuid)
    RETURNS TABLE (id bigint, agency_id bigint, issuer text, number int, notation text, issued_on date, closing text,
                   digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT d.id, d.agency_id, a.name, d.number, d.notation, d.issued_on, d.closing,
               (SELECT v.digest FROM outgoing_version v
                WHERE v.document_id = d.id AND v.ordinal = d.revision AND v.kind = 'sealed')
        FROM outgoing_document d JOIN agency a ON a.id = d.agency_id
        WHERE d.confirmation = wanted AND d.issued_at IS NOT NULL
    $$;
REVOKE EXECUTE ON FUNCTION confirm_outgoing(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION confirm_outgoing(uuid) TO congvan_service;

-- ---------------------------------------------------------------- saved groups of recipients

CREATE TABLE recipient_group (              -- nhóm nơi nhận
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id  bigint NOT NULL REFERENCES agency,
    name       text   NOT NULL,
    codes      text[] NOT NULL,             -- of agencies in the directory
    version    bigint NOT NULL DEFAULT 1,
    kept_by    bigint NOT NULL,             -- who saved it last
    kept_at    timestamptz NOT NULL DEFAULT now(),
    removed_at timestamptz,
    CONSTRAINT recipient_group_name_not_blank CHECK (btrim(name) <> ''),
    CONSTRAINT recipient_group_keeper_of_own_agency FOREIGN KEY (agency_id, kept_by) REFERENCES officer (agency_id, id)
);
COMMENT ON TABLE recipient_group IS 'Recipients that are chosen together (nhóm nơi nhận)';
CREATE UNIQUE INDEX recipient_group_name_once ON recipient_group (agency_id, name) WHERE removed_at IS NULL;

-- ---------------------------------------------------------------- archive copies, copies, and prints of books

CREATE TABLE archive_use (                  -- sổ sử dụng bản lưu
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id    bigint NOT NULL,
    document_id  bigint NOT NULL,
    used_on      date   NOT NULL,
    user_name    text   NOT NULL,           -- who uses the archive copy
    dossier      text   NOT NULL DEFAULT '', -- số và ký hiệu hồ sơ
    permitted_by text   NOT NULL,           -- người cho phép sử dụng
    note         text   NOT NULL DEFAULT '',
    recorded_by  bigint NOT NULL,
    recorded_at  timestamptz NOT NULL DEFAULT now(),
    returned_on  date,
    returned_to  bigint,                    -- who took it back
    CONSTRAINT archive_use_says_who CHECK (btrim(user_name) <> '' AND btrim(permitted_by) <> ''),
    CONSTRAINT archive_use_returned_is_whole CHECK (num_nonnulls(returned_on, returned_to) IN (0, 2)),
    CONSTRAINT archive_use_returned_afterwards CHECK (returned_on >= used_on),
    CONSTRAINT archive_use_document_of_own_agency
        FOREIGN KEY (agency_id, document_id) REFERENCES outgoing_document (agency_id, id),
    CONSTRAINT archive_use_recorder_of_own_agency FOREIGN KEY (agency_id, recorded_by) REFERENCES officer (agency_id, id),
    CONSTRAINT archive_use_taker_of_own_agency FOREIGN KEY (agency_id, returned_to) REFERENCES officer (agency_id, id)
);
COMMENT ON TABLE archive_use IS 'Who used the archive copy of a document, and when it came back (sổ sử dụng bản lưu)';
CREATE INDEX archive_use_by_document ON archive_use (document_id, id);
CREATE INDEX archive_use_by_day ON archive_use (agency_id, used_on, id);

CREATE TABLE document_copy (                -- bản sao y, sao lục, trích sao
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id   bigint NOT NULL,
    document_id bigint NOT NULL,
    register_id bigint NOT NULL,
    year        int    NOT NULL,
    number      int    NOT NULL,
    notation    text   NOT NULL,
    kind        text   NOT NULL,
    pages       text   NOT NULL DEFAULT '', -- which pages an extract has
    recipient   text   NOT NULL,            -- nơi nhận bản sao
    copies      int    NOT NULL,            -- số lượng bản
    name        text   NOT NULL,
    digest      bytea  NOT NULL REFERENCES stored_file,
    size        bigint NOT NULL,
    made_by     bigint NOT NULL,
    made_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT document_copy_kind_known CHECK (kind IN ('same', 'ofCopy', 'extract')),
    CONSTRAINT document_copy_extract_of_pages CHECK ((kind = 'extract') = (pages <> '')),
    CONSTRAINT document_copy_some CHECK (copies BETWEEN 1 AND 9999),
    CONSTRAINT document_copy_number_once UNIQUE (register_id, year, number),
    CONSTRAINT document_copy_document_of_own_agency
        FOREIGN KEY (agency_id, document_id) REFERENCES outgoing_document (agency_id, id),
    CONSTRAINT document_copy_register_of_own_agency
        FOREIGN KEY (agency_id, register_id) REFERENCES register (agency_id, id),
    CONSTRAINT document_copy_maker_of_own_agency FOREIGN KEY (agency_id, made_by) REFERENCES officer (agency_id, id)
);
COMMENT ON TABLE document_copy IS 'Copies that were made of documents, each with its number and its file (bản sao)';
CREATE INDEX document_copy_by_document ON document_copy (document_id, id);

CREATE TABLE book_print (                   -- bản in sổ
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id   bigint NOT NULL,
    book        text   NOT NULL,            -- which book, as its address says it
    title       text   NOT NULL,
    year        int    NOT NULL,
    asked_by    bigint NOT NULL,
    asked_at    timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    lines       int,
    pages       int,
    proof       bytea,                      -- SHA-256 of what is printed, as it stands on the last page
    digest      bytea REFERENCES stored_file,
    size        bigint,
    failure     text   NOT NULL DEFAULT '',
    CONSTRAINT book_print_made_is_whole CHECK (num_nonnulls(lines, pages, proof, digest, size) IN (0, 5)),
    CONSTRAINT book_print_made_or_failed CHECK (
        (finished_at IS NOT NULL) = ((digest IS NOT NULL) <> (failure <> ''))
        AND NOT (digest IS NOT NULL AND failure <> '')),
    CONSTRAINT book_print_officer_of_own_agency FOREIGN KEY (agency_id, asked_by) REFERENCES officer (agency_id, id),
    CONSTRAINT book_print_of_one_agency UNIQUE (agency_id, id)
);
COMMENT ON TABLE book_print IS 'Prints of books that were asked for, and what became of them (bản in sổ)';
CREATE INDEX book_print_newest ON book_print (agency_id, id DESC);
-- Books take minutes of a processor: one at a time for a person.
CREATE UNIQUE INDEX book_print_one_at_a_time ON book_print (asked_by) WHERE finished_at IS NULL;

CREATE TABLE book_print_progress (
    print_id   bigint PRIMARY KEY,
    agency_id  bigint NOT NULL,
    worker     uuid   NOT NULL,             -- who makes it; another takes it over where this one is silent
    attempts   int    NOT NULL DEFAULT 1,
    lines_done int    NOT NULL DEFAULT 0,
    beat_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT book_print_progress_of_own_agency
        FOREIGN KEY (agency_id, print_id) REFERENCES book_print (agency_id, id)
);
COMMENT ON TABLE book_print_progress IS 'Who makes a print, and how far it is';

-- Of which agencies prints wait. The service sees one agency's rows at a time; this tells it nothing of what they are.
CREATE FUNCTION agencies_with_waiting_prints()
    RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT DISTINCT agency_id FROM book_print WHERE finished_at IS NULL $$;

-- ---------------------------------------------------------------- pressing twice

CREATE TABLE idempotency_key (              -- khóa chống thao tác lặp
    officer_id bigint NOT NULL REFERENCES officer,
    key        text   NOT NULL,
    request    bytea  NOT NULL,             -- digest of the request that used the key
    answer     jsonb  NOT NULL,
    used_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT idempotency_key_once PRIMARY KEY (officer_id, key),
    CONSTRAINT idempotency_key_of_sane_length CHECK (octet_length(key) BETWEEN 8 AND 200)
);
COMMENT ON TABLE idempotency_key IS 'Answers already given: the same key gives the same answer, and the act is done once';
-- Rows come in the order of their age, so a summary of each range of pages finds what is over, and costs a writer nothing.
CREATE INDEX idempotency_key_by_age ON idempotency_key USING brin (used_at);
CREATE INDEX sign_in_attempt_by_age ON sign_in_attempt USING brin (at);

-- What only counts for a while is forgotten after it (Law 91/2025/QH15: personal data is kept no longer than needed). The
-- trail keeps who signed in, from where and how often. The service calls this daily; it may delete nothing itself.
CREATE FUNCTION forget_what_is_over() RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        DELETE FROM sign_in_attempt WHERE at < now() - interval '31 days';
        DELETE FROM confirmation_look WHERE at < now() - interval '31 days';
        DELETE FROM session WHERE expires_at < now() - interval '31 days';
        DELETE FROM idempotency_key WHERE used_at < now() - interval '31 days';
    $$;

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

-- ---------------------------------------------------------------- the audit trail

CREATE SCHEMA audit;

-- The log that events belong to which are written now. A database that went back gets a next log (audit.open_log), which
-- changes this function; so it costs nothing, and the order (log, xid, id) is one even where transactions are counted
-- from a lower number again.
CREATE FUNCTION audit.current_log() RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 1';

-- The number of this transaction, which it marks as one that leaves an event. Looking for the event itself would open every
-- month of the trail, for each row that an act changes; the mark is undone with its savepoint, and another transaction has
-- another number.
CREATE FUNCTION audit.on_record() RETURNS xid8 LANGUAGE sql VOLATILE
    AS $$ SELECT set_config('congvan.on_record', pg_current_xact_id()::text, true)::xid8 $$;

-- Domains, not constraints of the table, which PostgreSQL would read anew for each event.
CREATE DOMAIN audit.outcome AS text CONSTRAINT event_outcome_known CHECK (VALUE IN ('allowed', 'refused', 'failed'));
CREATE DOMAIN audit.channel AS text CONSTRAINT event_channel_known CHECK (VALUE IN ('web', 'api', 'command', 'service'));
CREATE DOMAIN audit.sha256 AS bytea CONSTRAINT event_commitment_is_sha256 CHECK (octet_length(VALUE) = 32);

CREATE TABLE audit.event (                  -- nhật ký
    id          bigint GENERATED ALWAYS AS IDENTITY,
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    xid         xid8   NOT NULL DEFAULT audit.on_record(),
    agency_id   bigint,
    actor_id    bigint,                     -- no foreign key: the trail outlives everything
    actor_roles text   NOT NULL,
    channel     audit.channel NOT NULL,
    network     cidr,                       -- from where: an IPv4 network of 256 addresses, an IPv6 site
    session     text   NOT NULL DEFAULT '', -- first 16 hexadecimal digits of a digest of the session's
    request     uuid,
    action      text   NOT NULL,
    outcome     audit.outcome NOT NULL,
    reason      text   NOT NULL DEFAULT '',
    object_kind text   NOT NULL,
    object_id   bigint,
    document_id bigint,
    version     int,
    detail      jsonb  NOT NULL DEFAULT '{}',
    commitment  audit.sha256,               -- SHA-256 of the salt and text of its particulars, where it has any
    log_id      int    NOT NULL DEFAULT audit.current_log(),
    behalf      text   NOT NULL DEFAULT '', -- for whom it was done, where not for oneself: a unit (unit:7)
    off_hours   boolean NOT NULL DEFAULT is_off_hours(now()),
    sought      text[],                     -- of each word that was searched for, a keyed digest (HMAC-SHA-256, 16 digits)
    PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
COMMENT ON TABLE audit.event IS 'Who did, saw or was refused what, when and from where (nhật ký); append-only for everyone';
CREATE INDEX event_by_place ON audit.event (log_id, xid, id); -- the order in which events are sealed
CREATE INDEX event_by_id ON audit.event USING brin (id);
CREATE INDEX event_by_agency ON audit.event (agency_id, at DESC, id DESC);
CREATE INDEX event_by_actor ON audit.event (actor_id, at DESC, id DESC);
CREATE INDEX event_by_document ON audit.event (document_id, at DESC, id DESC) WHERE document_id IS NOT NULL;
CREATE INDEX event_by_action ON audit.event (action, at DESC, id DESC);
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

-- The network that an address is in, which says where somebody was and not who.
CREATE FUNCTION audit.network_of(address inet) RETURNS cidr LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT network(set_masklen(address, CASE family(address) WHEN 4 THEN 24 ELSE 48 END)) $$;

-- What names or locates a person stands apart: where the law wants it erased, the trail stays whole and provable.
CREATE TABLE audit.particulars (            -- dữ liệu cá nhân của sự kiện
    event_id  bigint NOT NULL,
    event_at  timestamptz NOT NULL,
    agency_id bigint,
    salt      bytea  NOT NULL,              -- so that nobody can try texts until the commitment fits
    text      text   NOT NULL,              -- JSON, kept byte for byte: source (address), agent (browser), words (searched)
    PRIMARY KEY (event_at, event_id)
) PARTITION BY RANGE (event_at);
COMMENT ON TABLE audit.particulars IS 'Addresses, browsers and search words of events; the trail holds a commitment to them';

-- ---------------------------------------------------------------- the seal

-- A transparency log over the trail (RFC 6962, C2SP tlog-tiles). Its tiles are files; what was signed stands here as well,
-- so that either tells when the other went back.
CREATE TABLE audit.log (                    -- sổ niêm phong
    id        int  PRIMARY KEY,
    origin    text NOT NULL,                -- its name in checkpoints
    opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    opening   text,                         -- the first entry of a log that follows another, byte for byte
    after_log int,                          -- the last event of those before that stays sealed there
    after_xid xid8,
    after_id  bigint,
    CONSTRAINT log_origin_once UNIQUE (origin),
    CONSTRAINT log_follows_another_unless_it_is_the_first
        CHECK (num_nonnulls(opening, after_log, after_xid, after_id) = CASE id WHEN 1 THEN 0 ELSE 4 END)
);
COMMENT ON TABLE audit.log IS 'Transparency logs over the trail, one after the other (sổ niêm phong nhật ký)';

CREATE TABLE audit.checkpoint (             -- mốc niêm phong
    log_id      int    NOT NULL REFERENCES audit.log,
    size        bigint NOT NULL,            -- how many events it seals
    root        bytea  NOT NULL,
    through_xid xid8   NOT NULL,            -- the last of them, in the order (xid, id)
    through_id  bigint NOT NULL,
    note        text   NOT NULL,            -- as it was signed
    signed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    through_log int    NOT NULL,            -- the log in which the last of them was written
    highest_id  bigint,                     -- the highest number of an event that is sealed by then, where it is known
    PRIMARY KEY (log_id, size),
    CONSTRAINT checkpoint_root_is_sha256 CHECK (octet_length(root) = 32),
    CONSTRAINT checkpoint_seals_something CHECK (size > 0)
);
COMMENT ON TABLE audit.checkpoint IS 'Signed states of the log; none is ever signed twice (mốc niêm phong)';
CREATE INDEX checkpoint_by_place ON audit.checkpoint (log_id, through_log, through_xid, through_id);

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

-- The same event by its number, of any agency: whether it is still there.
CREATE FUNCTION audit.sealed_event(wanted bigint)
    RETURNS TABLE (id bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = audit, pg_temp
    AS $$ SELECT e.id FROM audit.event e WHERE e.id = wanted $$;

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

CREATE FUNCTION audit.append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON audit.event
    FOR EACH ROW EXECUTE FUNCTION audit.append_only();
CREATE TRIGGER event_never_truncated BEFORE TRUNCATE ON audit.event
    FOR EACH STATEMENT EXECUTE FUNCTION audit.append_only();
CREATE TRIGGER particulars_never_truncated BEFORE TRUNCATE ON audit.particulars
    FOR EACH STATEMENT EXECUTE FUNCTION audit.append_only();

CREATE TRIGGER particulars_append_only BEFORE UPDATE OR DELETE ON audit.particulars
    FOR EACH ROW EXECUTE FUNCTION audit.append_only();
CREATE TRIGGER log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.log
    FOR EACH STATEMENT EXECUTE FUNCTION audit.append_only();
CREATE TRIGGER checkpoint_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION audit.append_only();

-- Makes the partitions of this month and the two after it; called by every migration and by the service.
CREATE FUNCTION audit.make_partitions() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = audit, pg_temp AS $$
DECLARE
    first date := date_trunc('month', now() AT TIME ZONE 'UTC');
    month date;
    kind text;
    partition text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit.make_partitions'));
    FOR ahead IN 0..2 LOOP
        month := first + make_interval(months => ahead);
        FOREACH kind IN ARRAY ARRAY['event', 'particulars'] LOOP
            partition := kind || '_' || to_char(month, 'YYYY_MM');
            CONTINUE WHEN to_regclass('audit.' || partition) IS NOT NULL;
            EXECUTE format('CREATE TABLE audit.%I PARTITION OF audit.%I FOR VALUES FROM (%L) TO (%L)', partition, kind,
                           month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month')::timestamp AT TIME ZONE 'UTC');
            EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON audit.%I FOR EACH STATEMENT '
                           'EXECUTE FUNCTION audit.append_only()', kind || '_never_truncated', partition);
        END LOOP;
    END LOOP;
END $$;
-- Events of months for which nobody made a partition in time are kept, not lost.
CREATE TABLE audit.event_unplanned PARTITION OF audit.event DEFAULT;
CREATE TRIGGER event_never_truncated BEFORE TRUNCATE ON audit.event_unplanned
    FOR EACH STATEMENT EXECUTE FUNCTION audit.append_only();
CREATE TABLE audit.particulars_unplanned PARTITION OF audit.particulars DEFAULT;
CREATE TRIGGER particulars_never_truncated BEFORE TRUNCATE ON audit.particulars_unplanned
    FOR EACH STATEMENT EXECUTE FUNCTION audit.append_only();

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

-- Refuses a commit that changed business rows and left no event: an act that forgets its record cannot happen.
CREATE FUNCTION audit.require() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('congvan.on_record', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        RAISE EXCEPTION 'no audit event in this transaction for %', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'audit_event_required';
    END IF;
    RETURN NULL;
END $$;

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['agency', 'unit', 'officer', 'register', 'register_year', 'intake', 'incoming_document',
                             'assignment', 'progress_note', 'attachment', 'dossier', 'dossier_document', 'calendar',
                             'saved_question', 'incoming_version', 'exchange_status_received', 'correspondent',
                             'directory_sync', 'dispatch', 'dispatch_recipient', 'delivery_status', 'register_type',
                             'outgoing_document', 'outgoing_version', 'outgoing_remark', 'outgoing_signatory',
                             'outgoing_opinion', 'outgoing_recipient', 'outgoing_dossier', 'reserved_number',
                             'register_closing', 'recipient_group', 'archive_use', 'document_copy', 'book_print'] LOOP
        EXECUTE format('CREATE CONSTRAINT TRIGGER audit_event_required AFTER INSERT OR UPDATE OR DELETE ON %I '
                       'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require()', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['stamp', 'archive'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE DELETE OR TRUNCATE ON audit.%I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION audit.append_only()', t || '_never_deleted', t);
    END LOOP;
    -- The second wall: rows of another agency do not exist for the service.
    FOREACH t IN ARRAY ARRAY['unit', 'officer', 'register', 'register_year', 'intake', 'incoming_document',
                             'assignment', 'progress_note', 'attachment', 'dossier', 'dossier_document', 'saved_question',
                             'incoming_version', 'outgoing_envelope', 'exchange_status_received', 'dispatch', 'dispatch_recipient',
                             'delivery_status', 'register_type', 'outgoing_document', 'outgoing_version', 'outgoing_remark',
                             'outgoing_signatory', 'outgoing_opinion', 'outgoing_recipient', 'outgoing_dossier',
                             'reserved_number', 'register_closing', 'recipient_group',
                             'archive_use', 'document_copy', 'book_print', 'book_print_progress'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY of_the_current_agency ON %I TO congvan_service USING (agency_id = current_agency())', t);
    END LOOP;
END $$;
-- On record is that it was posted, each attempt, and what became of it; that a worker still holds it is no act.
CREATE CONSTRAINT TRIGGER audit_event_required AFTER INSERT OR DELETE OR UPDATE OF state, attempts ON outgoing_envelope
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require();
ALTER TABLE audit.event ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_the_current_agency ON audit.event TO congvan_service
    USING (agency_id = current_agency() OR agency_id IS NULL);
ALTER TABLE audit.particulars ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_the_current_agency ON audit.particulars TO congvan_service
    USING (agency_id = current_agency() OR agency_id IS NULL);
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

-- ---------------------------------------------------------------- what the service may do

GRANT USAGE ON SCHEMA public, audit TO congvan_service;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO congvan_service;
GRANT INSERT ON agency, unit, officer, session, sign_in_attempt, register, register_year, stored_file, intake,
    incoming_document, incoming_words, assignment, progress_note, attachment, dossier, dossier_document, idempotency_key
    TO congvan_service;
GRANT UPDATE (unit_id, name, position, roles, password_hash, active) ON officer TO congvan_service;
GRANT UPDATE (seen_at, closed_at) ON session TO congvan_service;
GRANT UPDATE (last_number) ON register_year TO congvan_service;
GRANT UPDATE (state, reason) ON intake TO congvan_service;
GRANT UPDATE (state, version) ON incoming_document TO congvan_service;
GRANT UPDATE (state, result, finished_by, finished_at, withdrawn_at) ON assignment TO congvan_service;
GRANT UPDATE (document_id, dropped_at) ON attachment TO congvan_service;
GRANT SELECT ON audit.event, audit.particulars, audit.log, audit.checkpoint TO congvan_service;
GRANT INSERT (agency_id, actor_id, actor_roles, channel, network, session, request, action, outcome, reason, object_kind,
              object_id, document_id, version, detail, commitment) ON audit.event TO congvan_service;
GRANT INSERT ON audit.particulars TO congvan_service;
GRANT INSERT (id, origin) ON audit.log TO congvan_service;
GRANT INSERT (log_id, size, root, through_xid, through_id, note) ON audit.checkpoint TO congvan_service;
GRANT SELECT ON audit.daily, audit.hourly, audit.whereabouts, audit.shipment, audit.stamp, audit.archive
    TO congvan_service;
GRANT INSERT (behalf, sought) ON audit.event TO congvan_service;
GRANT INSERT (collector, log_id, size), UPDATE (log_id, size, sent_at) ON audit.shipment TO congvan_service;
GRANT INSERT (log_id, size, token, authority) ON audit.stamp TO congvan_service;
GRANT INSERT (through_log, highest_id) ON audit.checkpoint TO congvan_service;
GRANT SELECT, INSERT ON calendar TO congvan_service;
GRANT SELECT, INSERT, UPDATE (mail_to, mailed_through, removed_at) ON saved_question TO congvan_service;
GRANT SELECT ON incoming_version TO congvan_service;
GRANT SELECT, INSERT ON outgoing_envelope, exchange_status_received TO congvan_service;
GRANT UPDATE (state, attempts, next_attempt_at, leased_by, leased_until, receipt, fault, fault_vi, fault_en, ended_at)
    ON outgoing_envelope TO congvan_service;
GRANT UPDATE (deliveries, entered_at) ON exchange_status_received TO congvan_service;
GRANT UPDATE (deliveries, delivered_at, answer) ON intake TO congvan_service;
GRANT UPDATE (closing, closed_at, closed_by_intake, closed_by_outgoing) ON incoming_document TO congvan_service;
GRANT UPDATE (words) ON incoming_words TO congvan_service;
GRANT SELECT, INSERT ON correspondent, directory_sync, dispatch, dispatch_recipient, delivery_status TO congvan_service;
GRANT UPDATE (name, name_key, words, word_count, parent, linked, peer, largest_packet, source, left_at)
    ON correspondent TO congvan_service;
GRANT UPDATE (next_at, synchronised_at, listed, failing_since, failures, refused) ON directory_sync TO congvan_service;
GRANT UPDATE (state, version, reason, details, reference_key, issued_on, subject, recipients, first_file, digest, size,
              sent_by, sent_at) ON dispatch TO congvan_service;
GRANT UPDATE (status, status_at, seen_at) ON dispatch_recipient TO congvan_service;
GRANT SELECT, INSERT ON register_type, outgoing_document, outgoing_words, outgoing_version, outgoing_remark,
    outgoing_signatory, outgoing_opinion, outgoing_recipient, outgoing_dossier, reserved_number, register_closing,
    recipient_group TO congvan_service;
GRANT UPDATE (step, closing, version, medium, type_name, subject, urgency, details, revision, round, content_by, format_by,
              register_id, year, number, notation, reference_key, issued_on, numbered_at, numbered_by, sealed_by,
              sealed_at, issued_by, issued_at, dispatch_id, replacing_id, internal_id, closed_at, closed_by,
              closed_by_document, closing_reason) ON outgoing_document TO congvan_service;
GRANT UPDATE (register_id) ON register_type TO congvan_service;
GRANT UPDATE (words) ON outgoing_words TO congvan_service;
GRANT UPDATE (signed_at, revision, recorded_by, certificate, dropped_at) ON outgoing_signatory TO congvan_service;
GRANT UPDATE (answer, text, answered_at) ON outgoing_opinion TO congvan_service;
GRANT UPDATE (posted_on, covers, posted_by, post_note, returned_on, returned_to) ON outgoing_recipient TO congvan_service;
GRANT UPDATE (document_id, returned_by, returned_at, return_reason) ON reserved_number TO congvan_service;
GRANT UPDATE (name, codes, version, kept_by, kept_at, removed_at) ON recipient_group TO congvan_service;
GRANT SELECT, INSERT ON archive_use, document_copy, book_print, book_print_progress TO congvan_service;
GRANT UPDATE (returned_on, returned_to) ON archive_use TO congvan_service;
GRANT UPDATE (finished_at, lines, pages, proof, digest, size, failure) ON book_print TO congvan_service;
GRANT UPDATE (worker, attempts, lines_done, beat_at) ON book_print_progress TO congvan_service;
GRANT UPDATE (abbreviation) ON agency, unit TO congvan_service;
REVOKE EXECUTE ON FUNCTION
    sign_in_account(text),
    change_incoming_details(bigint, bigint, jsonb, text),
    session_officer(bytea),
    close_expired_sessions(),
    forget_what_is_over(),
    peers_with_waiting_envelopes(),
    agencies_with_waiting_prints(),
    audit.make_partitions(),
    audit.decided(int, xid8, bigint, int),
    audit.sealed_event(bigint),
    audit.committed(timestamptz, bigint, timestamptz, int),
    audit.place_of(timestamptz, bigint),
    audit.place(int, int, xid8, bigint),
    audit.waiting(int, xid8, bigint),
    audit.sum_up(int, xid8, bigint),
    audit.counted_anew(int, xid8, bigint, bigint),
    audit.seekers(text[], timestamptz, timestamptz, timestamptz, bigint, int),
    audit.open_log(int, text, text, bigint),
    audit.leave_out(date),
    audit.erase_particulars(bigint[], bigint)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    sign_in_account(text),
    change_incoming_details(bigint, bigint, jsonb, text),
    session_officer(bytea),
    close_expired_sessions(),
    forget_what_is_over(),
    peers_with_waiting_envelopes(),
    agencies_with_waiting_prints(),
    audit.make_partitions(),
    audit.decided(int, xid8, bigint, int),
    audit.sealed_event(bigint),
    audit.committed(timestamptz, bigint, timestamptz, int),
    audit.place_of(timestamptz, bigint),
    audit.place(int, int, xid8, bigint),
    audit.waiting(int, xid8, bigint),
    audit.sum_up(int, xid8, bigint),
    audit.counted_anew(int, xid8, bigint, bigint),
    audit.seekers(text[], timestamptz, timestamptz, timestamptz, bigint, int)
    TO congvan_service;

SELECT audit.make_partitions();
