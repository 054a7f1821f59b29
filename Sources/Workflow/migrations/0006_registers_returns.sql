-- What a closed register goes on showing.

-- A closed register shows who led the work when it was closed. Acts wait for the document's lock, so their times are those of
-- writing and not those of their transaction's beginning: what waited while a register was closed is later than its closing.
ALTER TABLE assignment
    ADD COLUMN withdrawn_at timestamptz,    -- NULL also where it was withdrawn before this was kept
    ADD CONSTRAINT assignment_withdrawn_once_it_is CHECK (withdrawn_at IS NULL OR state = 'withdrawn'),
    ALTER COLUMN assigned_at SET DEFAULT clock_timestamp();
GRANT UPDATE (withdrawn_at) ON assignment TO congvan_service;
ALTER TABLE incoming_version ALTER COLUMN changed_at SET DEFAULT clock_timestamp();
ALTER TABLE register_closing ALTER COLUMN closed_at SET DEFAULT clock_timestamp();

-- Whoever had a recalled document on paper gives it back (Decree 30/2020, Article 18).
ALTER TABLE outgoing_recipient
    ADD COLUMN returned_on date,            -- ngày nhận lại bản giấy
    ADD COLUMN returned_to bigint,          -- who recorded it
    ADD CONSTRAINT outgoing_recipient_return_is_whole CHECK (num_nonnulls(returned_on, returned_to) IN (0, 2)),
    ADD CONSTRAINT outgoing_recipient_returned_after_posting CHECK (
        returned_on IS NULL OR (posted_on IS NOT NULL AND returned_on >= posted_on)),
    ADD CONSTRAINT outgoing_recipient_taker_of_own_agency
        FOREIGN KEY (agency_id, returned_to) REFERENCES officer (agency_id, id);
GRANT UPDATE (returned_on, returned_to) ON outgoing_recipient TO congvan_service;
