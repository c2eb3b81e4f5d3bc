-- accounts at step 006-organisation, with invented rows. Never to be changed: databases like this are in use.
-- schema
CREATE TABLE "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
CREATE TABLE "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
CREATE TABLE "account" ("id" text primary key, "username" text not null, "username_key" text not null unique, "display_name" text not null, "role" text not null, "password_hash" text, "created_at" text not null, "disabled_at" text, "clinical_lead" integer default 0 not null, "passkey_needed" integer default 0 not null);
CREATE TABLE "session" ("token_hash" text primary key, "account_id" text references "account" ("id"), "workspace" text not null, "created_at" text not null, "last_seen_at" text not null, "id" text default '' not null, "address" text default '' not null, "device" text default '' not null, "signed_in_by" text default '' not null);
CREATE TABLE "one_time_code" ("code_hash" text primary key, "account_id" text references "account" ("id"), "created_at" text not null, "expires_at" text);
CREATE TABLE "attempt" ("subject" text primary key, "failures" integer not null, "last_at" text not null);
CREATE TABLE "program_key" ("id" text primary key, "account_id" text not null references "account" ("id"), "key_hash" text not null unique, "created_at" text not null, "expires_at" text not null, "last_used_at" text);
CREATE TABLE "passkey" ("id" text primary key, "account_id" text not null references "account" ("id"), "name" text not null, "public_key" text not null, "counter" integer not null, "transports" text not null, "created_at" text not null, "last_used_at" text);
CREATE TABLE "passkey_challenge" ("challenge" text primary key, "account_id" text references "account" ("id"), "expires_at" text not null);
CREATE TABLE "organisation_identity" ("issuer" text not null, "subject" text not null, "account_id" text not null references "account" ("id"), "linked_at" text not null, constraint "organisation_identity_once" primary key ("issuer", "subject"));
CREATE TABLE "organisation_flow" ("key_hash" text primary key, "state" text not null, "nonce" text not null, "code_verifier" text not null, "origin" text not null, "workspace" text not null, "account_id" text references "account" ("id"), "expires_at" text not null);
INSERT INTO "kysely_migration" ("name", "timestamp") VALUES ('001-accounts', '2026-11-25T08:24:17.655Z');
INSERT INTO "kysely_migration" ("name", "timestamp") VALUES ('002-clinical-lead', '2026-11-25T08:24:17.655Z');
INSERT INTO "kysely_migration" ("name", "timestamp") VALUES ('003-program-keys', '2026-11-25T08:24:17.655Z');
INSERT INTO "kysely_migration" ("name", "timestamp") VALUES ('004-where-sessions-are', '2026-11-25T08:24:17.656Z');
INSERT INTO "kysely_migration" ("name", "timestamp") VALUES ('005-passkeys', '2026-11-25T08:24:17.661Z');
INSERT INTO "kysely_migration" ("name", "timestamp") VALUES ('006-organisation', '2026-11-25T08:24:17.661Z');
INSERT INTO "kysely_migration_lock" ("id", "is_locked") VALUES ('migration_lock', 0);
-- rows
INSERT INTO "account" ("id", "username", "username_key", "display_name", "role", "password_hash", "created_at", "disabled_at", "clinical_lead", "passkey_needed") VALUES ('account id 1', 'account username 1', 'account username_key 1', 'account display_name 1', 'account role 1', 'account password_hash 1', 'account created_at 1', 'account disabled_at 1', 1, 1);
INSERT INTO "account" ("id", "username", "username_key", "display_name", "role", "password_hash", "created_at", "disabled_at", "clinical_lead", "passkey_needed") VALUES ('account id 2', 'account username 2', 'account username_key 2', 'account display_name 2', 'account role 2', 'account password_hash 2', 'account created_at 2', 'account disabled_at 2', 2, 2);
INSERT INTO "session" ("token_hash", "account_id", "workspace", "created_at", "last_seen_at", "id", "address", "device", "signed_in_by") VALUES ('session token_hash 1', 'account id 1', 'session workspace 1', 'session created_at 1', 'session last_seen_at 1', 'session id 1', 'session address 1', 'session device 1', 'session signed_in_by 1');
INSERT INTO "session" ("token_hash", "account_id", "workspace", "created_at", "last_seen_at", "id", "address", "device", "signed_in_by") VALUES ('session token_hash 2', 'account id 2', 'session workspace 2', 'session created_at 2', 'session last_seen_at 2', 'session id 2', 'session address 2', 'session device 2', 'session signed_in_by 2');
INSERT INTO "one_time_code" ("code_hash", "account_id", "created_at", "expires_at") VALUES ('one_time_code code_hash 1', 'account id 1', 'one_time_code created_at 1', 'one_time_code expires_at 1');
INSERT INTO "one_time_code" ("code_hash", "account_id", "created_at", "expires_at") VALUES ('one_time_code code_hash 2', 'account id 2', 'one_time_code created_at 2', 'one_time_code expires_at 2');
INSERT INTO "attempt" ("subject", "failures", "last_at") VALUES ('attempt subject 1', 1, 'attempt last_at 1');
INSERT INTO "attempt" ("subject", "failures", "last_at") VALUES ('attempt subject 2', 2, 'attempt last_at 2');
INSERT INTO "program_key" ("id", "account_id", "key_hash", "created_at", "expires_at", "last_used_at") VALUES ('program_key id 1', 'account id 1', 'program_key key_hash 1', 'program_key created_at 1', 'program_key expires_at 1', 'program_key last_used_at 1');
INSERT INTO "program_key" ("id", "account_id", "key_hash", "created_at", "expires_at", "last_used_at") VALUES ('program_key id 2', 'account id 2', 'program_key key_hash 2', 'program_key created_at 2', 'program_key expires_at 2', 'program_key last_used_at 2');
INSERT INTO "passkey" ("id", "account_id", "name", "public_key", "counter", "transports", "created_at", "last_used_at") VALUES ('passkey id 1', 'account id 1', 'passkey name 1', 'passkey public_key 1', 1, 'passkey transports 1', 'passkey created_at 1', 'passkey last_used_at 1');
INSERT INTO "passkey" ("id", "account_id", "name", "public_key", "counter", "transports", "created_at", "last_used_at") VALUES ('passkey id 2', 'account id 2', 'passkey name 2', 'passkey public_key 2', 2, 'passkey transports 2', 'passkey created_at 2', 'passkey last_used_at 2');
INSERT INTO "passkey_challenge" ("challenge", "account_id", "expires_at") VALUES ('passkey_challenge challenge 1', 'account id 1', 'passkey_challenge expires_at 1');
INSERT INTO "passkey_challenge" ("challenge", "account_id", "expires_at") VALUES ('passkey_challenge challenge 2', 'account id 2', 'passkey_challenge expires_at 2');
INSERT INTO "organisation_identity" ("issuer", "subject", "account_id", "linked_at") VALUES ('organisation_identity issuer 1', 'organisation_identity subject 1', 'account id 1', 'organisation_identity linked_at 1');
INSERT INTO "organisation_identity" ("issuer", "subject", "account_id", "linked_at") VALUES ('organisation_identity issuer 2', 'organisation_identity subject 2', 'account id 2', 'organisation_identity linked_at 2');
INSERT INTO "organisation_flow" ("key_hash", "state", "nonce", "code_verifier", "origin", "workspace", "account_id", "expires_at") VALUES ('organisation_flow key_hash 1', 'organisation_flow state 1', 'organisation_flow nonce 1', 'organisation_flow code_verifier 1', 'organisation_flow origin 1', 'organisation_flow workspace 1', 'account id 1', 'organisation_flow expires_at 1');
INSERT INTO "organisation_flow" ("key_hash", "state", "nonce", "code_verifier", "origin", "workspace", "account_id", "expires_at") VALUES ('organisation_flow key_hash 2', 'organisation_flow state 2', 'organisation_flow nonce 2', 'organisation_flow code_verifier 2', 'organisation_flow origin 2', 'organisation_flow workspace 2', 'account id 2', 'organisation_flow expires_at 2');
