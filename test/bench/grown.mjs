/**
 * A programme that has grown: as many mentors, mentees and sessions as are asked for, in seconds. The store itself
 * writes one of each (a mentor, a mentee, their mentorship, a session that was held and one that is planned); all rows
 * that name them are then copied, whatever columns they have, under other ids and times. What is sealed is sealed anew,
 * for a seal is bound to its row and to its person's key.
 */
import { openStore } from '../../dist/adapters/prisma/index.js';
import { Keys, openJson } from '../../dist/adapters/prisma/keys.js';
import { openDatabase } from '../../dist/adapters/prisma/sqlite.js';
import { everythingKept } from '../../dist/src/kept.js';
import { randomIds } from '../../dist/src/kernel/ids.js';
import { seal } from '../../dist/src/kernel/seal.js';
import { addFirst } from './grown-first.mjs';
import { rootKey } from './seed.mjs';

const [minute, day] = [60_000, 86_400_000];

/** Where each sealed column belongs, and under whose key, by the row's own columns (adapters/prisma, `…At`). */
const sealedAt = {
  'Person.profile': (r) => [r.id, `person/${r.id}/profile`],
  'Session.words': (r) => [r.mentorId, `session/${r.id}/words`],
  'Plan.words': (r) => [r.keyOf, `plan/${r.sessionId}/${r.version}/words`],
  'RecordVersion.words': (r) => [r.keyOf, `record/${r.sessionId}/${r.version}/words`],
  'RecordVersion.practice': (r) => [r.authorId, `record/${r.sessionId}/${r.version}/practice`],
  'FeedbackAnswer.text': (r) => [r.menteeId, `feedback/${r.sessionId}/${r.menteeId}/${r.question}/text`],
  'Agreement.words': (r) => [r.keyOf, `agreement/${r.mentorshipId}/${r.version}/words`],
  'Goal.words': (r) => [r.keyOf, `goal/${r.id}/words`],
};

/**
 * @param about `platform`, `tenant`: where everybody is; `mentors`, and `mentees` of each; `sessions` held in all, `most`
 * of them with the first mentor; `ahead` planned for each mentorship, a minute apart from `startsAt` (ms) on, or what says
 * how much later each of the n-th mentorship's begins (ms; the first one's first begins at `startsAt` whatever it says); each
 * with a reminder for the mentee that is due an hour before, or with `wholeLife` all prompts of a planned session; `now` (ms);
 * `settings` of the programme, over the usual ones
 * @returns ids and users: `coordinator`, `mentors` and `mentees` (`{ id, user, mentor, next }`), in order of making
 */
export async function grow(file, about) {
  const ids = randomIds();
  const store = await openStore({ url: `file:${file}`, rootKey, ids, kept: everythingKept });
  const first = await addFirst(store, ids, about);
  await store.close();
  const copier = copierOf(file, ids, first);
  const everybody = makeEverybody(copier, ids, first, about);
  copier.close();
  return { programme: first.programme, coordinator: first.coordinator, ...everybody };
}

function makeEverybody(copier, ids, first, { mentors, mentees, sessions, most = 0, ahead = 1, now }) {
  const found = { mentors: [], mentees: [] };
  for (let m = 0; m < mentors; m += 1) {
    const mentor = m === 0 ? first.mentor : { id: ids.next('person'), user: `UM${m}`, name: `Mo Mentor${m}` };
    const portfolio = m === 0 ? first.portfolio : ids.next('portfolio');
    const around = { [first.mentor.id]: mentor.id, [first.portfolio]: portfolio, ...named(first.mentor, mentor) };
    if (m > 0) copier.copy('mentor', around);
    found.mentors.push({ id: mentor.id, user: mentor.user });
    // What the first does not have is shared out evenly.
    const held =
      m === 0
        ? most
        : Math.round(((sessions - most) * m) / (mentors - 1)) -
          Math.round(((sessions - most) * (m - 1)) / (mentors - 1));
    for (let k = 0; k < mentees; k += 1) {
      const isFirst = m === 0 && k === 0;
      const n = found.mentees.length;
      const mentee = isFirst ? first.mentee : { id: ids.next('person'), user: `UP${n}`, name: `Pat Mentee${n}` };
      const pair = {
        ...around,
        [first.mentee.id]: mentee.id,
        [first.mentorship]: isFirst ? first.mentorship : ids.next('mentorship'),
        [first.goal]: isFirst ? first.goal : ids.next('goal'),
        ...named(first.mentee, mentee),
      };
      if (!isFirst) {
        copier.copy('mentee', pair);
        copier.copy('pair', pair);
      }
      let next = isFirst ? first.planned : undefined;
      const begin = typeof ahead === 'function' ? ahead(n) : Array.from({ length: ahead }, (_, i) => i * minute);
      for (const later of isFirst ? begin.slice(1) : begin) {
        const id = ids.next('session');
        next ??= id;
        copier.copy('planned', { ...pair, [first.planned]: id }, later);
      }
      const own = Math.floor(held / mentees) + (k < held % mentees ? 1 : 0);
      // Over two years, or as densely as they have to lie; those of one mentor's mentees do not fall on one another.
      const step = Math.min(7 * day, Math.floor((700 * day) / Math.max(1, own)));
      for (let i = isFirst ? 1 : 0; i < own; i += 1)
        copier.copy(
          'held',
          { ...pair, [first.held]: ids.next('session') },
          now - day - i * step - Math.floor((step * k) / mentees) - first.heldAt,
        );
      found.mentees.push({ id: mentee.id, user: mentee.user, mentor: mentor.id, next });
    }
  }
  return found;
}

