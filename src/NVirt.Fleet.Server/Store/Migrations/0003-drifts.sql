-- How many drifts there were lately is asked for by the first page each time.
CREATE INDEX event_drift ON event (time) WHERE kind = 'drift' AND grade <> 'harmless';
