/**
 * The floor: what a press and a due prompt cost where somebody writes by hand, on the same SQLite, the least that is
 * durable. Prepared statements, synchronous=FULL and WAL, as the store has them; nothing is sealed, checked or drawn.
 */
import { openDatabase } from '../../dist/adapters/prisma/sqlite.js';

function opened(file, tables) {
  const database = openDatabase(file, 5_000);
  database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON');
  database.exec(tables);
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  return {
    database,
    inOne(act) {
      begin.run([]);
      const answer = act();
      commit.run([]);
      return answer;
    },
  };
}

/** A press: who is it, how does the session stand; then session, answer, delivery, entry and message. 2 reads, 5 writes. */
export function pressFloor(file) {
  const { database, inOne } = opened(
    file,
    `CREATE TABLE account (user TEXT PRIMARY KEY, person TEXT NOT NULL);
     CREATE TABLE session (id TEXT PRIMARY KEY, state TEXT NOT NULL, revision INTEGER NOT NULL);
     CREATE TABLE attendee (session TEXT, mentee TEXT, answer TEXT, at INTEGER, PRIMARY KEY (session, mentee));
     CREATE TABLE delivery (key TEXT PRIMARY KEY, outcome TEXT NOT NULL, at INTEGER NOT NULL);
     CREATE TABLE entry (seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER, person TEXT, what TEXT, subject TEXT);
     CREATE TABLE outbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, face TEXT, subject TEXT, recipient TEXT, state TEXT, nextAt INTEGER);
     CREATE INDEX waiting ON outbox (state, nextAt);
     INSERT INTO account VALUES ('mentee', 'P1');
     INSERT INTO session VALUES ('S1', 'planned', 1);`,
  );
  const account = database.prepare('SELECT person FROM account WHERE user = ?');
  const session = database.prepare('SELECT state, revision FROM session WHERE id = ?');
  const saved = database.prepare('UPDATE session SET revision = revision + 1 WHERE id = ? AND revision = ?');
  const answered = database.prepare(
    'INSERT INTO attendee VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET answer = excluded.answer, at = excluded.at',
  );
  const delivered = database.prepare('INSERT INTO delivery VALUES (?, ?, ?)');
  const noted = database.prepare('INSERT INTO entry (at, person, what, subject) VALUES (?, ?, ?, ?)');
  const sends = database.prepare('INSERT INTO outbox (face, subject, recipient, state, nextAt) VALUES (?, ?, ?, ?, ?)');
  let presses = 0;
  return () =>
    inOne(() => {
      presses += 1;
      const at = Date.now();
      const [[person]] = account.all(['mentee']);
      const [[, revision]] = session.all(['S1']);
      saved.run(['S1', revision]);
      answered.run(['S1', person, presses % 2 === 0 ? 'accepted' : 'declined', at]);
      delivered.run([`d${presses}`, 'done', at]);
      noted.run([at, person, 'session.accepted', 'S1']);
      sends.run(['plan-answer', 'S1', 'mentor', 'waiting', at]);
    });
}

/** Due jobs, one after the other, each in three commits of two statements: claimed, attempted, settled. */
export function jobsFloor(file, count) {
  const { database, inOne } = opened(
    file,
    `CREATE TABLE job (id INTEGER PRIMARY KEY, recipient TEXT, state TEXT, dueAt INTEGER, leasedUntil INTEGER);
     CREATE INDEX due ON job (state, dueAt);
     CREATE TABLE attempt (job INTEGER PRIMARY KEY, at INTEGER);
     CREATE TABLE posted (job INTEGER PRIMARY KEY, ref TEXT, at INTEGER);`,
  );
  const add = database.prepare("INSERT INTO job VALUES (?, ?, 'waiting', ?, NULL)");
  const next = database.prepare(
    "SELECT id, recipient FROM job WHERE state = 'waiting' AND dueAt <= ? ORDER BY dueAt LIMIT 1",
  );
  const claimed = database.prepare("UPDATE job SET state = 'claimed', leasedUntil = ? WHERE id = ?");
  const attempting = database.prepare("UPDATE job SET state = 'attempted' WHERE id = ?");
  const attempted = database.prepare('INSERT INTO attempt VALUES (?, ?)');
  const done = database.prepare("UPDATE job SET state = 'done', leasedUntil = NULL WHERE id = ?");
  const posted = database.prepare('INSERT INTO posted VALUES (?, ?, ?)');
  const now = Date.now();
  inOne(() => {
    for (let i = 1; i <= count; i += 1) add.run([i, `U${i}`, now - count + i]);
  });
  const claim = () => {
    const [job] = next.all([Date.now()]);
    if (job === undefined) return undefined;
    claimed.run([Date.now() + 60_000, job[0]]);
    return job;
  };
  return async (send, most = Number.POSITIVE_INFINITY) => {
    let sent = 0;
    for (let job = inOne(claim); job !== undefined; job = sent < most ? inOne(claim) : undefined) {
      const [id, recipient] = job;
      inOne(() => {
        attempting.run([id]);
        attempted.run([id, Date.now()]);
      });
      const ref = await send(recipient);
      inOne(() => {
        done.run([id]);
        posted.run([id, ref, Date.now()]);
      });
      sent += 1;
    }
    return sent;
  };
}
