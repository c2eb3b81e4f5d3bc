-- record at step 002-projections, with invented rows. Never to be changed: databases like this are in use.
-- schema
CREATE TABLE "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
CREATE TABLE "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
CREATE TABLE "event" ("position" integer primary key, "episode_id" text not null, "patient_id" text not null, "sequence" integer not null, "command_id" text not null unique, "type" text not null, "actor_id" text not null, "recorded_at" text not null, "payload" text not null, "previous_hash" text not null, "hash" text not null, constraint "event_once_per_sequence" unique ("episode_id", "sequence"));
CREATE INDEX "event_of_patient" on "event" ("patient_id", "position");
CREATE TRIGGER event_refuses_update BEFORE update ON event
         BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER event_refuses_delete BEFORE delete ON event
         BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TABLE "chain_head" ("id" integer primary key check (id = 1), "position" integer not null, "hash" text not null);
CREATE TABLE "projection" ("name" text not null, "episode_id" text not null, "patient_id" text not null, "sort_key" text not null, "document" text not null, constraint "projection_once_per_episode" primary key ("name", "episode_id"));
CREATE INDEX "projection_in_order" on "projection" ("name", "sort_key", "episode_id");
CREATE INDEX "projection_of_patient" on "projection" ("name", "patient_id");
CREATE TABLE "projection_version" ("name" text primary key, "version" integer not null);
INSERT INTO "kysely_migration" ("name", "timestamp") VALUES ('001-events', '2026-11-25T08:24:17.366Z');
INSERT INTO "kysely_migration" ("name", "timestamp") VALUES ('002-projections', '2026-11-25T08:24:17.367Z');
INSERT INTO "kysely_migration_lock" ("id", "is_locked") VALUES ('migration_lock', 0);
-- rows
INSERT INTO "event" ("position", "episode_id", "patient_id", "sequence", "command_id", "type", "actor_id", "recorded_at", "payload", "previous_hash", "hash") VALUES (1, 'episode-1', 'patient-1', 1, 'command-1', 'registered', 'clinician-1', '2026-03-01T09:30:00Z', '{"patient":{"birthDate":"1982-05-04","familyName":"Example","givenName":"Ada","recordNumber":"R-1","sexAtBirth":"female"},"recordedOn":"2026-03-01"}', '0000000000000000000000000000000000000000000000000000000000000000', '40d6dacab0d5eb637be17701d196da7e6634d8c29d9d6433351e2f4d6691a621');
INSERT INTO "event" ("position", "episode_id", "patient_id", "sequence", "command_id", "type", "actor_id", "recorded_at", "payload", "previous_hash", "hash") VALUES (2, 'episode-2', 'patient-2', 1, 'command-2', 'registered', 'clinician-1', '2026-03-01T09:30:00Z', '{"patient":{"birthDate":"1982-05-04","familyName":"Example","givenName":"Ada","recordNumber":"R-2","sexAtBirth":"female"},"recordedOn":"2026-03-01"}', '40d6dacab0d5eb637be17701d196da7e6634d8c29d9d6433351e2f4d6691a621', 'f7c3062f91daa7bfe8bd8f4a9fec694b836273d9e57dae249313ffcd97f58d9a');
INSERT INTO "event" ("position", "episode_id", "patient_id", "sequence", "command_id", "type", "actor_id", "recorded_at", "payload", "previous_hash", "hash") VALUES (3, 'episode-3', 'patient-3', 1, 'command-3', 'registered', 'clinician-1', '2026-03-01T09:30:00Z', '{"patient":{"birthDate":"1982-05-04","familyName":"Example","givenName":"Ada","recordNumber":"R-3","sexAtBirth":"female"},"recordedOn":"2026-03-01"}', 'f7c3062f91daa7bfe8bd8f4a9fec694b836273d9e57dae249313ffcd97f58d9a', '506d1c7d01a17304e36e317cf42c12ba6180c3fb1d7fc4470ad06516888d84ba');
DELETE FROM "chain_head";
INSERT INTO "chain_head" ("id", "position", "hash") VALUES (1, 3, '506d1c7d01a17304e36e317cf42c12ba6180c3fb1d7fc4470ad06516888d84ba');
INSERT INTO "projection" ("name", "episode_id", "patient_id", "sort_key", "document") VALUES ('projection name 1', 'projection episode_id 1', 'projection patient_id 1', 'projection sort_key 1', 'projection document 1');
INSERT INTO "projection" ("name", "episode_id", "patient_id", "sort_key", "document") VALUES ('projection name 2', 'projection episode_id 2', 'projection patient_id 2', 'projection sort_key 2', 'projection document 2');
INSERT INTO "projection_version" ("name", "version") VALUES ('projection_version name 1', 1);
INSERT INTO "projection_version" ("name", "version") VALUES ('projection_version name 2', 2);
