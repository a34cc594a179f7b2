-- When a document was first found to be needed by nothing; it is let go a while later (FleetTidying). Version 1 kept all of them, and
-- its statements, which do not know the column, work on: what it needs again loses the mark when the store is next tidied.
ALTER TABLE document ADD COLUMN unneeded_at {number};
CREATE INDEX document_unneeded ON document (unneeded_at) WHERE unneeded_at IS NOT NULL;

-- Feeds of one kind or grade of events.
CREATE INDEX event_kind ON event (kind, id);
CREATE INDEX event_grade ON event (grade, id);
