-- accounts at step 004-where-sessions-are, with invented rows. Never to be changed: databases like this are in use.
-- schema
CREATE TABLE "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
CREATE TABLE "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
CREATE TABLE "account" ("id" text primary key, "username" text not null, "username_key" text not null unique, "display_name" text not null, "role" text not null, "password_hash" text, "created_at" text not null, "disabled_at" text, "clinical_lead" integer default 0 not null);
CREATE TABLE "session" ("token_hash" text primary key, "account_id" text references "account" ("id"), "workspace" text not null, "created_at" text not null, "last_seen_at" text not null, "id" text default '' not null, "address" text default '' not null, "device" text default '' not null, "signed_in_by" text default '' not null);
CREATE TABLE "one_time_code" ("code_hash" text primary key, "account_id" text references "account" ("id"), "created_at" text not null, "expires_at" text);
CREATE TABLE "attempt" ("subject" text primary key, "failures" integer not null, "last_at" text not null);
CREATE TABLE "program_key" ("id" text primary key, "account_id" text not null references "account" ("id"), "key_hash" text not null unique, "created_at" text not null, "expires_at" text not null, "last_used_at" text);
INSERT INTO "kysely_migration" ("name", "timestamp") VALUES ('001-accounts', '2026-11-25T08:24:17.614Z');
INSERT INTO "kysely_migration" ("name", "timestamp") VALUES ('002-clinical-lead', '2026-11-25T08:24:17.614Z');
INSERT INTO "kysely_migration" ("name", "timestamp") VALUES ('003-program-keys', '2026-11-25T08:24:17.614Z');
INSERT INTO "kysely_migration" ("name", "timestamp") VALUES ('004-where-sessions-are', '2026-11-25T08:24:17.615Z');
INSERT INTO "kysely_migration_lock" ("id", "is_locked") VALUES ('migration_lock', 0);
-- rows
INSERT INTO "account" ("id", "username", "username_key", "display_name", "role", "password_hash", "created_at", "disabled_at", "clinical_lead") VALUES ('account id 1', 'account username 1', 'account username_key 1', 'account display_name 1', 'account role 1', 'account password_hash 1', 'account created_at 1', 'account disabled_at 1', 1);
INSERT INTO "account" ("id", "username", "username_key", "display_name", "role", "password_hash", "created_at", "disabled_at", "clinical_lead") VALUES ('account id 2', 'account username 2', 'account username_key 2', 'account display_name 2', 'account role 2', 'account password_hash 2', 'account created_at 2', 'account disabled_at 2', 2);
INSERT INTO "session" ("token_hash", "account_id", "workspace", "created_at", "last_seen_at", "id", "address", "device", "signed_in_by") VALUES ('session token_hash 1', 'account id 1', 'session workspace 1', 'session created_at 1', 'session last_seen_at 1', 'session id 1', 'session address 1', 'session device 1', 'session signed_in_by 1');
INSERT INTO "session" ("token_hash", "account_id", "workspace", "created_at", "last_seen_at", "id", "address", "device", "signed_in_by") VALUES ('session token_hash 2', 'account id 2', 'session workspace 2', 'session created_at 2', 'session last_seen_at 2', 'session id 2', 'session address 2', 'session device 2', 'session signed_in_by 2');
INSERT INTO "one_time_code" ("code_hash", "account_id", "created_at", "expires_at") VALUES ('one_time_code code_hash 1', 'account id 1', 'one_time_code created_at 1', 'one_time_code expires_at 1');
INSERT INTO "one_time_code" ("code_hash", "account_id", "created_at", "expires_at") VALUES ('one_time_code code_hash 2', 'account id 2', 'one_time_code created_at 2', 'one_time_code expires_at 2');
INSERT INTO "attempt" ("subject", "failures", "last_at") VALUES ('attempt subject 1', 1, 'attempt last_at 1');
INSERT INTO "attempt" ("subject", "failures", "last_at") VALUES ('attempt subject 2', 2, 'attempt last_at 2');
INSERT INTO "program_key" ("id", "account_id", "key_hash", "created_at", "expires_at", "last_used_at") VALUES ('program_key id 1', 'account id 1', 'program_key key_hash 1', 'program_key created_at 1', 'program_key expires_at 1', 'program_key last_used_at 1');
INSERT INTO "program_key" ("id", "account_id", "key_hash", "created_at", "expires_at", "last_used_at") VALUES ('program_key id 2', 'account id 2', 'program_key key_hash 2', 'program_key created_at 2', 'program_key expires_at 2', 'program_key last_used_at 2');