const named = (first, other) => ({ [first.user]: other.user, [first.name]: other.name });

/** Copies the rows of one kind, under other ids and so many ms later. */
function copierOf(file, ids, first) {
  const database = openDatabase(file, 5_000);
  database.exec('PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF; BEGIN');
  const keys = new Keys(rootKey, ids);
  const keyOf = new Map();
  const names = [...new Set(Object.values(first).flatMap((v) => (typeof v === 'object' ? Object.values(v) : [v])))]
    .filter((v) => typeof v === 'string' && v !== first.programme && v !== '')
    .sort((a, b) => b.length - a.length);
  const anyName = new RegExp(names.map((n) => n.replace(/[^\w]/g, '\\$&')).join('|'), 'g');
  const nameOrTime = new RegExp(`${anyName.source}|\\b1\\d{12}\\b`, 'g');
  /** A text, taken apart: what stays, and what is put in its place in each copy. */
  const parts = (text, places) => {
    const out = [];
    let at = 0;
    for (const { 0: found, index } of text.matchAll(places)) {
      out.push(text.slice(at, index), /^1\d{12}$/.test(found) ? { at: Number(found) } : { name: found });
      at = index + found.length;
    }
    return [...out, text.slice(at)];
  };
  const written = (text, to, later) => {
    let out = '';
    for (const part of text)
      out += typeof part === 'string' ? part : part.at === undefined ? (to[part.name] ?? part.name) : part.at + later;
    return out;
  };

  /** What kind of rows these are, by the most particular thing that they name. */
  const kindOf = (cells) => {
    const says = (...ids) => cells.some((c) => typeof c === 'string' && ids.some((id) => c.includes(id)));
    if (says(first.held)) return 'held';
    if (says(first.planned)) return 'planned';
    if (says(first.mentorship, first.goal)) return 'pair';
    if (says(first.mentee.id)) return 'mentee';
    return says(first.mentor.id, first.portfolio) ? 'mentor' : undefined;
  };

  const keyStore = openDatabase(`${file}-keys`, 5_000);
  keyStore.exec('PRAGMA synchronous=OFF; BEGIN');
  const putKey = keyStore.prepare('INSERT INTO "PersonKey" ("person", "programme", "wrapped") VALUES (?, ?, ?)');
  const firstKeys = new Map();
  for (const [id, wrapped] of keyStore.prepare('SELECT "person", "wrapped" FROM "PersonKey"').all([]))
    firstKeys.set(id, keys.unwrap(id, wrapped));
  for (const [id, key] of firstKeys) keyOf.set(id, key);

  const kinds = { mentor: [], mentee: [], pair: [], held: [], planned: [] };
  for (const [name] of database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid").all([])) {
    // A chain cannot be copied: what is copied is committed to by nobody, and its chain begins with its next entry.
    if (name === 'AuditEntry' || name === 'ChainHead') continue;
    const select = database.prepare(`SELECT * FROM "${name}"`);
    const columns = select.columns.map((c) => c.name);
    const put = () =>
      database.prepare(
        `INSERT INTO "${name}" (${columns.map((c) => `"${c}"`).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      );
    let insert;
    for (const cells of select.all([])) {
      const kind = kindOf(cells);
      if (kind === undefined) continue;
      insert ??= put();
      const row = Object.fromEntries(columns.map((c, i) => [c, cells[i]]));
      kinds[kind].push({ insert, columns, cells: cells.map((cell, i) => templateOf(name, columns[i], cell, row)) });
    }
  }

  /** One cell, as a function of the copy's ids, of how much later it is, and of the cells there are already. */
  function templateOf(table, column, cell, row) {
    if (typeof cell === 'bigint' && cell > 1_000_000_000_000n) return (_to, later) => cell + BigInt(later);
    if (typeof cell === 'string') {
      const text = parts(cell, anyName);
      return text.length === 1 ? () => cell : (to) => written(text, to, 0);
    }
    if (!(cell instanceof Uint8Array)) return () => cell;
    const place = sealedAt[`${table}.${column}`];
    if (place === undefined) throw new Error(`grown.mjs does not know where ${table}.${column} is sealed`);
    const [owner, at] = place(row);
    const text = parts(JSON.stringify(openJson(firstKeys.get(owner), cell, at)), nameOrTime);
    return (to, later, copied) => {
      const [whose, where] = place(copied());
      if (!keyOf.has(whose)) {
        keyOf.set(whose, keys.newKey());
        putKey.run([whose, first.programme, keys.wrap(whose, keyOf.get(whose))]);
      }
      return seal(keyOf.get(whose), Buffer.from(written(text, to, later)), where);
    };
  }

  return {
    copy(kind, to, later = 0) {
      for (const { insert, columns, cells } of kinds[kind]) {
        const out = new Array(cells.length);
        // What is sealed comes last: its place is made of the other columns.
        const sealed = [];
        for (let i = 0; i < cells.length; i += 1)
          if (cells[i].length > 2) sealed.push(i);
          else out[i] = cells[i](to, later);
        for (const i of sealed)
          out[i] = cells[i](to, later, () => Object.fromEntries(columns.map((c, n) => [c, out[n]])));
        insert.run(out);
      }
    },
    close() {
      database.exec('COMMIT');
      database.close();
      keyStore.exec('COMMIT');
      keyStore.close();
    },
  };
}
