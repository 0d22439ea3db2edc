import { randomBytes } from 'node:crypto';
import type { SqliteConnection } from '../../adapters/prisma/driver.js';
import { Keys, openJson, sealJson } from '../../adapters/prisma/keys.js';
import { day, minute } from '../../src/kernel/clock.js';
import { type MentorshipId, type PersonId, type ProgrammeId, randomIds } from '../../src/kernel/ids.js';
import type { TestBot } from './bot.js';
import { testRootKey } from './store.js';

/** The rows of a programme that has grown: copies of what two people lived through, each sealed anew in its own place. */

/** How large a programme is grown. */
export interface Size {
  readonly people: number;
  readonly sessions: number;
}

type Row = Record<string, unknown>;
/** The rows that hang on a session, by what is sealed in them and where. */
const perSession = [
  'Session',
  'Attendee',
  'Plan',
  'RecordHead',
  'RecordVersion',
  'Feedback',
  'FeedbackAnswer',
] as const;

/** What one mentor and one mentee have lived through: of it, a larger programme is made. */
export interface Lived {
  readonly file: string;
  readonly now: number;
  readonly programme: ProgrammeId;
  readonly people: ReadonlyMap<string, PersonId>;
  readonly kept: Pick<TestBot['chat'], 'messages' | 'drawn'>;
  readonly deliveries: number;
}

/** Ids as the program makes them, cheaply: in order, and unlike any other. */
const idsFrom = (prefix: string) => {
  let n = 0;
  return () => `${prefix}${String(++n).padStart(20 - prefix.length, '0')}${randomBytes(3).toString('hex')}`;
};

/** What it has grown to. */
export interface Made {
  readonly mentorships: readonly { readonly id: MentorshipId; readonly mentor: PersonId; readonly mentee: PersonId }[];
  /** Mentees whom nobody mentors. */
  readonly alone: readonly PersonId[];
  readonly named: readonly { readonly user: string; readonly name: string; readonly roles: readonly [] }[];
  /** Of the mentor whom the others copy. */
  readonly portfolio: string;
  readonly first: { readonly held: string; readonly unrecorded: string; readonly toCome: string };
}

/** One growing: the rows of the two people it copies, and what it has made of them. */
export class Growing {
  readonly #db: SqliteConnection;
  readonly #keyFile: SqliteConnection;
  readonly #from: Lived;
  readonly #people: Map<string, PersonId>;
  readonly #keys = new Keys(testRootKey, randomIds());
  readonly #keyOf = new Map<string, Uint8Array>();
  readonly #next = idsFrom('z');
  readonly #named: { user: string; name: string; roles: readonly [] }[] = [];
  readonly #maya: PersonId;
  readonly #leo: PersonId;
  /** When all of them began: before any session. */
  readonly #began: number;
  constructor(db: SqliteConnection, keyFile: SqliteConnection, from: Lived, people: Map<string, PersonId>) {
    this.#db = db;
    this.#keyFile = keyFile;
    this.#from = from;
    this.#began = from.now - 15_000 * day;
    this.#people = people;
    this.#maya = from.people.get('maya') as PersonId;
    this.#leo = from.people.get('leo') as PersonId;
    for (const row of keyFile.rows('SELECT * FROM "PersonKey"', []) as Row[]) {
      const key = this.#keys.unwrap(String(row.person), row.wrapped as Uint8Array);
      if (key !== undefined) this.#keyOf.set(String(row.person), key);
    }
  }

