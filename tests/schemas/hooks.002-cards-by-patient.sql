-- hooks at step 002-cards-by-patient, with invented rows. Never to be changed: databases like this are in use.
-- schema
CREATE TABLE "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
CREATE TABLE "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
CREATE TABLE "card" ("uuid" text primary key, "hook" text not null, "rule" text not null, "client" text not null, "patient_digest" text not null, "findings_digest" text not null, "shown_at" text not null);
CREATE TABLE "feedback" ("id" text primary key, "card_uuid" text not null references "card" ("uuid"), "outcome" text not null, "reason_system" text, "reason_code" text, "suggestions_accepted" integer not null, "outcome_at" text not null, "received_at" text not null);
CREATE TABLE "digest_key" ("key" text not null);
CREATE INDEX "card_of_patient" on "card" ("patient_digest", "rule");
CREATE INDEX "feedback_on_card" on "feedback" ("card_uuid");
INSERT INTO "kysely_migration" ("name", "timestamp") VALUES ('001-cards-and-feedback', '2026-11-25T08:24:17.970Z');
INSERT INTO "kysely_migration" ("name", "timestamp") VALUES ('002-cards-by-patient', '2026-11-25T08:24:17.970Z');
INSERT INTO "kysely_migration_lock" ("id", "is_locked") VALUES ('migration_lock', 0);
-- rows
INSERT INTO "card" ("uuid", "hook", "rule", "client", "patient_digest", "findings_digest", "shown_at") VALUES ('card uuid 1', 'card hook 1', 'card rule 1', 'card client 1', 'card patient_digest 1', 'card findings_digest 1', 'card shown_at 1');
INSERT INTO "card" ("uuid", "hook", "rule", "client", "patient_digest", "findings_digest", "shown_at") VALUES ('card uuid 2', 'card hook 2', 'card rule 2', 'card client 2', 'card patient_digest 2', 'card findings_digest 2', 'card shown_at 2');
INSERT INTO "feedback" ("id", "card_uuid", "outcome", "reason_system", "reason_code", "suggestions_accepted", "outcome_at", "received_at") VALUES ('feedback id 1', 'card uuid 1', 'feedback outcome 1', 'feedback reason_system 1', 'feedback reason_code 1', 1, 'feedback outcome_at 1', 'feedback received_at 1');
INSERT INTO "feedback" ("id", "card_uuid", "outcome", "reason_system", "reason_code", "suggestions_accepted", "outcome_at", "received_at") VALUES ('feedback id 2', 'card uuid 2', 'feedback outcome 2', 'feedback reason_system 2', 'feedback reason_code 2', 2, 'feedback outcome_at 2', 'feedback received_at 2');
INSERT INTO "digest_key" ("key") VALUES ('digest_key key 1');
INSERT INTO "digest_key" ("key") VALUES ('digest_key key 2');
