-- site at step 002-setting-changes, with invented rows. Never to be changed: databases like this are in use.
-- schema
CREATE TABLE "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
CREATE TABLE "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
CREATE TABLE "setting" ("id" integer primary key, "content" text not null, "changed_by" text not null, "changed_at" text not null);
CREATE TABLE "contact" ("account_id" text primary key, "email" text not null);
CREATE TABLE "message" ("id" text primary key, "channel" text not null, "recipient" text not null, "content" text not null, "state" text not null, "attempts" integer not null, "next_at" text not null, "problem" text, "created_at" text not null, "sent_at" text);
CREATE INDEX "message_due" on "message" ("state", "next_at");
CREATE TABLE "told" ("key" text primary key, "at" text not null);
CREATE TABLE "setting_change" ("id" text primary key, "content" text not null, "changed_by" text not null, "changed_at" text not null);
INSERT INTO "kysely_migration" ("name", "timestamp") VALUES ('001-site', '2026-11-25T08:24:17.817Z');
INSERT INTO "kysely_migration" ("name", "timestamp") VALUES ('002-setting-changes', '2026-11-25T08:24:17.818Z');
INSERT INTO "kysely_migration_lock" ("id", "is_locked") VALUES ('migration_lock', 0);
-- rows
INSERT INTO "setting" ("id", "content", "changed_by", "changed_at") VALUES (1, 'setting content 1', 'setting changed_by 1', 'setting changed_at 1');
INSERT INTO "setting" ("id", "content", "changed_by", "changed_at") VALUES (2, 'setting content 2', 'setting changed_by 2', 'setting changed_at 2');
INSERT INTO "contact" ("account_id", "email") VALUES ('contact account_id 1', 'contact email 1');
INSERT INTO "contact" ("account_id", "email") VALUES ('contact account_id 2', 'contact email 2');
INSERT INTO "message" ("id", "channel", "recipient", "content", "state", "attempts", "next_at", "problem", "created_at", "sent_at") VALUES ('message id 1', 'message channel 1', 'message recipient 1', 'message content 1', 'message state 1', 1, 'message next_at 1', 'message problem 1', 'message created_at 1', 'message sent_at 1');
INSERT INTO "message" ("id", "channel", "recipient", "content", "state", "attempts", "next_at", "problem", "created_at", "sent_at") VALUES ('message id 2', 'message channel 2', 'message recipient 2', 'message content 2', 'message state 2', 2, 'message next_at 2', 'message problem 2', 'message created_at 2', 'message sent_at 2');
INSERT INTO "told" ("key", "at") VALUES ('told key 1', 'told at 1');
INSERT INTO "told" ("key", "at") VALUES ('told key 2', 'told at 2');
INSERT INTO "setting_change" ("id", "content", "changed_by", "changed_at") VALUES ('setting_change id 1', 'setting_change content 1', 'setting_change changed_by 1', 'setting_change changed_at 1');
INSERT INTO "setting_change" ("id", "content", "changed_by", "changed_at") VALUES ('setting_change id 2', 'setting_change content 2', 'setting_change changed_by 2', 'setting_change changed_at 2');
