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
