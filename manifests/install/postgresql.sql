-- Roles and a database for Mentorlog on PostgreSQL 15 or newer. Run it once as a superuser:
--
--   psql -v ON_ERROR_STOP=1 -f postgresql.sql
--
-- mentorlog_owner owns the tables: `mentorlog update` and `mentorlog rotate-key` are run with it.
-- mentorlog runs the bot: it reads and writes rows, makes and changes no table, and sees no other database's.
-- It owns two schemas all the same. In one are people's keys: who destroys a key has to write that table anew, and PostgreSQL
-- lets only an owner do so. In the other are alarms of what falls due, whose rows only their owner sees.
--
-- Then give both a password with \password, or let them in by their own names (peer), and make the tables:
--
--   DATABASE_URL=postgresql://mentorlog_owner@localhost/mentorlog npx mentorlog update

CREATE ROLE mentorlog_owner LOGIN;
CREATE ROLE mentorlog LOGIN CONNECTION LIMIT 80;
-- The owner has to bring both up to date too.
GRANT mentorlog TO mentorlog_owner;

CREATE DATABASE mentorlog OWNER mentorlog_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE mentorlog FROM PUBLIC;
GRANT CONNECT ON DATABASE mentorlog TO mentorlog_owner, mentorlog;

\connect mentorlog

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO mentorlog_owner;
GRANT USAGE ON SCHEMA public TO mentorlog;
CREATE SCHEMA mentorlog_keys AUTHORIZATION mentorlog;
CREATE SCHEMA graphile_worker AUTHORIZATION mentorlog;

-- Whatever tables an upgrade makes, the bot may read and write their rows.
ALTER DEFAULT PRIVILEGES FOR ROLE mentorlog_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO mentorlog;
ALTER DEFAULT PRIVILEGES FOR ROLE mentorlog_owner IN SCHEMA public
  GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO mentorlog;