  grow({ people, sessions }: Size): Made {
    const mentors = [this.#person('wide-mentor', 'Wanda Wide', this.#maya, 1)];
    for (let i = 1; i < Math.max(2, Math.floor(people / 5)); i += 1)
      mentors.push(this.#person(`mentor-${i}`, `Grown Mentor${i}`, this.#maya, i));
    const mentees = [this.#person('wide-mentee', 'Mina Wide', this.#leo, 1)];
    // Every third is called as others are, and every fourth has no account.
    for (let i = 1; i < people - mentors.length; i += 1)
      mentees.push(this.#person(`mentee-${i}`, i % 3 === 0 ? 'Alex Twin' : `Grown Mentee${i}`, this.#leo, i));
    const alone = mentees.filter((_, i) => i % 8 === 7);
    const mentored = mentees.filter((_, i) => i % 8 !== 7);
    const portfolios = mentors.map((mentor) => this.#portfolio(mentor));
    const wide = Math.max(2, Math.floor(mentored.length / 4));
    const pairs = mentored.map((mentee, i) => ({ mentee, by: i < wide ? 0 : 1 + (i % (mentors.length - 1)) }));
    for (let i = 1; i < people / 10 && i < mentors.length; i += 1)
      pairs.push({ mentee: mentees[0] as PersonId, by: i });
    const made = pairs.map(({ mentee, by }, i) => {
      const mentor = mentors[by] as PersonId;
      const state =
        i > 2 && i % 7 === 3 ? 'proposed' : i > 2 && i % 11 === 4 ? 'paused' : i % 12 === 5 ? 'ended' : 'active';
      return { ...this.#mentorship(mentor, mentee, portfolios[by] ?? '', state), mentor, mentee, state };
    });
    const live = made.filter((m) => m.state !== 'proposed');
    const [ofWide, ofOthers] = [
      live.filter((m) => m.mentor === mentors[0]),
      // The wide mentee's sessions are with the wide mentor alone: how close together they are does not grow.
      live.filter((m) => m.mentor !== mentors[0] && m.mentee !== mentees[0]),
    ];
    const first: Record<string, string> = {};
    const kinds = ['Held', 'Unrecorded', 'Held', 'To come', 'Held', 'Asked'];
    const done = new Map<string, { past: number; toCome: number; all: number }>();
    for (let i = 0; i < sessions; i += 1) {
      const own = i % 2 === 0;
      const among = own ? ofWide : ofOthers;
      // Of the wide mentor's every second is with the wide mentee.
      const m = own && i % 4 === 0 ? among[0] : among[Math.floor(i / 4) % among.length];
      if (m === undefined) continue;
      const so = done.get(m.id) ?? { past: 0, toCome: 0, all: 0 };
      done.set(m.id, so);
      // What grows is what has been: a pair has four sessions before them, whatever lies behind.
      let kind = kinds[so.all % kinds.length] ?? '';
      if ((kind === 'To come' || kind === 'Asked') && so.toCome >= 4) kind = 'Held';
      so.all += 1;
      if (kind === 'To come' || kind === 'Asked') so.toCome += 1;
      else so.past += 1;
      const at = this.#session(kind, m, 2 * (kind === 'To come' || kind === 'Asked' ? so.toCome : so.past), i);
      if (m === ofWide[0]) first[kind] ??= at;
    }
    for (const m of made.filter((_, i) => i % 4 === 0)) this.#contact(m);
    for (let i = 0; i < people / 4; i += 1) this.#undelivered(i);
    for (const [i, mentee] of mentees.entries())
      if (i % 4 === 2) this.#link(mentee, made.find((m) => m.mentee === mentee)?.id, mentors[0] as PersonId);
    this.#db.change('UPDATE "Programme" SET "peopleRevision" = "peopleRevision" + 1', []);
    return {
      mentorships: made,
      alone,
      named: this.#named,
      portfolio: portfolios[0] ?? '',
      first: { held: first.Held ?? '', unrecorded: first.Unrecorded ?? '', toCome: first['To come'] ?? '' },
    };
  }

  readonly #known = new Map<string, readonly Row[]>();
  /** All rows of a table as two people left them. */
  #all(table: string): readonly Row[] {
    const known = this.#known.get(table) ?? (this.#db.rows(`SELECT * FROM "${table}"`, []) as Row[]);
    this.#known.set(table, known);
    return known;
  }

  #put(table: string, row: Row): void {
    const columns = Object.keys(row);
    const names = columns.map((c) => `"${c}"`).join(', ');
    this.#db.change(
      `INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
      columns.map((c) => row[c]),
    );
  }

  #person(user: string, name: string, like: PersonId, i: number): PersonId {
    const row = this.#all('Person').find((p) => p.id === like);
    const key = this.#keyOf.get(like);
    if (row === undefined || key === undefined) throw new Error('nobody to be like');
    const id = this.#next() as PersonId;
    const made = this.#keys.newKey();
    const profile = openJson<object>(key, row.profile as Uint8Array, `person/${like}/profile`);
    this.#keyOf.set(id, made);
    this.#keyFile.change('INSERT INTO "PersonKey" ("person", "programme", "wrapped") VALUES (?, ?, ?)', [
      id,
      row.programmeId,
      this.#keys.wrap(id, made),
    ]);
    this.#put('Person', {
      ...row,
      id,
      profile: sealJson(made, { ...profile, name }, `person/${id}/profile`),
      createdAt: Number(row.createdAt) + i,
    });
    this.#people.set(user, id);
    this.#named.push({ user, name, roles: [] });
    const account = this.#all('Account').find((a) => a.personId === like);
    if (like === this.#maya || i % 4 !== 2) this.#put('Account', { ...account, user, personId: id });
    return id;
  }

  #portfolio(mentor: PersonId): string {
    const [row] = this.#all('Portfolio');
    const id = this.#next();
    this.#put('Portfolio', { ...row, id, mentorId: mentor, startedAt: this.#began });
    return id;
  }

  #mentorship(
    mentor: PersonId,
    mentee: PersonId,
    portfolioId: string,
    state: string,
  ): { readonly id: MentorshipId; readonly goal: string } {
    const [m] = this.#all('Mentorship');
    const [agreement] = this.#all('Agreement');
    const [goal] = this.#all('Goal');
    if (m === undefined || agreement === undefined || goal === undefined) throw new Error('nothing was agreed');
    const [id, goalId] = [this.#next() as MentorshipId, this.#next()];
    const signed = state !== 'proposed';
    this.#put('Mentorship', {
      ...m,
      id,
      portfolioId,
      mentorId: mentor,
      menteeId: mentee,
      state,
      createdAt: this.#began,
      agreedAt: signed ? this.#began : null,
      endedAt: state === 'ended' ? this.#from.now : null,
    });
    const at = `/${agreement.version}/words`;
    this.#put('Agreement', {
      ...agreement,
      ...this.#sealed(agreement, mentee, `agreement/${m.id}${at}`, `agreement/${id}${at}`),
      mentorshipId: id,
      mentorSignedAt: this.#began,
      menteeSignedAt: signed ? this.#began : null,
      menteeWord: signed ? 'signed' : 'asked',
    });
    this.#put('Goal', {
      ...goal,
      ...this.#sealed(goal, mentee, `goal/${goal.id}/words`, `goal/${goalId}/words`),
      id: goalId,
      mentorshipId: id,
      proposedById: mentor,
    });
    return { id, goal: goalId };
  }

  /** Its words under another key, in another place, with the ids in them that stand for others'. */
  #sealed(row: Row, keyOf: string, was: string, is: string, put: (json: string) => string = (json) => json): Row {
    const [from, to] = [this.#keyOf.get(String(row.keyOf ?? this.#maya)), this.#keyOf.get(keyOf)];
    if (from === undefined || to === undefined) throw new Error(`no key for ${was}`);
    const words = openJson<unknown>(from, row.words as Uint8Array, was);
    return {
      words: sealJson(to, JSON.parse(put(JSON.stringify(words))), is),
      ...('keyOf' in row ? { keyOf } : {}),
    };
  }

  /** @param far how many days earlier (or, of one to come, later) than the one it is a copy of */
  #session(
    kind: string,
    m: { readonly id: MentorshipId; readonly mentor: PersonId; readonly mentee: PersonId; readonly goal: string },
    far: number,
    i: number,
  ): string {
    const session = this.#titled(kind);
    const was = String(session.id);
    const id = this.#next();
    const toCome = kind === 'To come' || kind === 'Asked';
    const by = (toCome ? 1 : -1) * far * day + (i % 60) * minute;
    const portfolioId = this.#portfolioOf(m.mentor);
    const instead = (json: string): string =>
      json
        .replaceAll(String(this.#all('Goal')[0]?.id), m.goal)
        .replaceAll(this.#maya, m.mentor)
        .replaceAll(this.#leo, m.mentee)
        .replace(/"startedAt":(\d+)/, (_, at: string) => `"startedAt":${Number(at) + by}`);
    for (const table of perSession)
      for (const row of this.#all(table)) {
        if (row[table === 'Session' ? 'id' : 'sessionId'] !== was) continue;
        const copy: Row = { ...row };
        for (const [column, value] of Object.entries(row)) {
          if (typeof value === 'number' && /At$|^at$|Until$|^countedFrom$/.test(column) && column !== 'plannedAt')
            copy[column] = value + by;
          if (value === was) copy[column] = id;
          else if (typeof value === 'string')
            copy[column] = value.replaceAll(this.#maya, m.mentor).replaceAll(this.#leo, m.mentee);
        }
        if (table === 'Session')
          Object.assign(copy, {
            portfolioId,
            ...this.#sealed(row, m.mentor, `session/${was}/words`, `session/${id}/words`),
          });
        if ('plannedAt' in copy) copy.plannedAt = Number(copy.plannedAt) - Math.abs(by) - day;
        if (table === 'Attendee') copy.mentorshipId = m.id;
        if (table === 'Plan' || table === 'RecordVersion') {
          const what = table === 'Plan' ? 'plan' : 'record';
          const at = `${row.version}/words`;
          Object.assign(copy, this.#sealed(row, m.mentee, `${what}/${was}/${at}`, `${what}/${id}/${at}`, instead));
        }
        if (table === 'RecordVersion' && row.practice !== null)
          copy.practice = this.#practice(row, m.mentor, `record/${was}`, `record/${id}`);
        if (table === 'FeedbackAnswer') copy.rating = 1 + (i % 5);
        this.#put(table, copy);
      }
    return id;
  }

  /** What a mentor wrote of their own practice, under another mentor's key. */
  #practice(row: Row, mentor: PersonId, was: string, is: string): Uint8Array {
    const [from, to] = [this.#keyOf.get(String(row.authorId)), this.#keyOf.get(mentor)];
    if (from === undefined || to === undefined) throw new Error(`no key for ${was}`);
    const at = `${row.version}/practice`;
    return sealJson(to, openJson(from, row.practice as Uint8Array, `${was}/${at}`), `${is}/${at}`);
  }

  readonly #titles = new Map<string, Row>();
  #titled(kind: string): Row {
    if (this.#titles.size === 0)
      for (const row of this.#all('Session')) {
        const key = this.#keyOf.get(this.#maya) as Uint8Array;
        const { title } = openJson<{ title: string }>(key, row.words as Uint8Array, `session/${row.id}/words`);
        this.#titles.set(title, row);
      }
    const found = this.#titles.get(kind);
    if (found === undefined) throw new Error(`no session is called ${kind}`);
    return found;
  }

  readonly #portfolioIds = new Map<string, string>();
  #portfolioOf(mentor: PersonId): string {
    if (this.#portfolioIds.size === 0)
      for (const p of this.#db.rows('SELECT "id", "mentorId" FROM "Portfolio"', []) as Row[])
        this.#portfolioIds.set(String(p.mentorId), String(p.id));
    return this.#portfolioIds.get(mentor) ?? '';
  }

  #contact(m: { readonly id: MentorshipId; readonly mentor: PersonId; readonly mentee: PersonId }): void {
    const [row] = this.#all('InformalContact');
    const [from, to] = [this.#keyOf.get(this.#leo), this.#keyOf.get(m.mentee)];
    if (row === undefined || from === undefined || to === undefined) throw new Error('no contact');
    const id = this.#next();
    const note = openJson(from, row.note as Uint8Array, `contact/${row.id}/note`);
    this.#put('InformalContact', {
      ...row,
      id,
      mentorshipId: m.id,
      keyOf: m.mentee,
      authorId: m.mentor,
      note: sealJson(to, note, `contact/${id}/note`),
    });
  }

  #undelivered(i: number): void {
    const [{ seq: _, ...row }] = this.#all('Outbox') as [Row];
    const id = this.#next();
    this.#put('Outbox', {
      ...row,
      id,
      key: id,
      subject: id,
      state: 'failed',
      askedAt: this.#from.now - i * minute,
      settledAt: this.#from.now,
    });
  }

  #link(person: PersonId, subject: string | undefined, madeById: PersonId): void {
    const id = this.#next();
    this.#put('Link', {
      id,
      programmeId: this.#from.programme,
      personId: person,
      purpose: 'agreement-answer',
      subject: subject ?? id,
      madeById,
      witnessed: false,
      madeAt: this.#from.now - 20 * day,
      expiresAt: this.#from.now - 6 * day,
      state: 'open',
      usedAt: null,
    });
  }
}
