-- links at step 001-questionnaire-links, with invented rows. Never to be changed: databases like this are in use.
-- schema
CREATE TABLE "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
CREATE TABLE "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
CREATE TABLE "questionnaire_link" ("id" text primary key, "code_hash" text not null unique, "episode_id" text not null, "created_by" text not null, "created_at" text not null, "expires_at" text not null, "used_at" text, "sent_hash" text, "revoked_at" text);
INSERT INTO "kysely_migration" ("name", "timestamp") VALUES ('001-questionnaire-links', '2026-11-25T08:24:17.935Z');
INSERT INTO "kysely_migration_lock" ("id", "is_locked") VALUES ('migration_lock', 0);
-- rows
INSERT INTO "questionnaire_link" ("id", "code_hash", "episode_id", "created_by", "created_at", "expires_at", "used_at", "sent_hash", "revoked_at") VALUES ('questionnaire_link id 1', 'questionnaire_link code_hash 1', 'questionnaire_link episode_id 1', 'questionnaire_link created_by 1', 'questionnaire_link created_at 1', 'questionnaire_link expires_at 1', 'questionnaire_link used_at 1', 'questionnaire_link sent_hash 1', 'questionnaire_link revoked_at 1');
INSERT INTO "questionnaire_link" ("id", "code_hash", "episode_id", "created_by", "created_at", "expires_at", "used_at", "sent_hash", "revoked_at") VALUES ('questionnaire_link id 2', 'questionnaire_link code_hash 2', 'questionnaire_link episode_id 2', 'questionnaire_link created_by 2', 'questionnaire_link created_at 2', 'questionnaire_link expires_at 2', 'questionnaire_link used_at 2', 'questionnaire_link sent_hash 2', 'questionnaire_link revoked_at 2');
