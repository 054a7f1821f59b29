-- A hub of envelopes (trục liên thông văn bản của tỉnh): who takes part, what was accepted, and how far each delivery got.
--
-- It is a database of its own. The hub runs as congvan_hub, which owns nothing and deletes no row.

DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'congvan_hub') THEN
        CREATE ROLE congvan_hub LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    -- Another database of this cluster was migrated at the same moment.
    NULL;
END $$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;

CREATE TABLE hub_system (                   -- hệ thống quản lý văn bản kết nối vào trục
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name      text   NOT NULL,              -- mã hệ thống (system id)
    -- AES-256-GCM under the key in the hub's folder: an HMAC can be checked only by whoever has the secret itself.
    secret    bytea  NOT NULL,
    active    boolean NOT NULL DEFAULT true,
    added_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT hub_system_name_once UNIQUE (name),
    CONSTRAINT hub_system_name_plain CHECK (name ~ '^[A-Za-z0-9._-]{1,64}$')
);
COMMENT ON TABLE hub_system IS 'Systems that may call the hub, each with its secret (hệ thống kết nối)';

CREATE SEQUENCE hub_agency_version;

CREATE TABLE hub_agency (                   -- cơ quan trong danh mục
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code        text   NOT NULL,            -- mã định danh, as it was registered
    name        text   NOT NULL,
    parent_code text   NOT NULL DEFAULT '', -- mã cơ quan cấp trên
    mail        text   NOT NULL DEFAULT '',
    system_id   bigint REFERENCES hub_system, -- who sends and fetches for it; none: only in the directory
    active      boolean NOT NULL DEFAULT true,
    version     bigint NOT NULL DEFAULT nextval('hub_agency_version'),
    CONSTRAINT hub_agency_code_plain CHECK (code ~ '^[A-Za-z0-9._-]{1,64}$'),
    CONSTRAINT hub_agency_name_not_blank CHECK (btrim(name) <> '')
);
-- Codes are compared without regard to case.
CREATE UNIQUE INDEX hub_agency_code_once ON hub_agency (lower(code));
CREATE INDEX hub_agency_by_system ON hub_agency (system_id);
CREATE INDEX hub_agency_by_version ON hub_agency (version);
COMMENT ON TABLE hub_agency IS 'The directory of agencies (danh mục cơ quan)';

CREATE TABLE hub_envelope (                 -- gói tin đã nhận
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    receipt     uuid   NOT NULL DEFAULT gen_random_uuid(), -- the sender's DocId
    sender_id   bigint NOT NULL REFERENCES hub_agency,
    digest      bytea  NOT NULL,            -- SHA-256 of the file, which is its name in the store
    size        bigint NOT NULL,
    kind        text   NOT NULL,
    document_id text,                       -- mã định danh văn bản, the sender's own
    notation    text   NOT NULL DEFAULT '', -- số, ký hiệu: what its sender is shown of it
    title       text   NOT NULL DEFAULT '', -- trích yếu
    accepted_at timestamptz NOT NULL DEFAULT now(),
    removed_at  timestamptz,                -- when its file was removed: every recipient had it long before
    CONSTRAINT hub_envelope_receipt_once UNIQUE (receipt),
    -- The same bytes from the same sender are the same envelope: sending again brings nothing.
    CONSTRAINT hub_envelope_once_per_sender UNIQUE (sender_id, digest),
    CONSTRAINT hub_envelope_digest_sha256 CHECK (octet_length(digest) = 32),
    CONSTRAINT hub_envelope_size_positive CHECK (size > 0),
    CONSTRAINT hub_envelope_kind_known CHECK (kind IN ('edoc', 'status'))
);
CREATE INDEX hub_envelope_kept ON hub_envelope (accepted_at) WHERE removed_at IS NULL;
CREATE INDEX hub_envelope_by_digest ON hub_envelope (digest) WHERE removed_at IS NULL;
CREATE INDEX hub_envelope_by_sender ON hub_envelope (sender_id, id);
COMMENT ON TABLE hub_envelope IS 'Envelopes that the hub accepted, each a file in its store (gói tin)';

CREATE TABLE hub_delivery (                 -- việc chuyển một gói tin đến một cơ quan
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    receipt      uuid   NOT NULL DEFAULT gen_random_uuid(), -- the recipient's docId
    envelope_id  bigint NOT NULL REFERENCES hub_envelope,
    recipient_id bigint NOT NULL REFERENCES hub_agency,
    -- The envelope's, repeated: how much of a sender waits is asked for each that it sends.
    sender_id    bigint NOT NULL REFERENCES hub_agency,
    size         bigint NOT NULL,
    state        text   NOT NULL DEFAULT 'initial',
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT hub_delivery_receipt_once UNIQUE (receipt),
    CONSTRAINT hub_delivery_once UNIQUE (envelope_id, recipient_id),
    -- Accepted; listed to the recipient; fetched; acknowledged; given up by the recipient.
    CONSTRAINT hub_delivery_state_known CHECK (state IN ('initial', 'inbox', 'processing', 'done', 'fail'))
);
CREATE INDEX hub_delivery_waiting ON hub_delivery (recipient_id, id) WHERE state IN ('initial', 'inbox', 'processing');
CREATE INDEX hub_delivery_waiting_of_sender ON hub_delivery (sender_id) INCLUDE (size)
    WHERE state IN ('initial', 'inbox', 'processing');
COMMENT ON TABLE hub_delivery IS 'How far each envelope got towards each recipient (trạng thái chuyển)';

GRANT SELECT, INSERT, UPDATE ON hub_system, hub_agency, hub_delivery TO congvan_hub;
GRANT SELECT, INSERT, UPDATE (removed_at) ON hub_envelope TO congvan_hub;
GRANT USAGE ON SEQUENCE hub_agency_version TO congvan_hub;
GRANT SELECT ON schema_migration TO congvan_hub;
