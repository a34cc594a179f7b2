-- The tables of a fleet (fleet-rules.md 12), for both engines: words in braces are those of SqlDialect.
--
-- Every migration only adds what programs of the version before can live with: columns that may be empty or have a default, tables,
-- indexes. What is no longer used is taken away one release later, when no such program runs any more (expand, then contract).
--
-- Times are 100 ns since 1970. Lists of numbers, and names, are JSON. Ids of classes, documents and pools are 0 in guest_count for none.

CREATE TABLE document (
    id {id},
    sha256 text NOT NULL UNIQUE,
    kind text NOT NULL,
    body {bytes} NOT NULL);

CREATE TABLE cpu_class (
    id {id},
    digest {bytes} NOT NULL UNIQUE,
    key text NOT NULL,
    document_id {number} NOT NULL REFERENCES document (id),
    place {number} NOT NULL);
CREATE INDEX cpu_class_document ON cpu_class (document_id);

CREATE TABLE pool (
    id {id},
    name text NOT NULL UNIQUE,
    version {number} NOT NULL);

-- changed is the mark of the last change, former_boots are boots that are over.
CREATE TABLE host (
    id {id},
    name text NOT NULL UNIQUE,
    class_id {number},
    physical_class_id {number},
    classes text NOT NULL,
    documents text NOT NULL,
    former_documents text NOT NULL,
    pool_id {number} REFERENCES pool (id),
    boot_id text NOT NULL,
    seq {number} NOT NULL,
    digest text NOT NULL,
    former_boots text NOT NULL,
    reported_at {number} NOT NULL,
    kernel text,
    qemu text,
    libvirt text,
    microcode {number},
    site text,
    labels text NOT NULL,
    memory_mib {number},
    weight {number} NOT NULL,
    problem text,
    changed {number} NOT NULL);
CREATE INDEX host_changed ON host (changed);
CREATE INDEX host_pool ON host (pool_id);

-- Heartbeats write here only: a narrow row instead of the whole host.
CREATE TABLE host_seen (
    host_id {number} PRIMARY KEY REFERENCES host (id),
    seen_at {number} NOT NULL,
    mark {number} NOT NULL);
CREATE INDEX host_seen_mark ON host_seen (mark);

CREATE TABLE guest (
    host_id {number} NOT NULL REFERENCES host (id),
    id text NOT NULL,
    name text NOT NULL,
    is_running {number} NOT NULL,
    memory_mib {number},
    started_at {number},
    request_class_id {number},
    live_class_id {number},
    request_document_id {number},
    live_document_id {number},
    baseline text,
    gone_at {number},
    PRIMARY KEY (host_id, id)) {by host_id};
{parts of guest}
CREATE INDEX guest_gone ON guest (gone_at) WHERE gone_at IS NOT NULL;

-- Counts are spread over shards by host, so that reports of equal hosts do not wait for one row; their sum is the count.
CREATE TABLE guest_count (
    host_class_id {number} NOT NULL,
    guest_class_id {number} NOT NULL,
    pool_id {number} NOT NULL,
    shard {number} NOT NULL,
    guests {number} NOT NULL,
    PRIMARY KEY (host_class_id, guest_class_id, pool_id, shard));

CREATE TABLE baseline (
    pool_id {number} NOT NULL REFERENCES pool (id),
    version {number} NOT NULL,
    digest text NOT NULL,
    document {bytes} NOT NULL,
    signature {bytes},
    created_by text NOT NULL,
    created_at {number} NOT NULL,
    PRIMARY KEY (pool_id, version));

-- Documents that a baseline names by their SHA-256.
CREATE TABLE baseline_document (
    pool_id {number} NOT NULL,
    version {number} NOT NULL,
    document_id {number} NOT NULL REFERENCES document (id),
    PRIMARY KEY (pool_id, version, document_id));
CREATE INDEX baseline_document_document ON baseline_document (document_id);

CREATE TABLE event (
    id {id},
    time {number} NOT NULL,
    host_id {number} NOT NULL REFERENCES host (id),
    kind text NOT NULL,
    grade text NOT NULL,
    detail text NOT NULL);
CREATE INDEX event_time ON event (time);
CREATE INDEX event_host ON event (host_id, id);

CREATE TABLE token (
    id text PRIMARY KEY,
    hash text NOT NULL UNIQUE,
    role text NOT NULL,
    host text,
    expires_at {number},
    uses {number},
    replaces {number} NOT NULL,
    created_by text NOT NULL,
    created_at {number} NOT NULL);
CREATE UNIQUE INDEX token_host ON token (host) WHERE host IS NOT NULL;

CREATE TABLE audit (
    id {id},
    time {number} NOT NULL,
    who text NOT NULL,
    action text NOT NULL,
    target text NOT NULL,
    detail text NOT NULL);
{counter of changes}
