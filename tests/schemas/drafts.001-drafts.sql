-- drafts at step 001-drafts, with invented rows. Never to be changed: databases like this are in use.
-- schema
CREATE TABLE "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
CREATE TABLE "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
CREATE TABLE "draft" ("episode_id" text not null, "author_id" text not null, "revision" integer not null, "based_on_sequence" integer not null, "content" text not null, "saved_at" text not null, constraint "one_draft_per_author" primary key ("episode_id", "author_id"));
INSERT INTO "kysely_migration" ("name", "timestamp") VALUES ('001-drafts', '2026-11-25T08:24:17.673Z');
INSERT INTO "kysely_migration_lock" ("id", "is_locked") VALUES ('migration_lock', 0);
-- rows
INSERT INTO "draft" ("episode_id", "author_id", "revision", "based_on_sequence", "content", "saved_at") VALUES ('draft episode_id 1', 'draft author_id 1', 1, 1, 'draft content 1', 'draft saved_at 1');
INSERT INTO "draft" ("episode_id", "author_id", "revision", "based_on_sequence", "content", "saved_at") VALUES ('draft episode_id 2', 'draft author_id 2', 2, 2, 'draft content 2', 'draft saved_at 2');
