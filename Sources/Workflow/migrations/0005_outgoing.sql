-- Outgoing documents: drafts and their versions, who approves and signs them, their numbers, and whom they go to.

-- How agencies and units are abbreviated in symbols; where nothing is entered, by the first letters of their names.
ALTER TABLE agency ADD COLUMN abbreviation text NOT NULL DEFAULT '',
    ADD CONSTRAINT agency_abbreviation_is_one_word CHECK (abbreviation !~ '[[:space:]/]');
ALTER TABLE unit ADD COLUMN abbreviation text NOT NULL DEFAULT '',
    ADD CONSTRAINT unit_abbreviation_is_one_word CHECK (abbreviation !~ '[[:space:]/]');
GRANT UPDATE (abbreviation) ON agency, unit TO congvan_service;

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
    PRIMARY KEY (document_id, ordinal),
    CONSTRAINT outgoing_recipient_kind_known CHECK (kind IN ('agency', 'unit', 'post')),
    CONSTRAINT outgoing_recipient_is_one CHECK (
        (kind = 'agency') = (code <> '') AND (kind = 'unit') = (num_nonnulls(unit_id, role) = 2)
        AND num_nonnulls(unit_id, role) <> 1),
    CONSTRAINT outgoing_recipient_role_known CHECK (role IN ('lead', 'support', 'informed')),
    CONSTRAINT outgoing_recipient_posting_is_whole CHECK (
        num_nonnulls(posted_on, covers, posted_by) IN (0, 3) AND (posted_on IS NULL OR kind = 'post')),
    CONSTRAINT outgoing_recipient_some_covers CHECK (covers BETWEEN 1 AND 9999),
    CONSTRAINT outgoing_recipient_document_of_own_agency
        FOREIGN KEY (agency_id, document_id) REFERENCES outgoing_document (agency_id, id),
    CONSTRAINT outgoing_recipient_unit_of_own_agency FOREIGN KEY (agency_id, unit_id) REFERENCES unit (agency_id, id),
    CONSTRAINT outgoing_recipient_poster_of_own_agency
        FOREIGN KEY (agency_id, posted_by) REFERENCES officer (agency_id, id)
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

ALTER TABLE attachment
    ADD COLUMN outgoing_id bigint,
    ADD COLUMN sealed_from bigint REFERENCES attachment, -- the file as it was attached, of which this one bears the agency's signature
    ADD COLUMN dropped_at  timestamptz,          -- when a drafter left it out again
    ADD CONSTRAINT attachment_changes_in_drafts_only
        CHECK (outgoing_id IS NOT NULL OR num_nonnulls(sealed_from, dropped_at) = 0),
    DROP CONSTRAINT attachment_of_something,
    ADD CONSTRAINT attachment_of_something
        CHECK (num_nonnulls(intake_id, document_id, dispatch_id, outgoing_id) >= 1),
    ADD CONSTRAINT attachment_outgoing_of_own_agency
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
    closed_at   timestamptz NOT NULL DEFAULT now(),
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
CREATE OR REPLACE FUNCTION forget_what_is_over() RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        DELETE FROM sign_in_attempt WHERE at < now() - interval '31 days';
        DELETE FROM confirmation_look WHERE at < now() - interval '31 days';
        DELETE FROM session WHERE expires_at < now() - interval '31 days';
        DELETE FROM idempotency_key WHERE used_at < now() - interval '31 days';
    $$;
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

-- A document of one's own that went to one's own units is work like what others send.
ALTER TABLE incoming_document
    DROP CONSTRAINT incoming_document_source_known,
    ADD CONSTRAINT incoming_document_source_known CHECK (source IN ('paper', 'scan', 'envelope', 'internal')),
    ADD COLUMN closed_by_outgoing bigint,   -- the document of one's own that was recalled, or took its place
    DROP CONSTRAINT incoming_document_closed_by_a_request,
    ADD CONSTRAINT incoming_document_closed_by_its_sender CHECK (
        num_nonnulls(closing, closed_at) IN (0, 2)
        AND num_nonnulls(closed_by_intake, closed_by_outgoing) = num_nonnulls(closing)),
    ADD CONSTRAINT incoming_document_closed_by_outgoing_own
        FOREIGN KEY (agency_id, closed_by_outgoing) REFERENCES outgoing_document (agency_id, id);
CREATE INDEX incoming_document_closed_by_own ON incoming_document (closed_by_outgoing)
    WHERE closed_by_outgoing IS NOT NULL;
DROP TRIGGER incoming_document_stays_closed ON incoming_document;
CREATE TRIGGER incoming_document_stays_closed
    BEFORE UPDATE OF closing, closed_at, closed_by_intake, closed_by_outgoing ON incoming_document FOR EACH ROW
    WHEN (OLD.closing IS NOT NULL AND (OLD.closing, OLD.closed_at, OLD.closed_by_intake, OLD.closed_by_outgoing)
          IS DISTINCT FROM (NEW.closing, NEW.closed_at, NEW.closed_by_intake, NEW.closed_by_outgoing))
    EXECUTE FUNCTION incoming_document_stays_closed();
GRANT UPDATE (closed_by_outgoing) ON incoming_document TO congvan_service;

-- ---------------------------------------------------------------- archive copies, copies, and prints of books

-- What goes to one's own units is counted apart from what others send, and is nobody's to choose; copies have one
-- sequence for all their kinds (Decree 30/2020, Article 15).
ALTER TABLE register
    DROP CONSTRAINT register_direction_known,
    ADD CONSTRAINT register_direction_known CHECK (direction IN ('incoming', 'outgoing', 'internal', 'copies'));

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

-- ---------------------------------------------------------------- walls and rights

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['register_type', 'outgoing_document', 'outgoing_version', 'outgoing_remark',
                             'outgoing_signatory', 'outgoing_opinion', 'outgoing_recipient', 'outgoing_dossier',
                             'reserved_number', 'register_closing', 'recipient_group', 'archive_use', 'document_copy',
                             'book_print'] LOOP
        EXECUTE format('CREATE CONSTRAINT TRIGGER audit_event_required AFTER INSERT OR UPDATE OR DELETE ON %I '
                       'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require()', t);
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY of_the_current_agency ON %I TO congvan_service USING (agency_id = current_agency())', t);
    END LOOP;
END $$;

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
GRANT UPDATE (posted_on, covers, posted_by, post_note) ON outgoing_recipient TO congvan_service;
GRANT UPDATE (document_id, returned_by, returned_at, return_reason) ON reserved_number TO congvan_service;
GRANT UPDATE (name, codes, version, kept_by, kept_at, removed_at) ON recipient_group TO congvan_service;
GRANT UPDATE (dropped_at) ON attachment TO congvan_service;

ALTER TABLE book_print_progress ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_the_current_agency ON book_print_progress TO congvan_service USING (agency_id = current_agency());
GRANT SELECT, INSERT ON archive_use, document_copy, book_print, book_print_progress TO congvan_service;
GRANT UPDATE (returned_on, returned_to) ON archive_use TO congvan_service;
GRANT UPDATE (finished_at, lines, pages, proof, digest, size, failure) ON book_print TO congvan_service;
GRANT UPDATE (worker, attempts, lines_done, beat_at) ON book_print_progress TO congvan_service;
REVOKE EXECUTE ON FUNCTION agencies_with_waiting_prints() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION agencies_with_waiting_prints() TO congvan_service;
