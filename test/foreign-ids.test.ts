import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Inbound } from '../src/chat/inbound.js';
import type { PersonId, ProgrammeId } from '../src/kernel/ids.js';
import { randomIds } from '../src/kernel/ids.js';
import { localTenant } from '../src/local/sample-people.js';
import { lineLog } from '../src/runtime/log.js';
import { directOf } from './support/chat.js';
import { everyPress } from './support/every-press.js';
import { all, ours, type PermissionsWorld, permissionsWorld } from './support/permissions-world.js';
import { whoSends } from './support/who-sends.js';

/**
 * Every id that comes in at a door where somebody could have written it themselves: one of another programme, one that is
 * another person's, and one that is nobody's. Each is really sent, and nothing is rolled back: afterwards the rows that it
 * was about are as they were, by a dump of them. What pages and links answer is in `test/foreign-links.test.ts`,
 * `test/pages.test.ts` and `test/features/without-account/misused-links.test.ts`.
 */

type Whose = 'another programme’s' | 'another person’s' | 'nobody’s';
type Said = 'turned away' | 'not here' | 'said no' | 'their own' | 'broken';

let w: PermissionsWorld;
const faults: string[] = [];
beforeAll(async () => {
  w = await permissionsWorld({
    log: lineLog(
      (line) => void (/"level":"error"|error/i.test(line) && faults.push(line)),
      () => 0,
      'info',
    ),
  });
}, 90_000);
afterAll(() => w?.t.stop());

let n = 0;
/** Really heard, and kept. */
async function hears(user: string, event: object): Promise<Answer> {
  n += 1;
  w.t.clock.set(w.t.clock.now() + 3_000);
  return w.t.bot.hear({
    deliveryId: `foreign:${n}`,
    who: { platform: 'web', tenant: user === 'fred' ? 'elsewhere' : localTenant, user },
    surface: { scope: 'direct', form: true },
    at: directOf(user),
    ...event,
  } as Inbound);
}

/** All that our programme keeps of what people did with one another, as text. */
const dump = (): Promise<string> =>
  w.t.store.read(async (tx) => {
    const rows = tx.in(w.t.programme);
    const mentorships = await rows.mentorships.all();
    const sessions = await rows.sessions.all();
    const people = await rows.people.all();
    const parts: unknown[] = [await rows.programme.get(), people, mentorships, sessions, await rows.portfolios.all()];
    for (const s of sessions)
      parts.push(await rows.sessions.plans(s.id), await rows.records.versions(s.id), await rows.records.head(s.id));
    for (const m of mentorships)
      parts.push(
        await rows.mentorships.agreements(m.id),
        await rows.putRight.ofMentorship(m.id),
        await rows.attestations.ofMentorship(m.id),
        await rows.releases.ofMentorship(m.id),
        await rows.goalLevels.ofMentorship(m.id),
        await rows.reviews.formsOf([m.id]),
        await rows.stakeholderAsks.ofMentorships([m.id]),
        await rows.contacts.ofMentorship(m.id),
      );
    for (const p of people) parts.push(await rows.rights.about(p.id), await rows.whenHard.get(p.id));
    for (const f of await rows.portfolios.all())
      parts.push(await rows.packs.ofPortfolio(f.id), await rows.changes.ofPortfolio(f.id));
    parts.push(await rows.allocations.all(), await rows.feedback.all());
    return JSON.stringify(parts);
  });

const ids = randomIds();
/** The same subject of nobody: each id in it is one that nothing has. */
const nobodys = (subject: string): string => subject.replace(/\$\w+/g, () => ids.next<'session'>('session'));
const sentFrom = { 'another programme’s': 'fred', 'another person’s': 'aisha', 'nobody’s': 'maya' } as const;

/** What somebody reads who sent it. */
function saidIn(answer: Answer): Said {
  const { reply } = answer;
  const words = JSON.stringify(reply);
  if (words.includes('Something went wrong')) return 'broken';
  if (/only\. Nothing has changed|is for .{1,80} only/.test(words)) return 'turned away';
  if (/no longer here|not here any more|not here|no such|is none|There is no|is not there|nothing here/i.test(words))
    return 'not here';
  return reply.kind === 'say' || answer.undone === true ? 'said no' : 'their own';
}

/** What each door answers, as counts of its rows. */
async function counted(
  rows: readonly (readonly [name: string, subject: string, arg: string])[],
  whose: Whose,
  send: (user: string, name: string, subject: string, arg: string) => Promise<Answer>,
): Promise<{
  readonly said: Readonly<Record<string, number>>;
  readonly told: readonly string[];
  readonly own: readonly string[];
}> {
  const said: Record<string, number> = {};
  const own: string[] = [];
  const told: string[] = [];
  for (const [name, subject, arg] of rows) {
    const filled = (text: string): string => (whose === 'nobody’s' ? nobodys(text) : w.filled(text));
    const answer = await send(sentFrom[whose], name, filled(subject), filled(arg));
    const one = saidIn(answer);
    said[one] = (said[one] ?? 0) + 1;
    if (one === 'their own') own.push(name);
    if (one === 'broken') told.push(`${name}: broken`);
    if (whose === 'another programme’s' && ours.test(JSON.stringify(answer.reply))) told.push(`${name}: tells of us`);
  }
  return { said, told, own };
}

const byId = (subject: string): boolean => subject.includes('$');
const presses = Object.entries(everyPress)
  .filter(([, [may, subject]]) => byId(subject) && may !== all && !may.includes('aisha'))
  .map(([verb, [, subject, arg = '']]) => [verb, subject, arg] as const);
const forms = Object.entries(whoSends)
  .filter(([, [may, subject]]) => byId(subject) && may !== all && !may.includes('aisha'))
  .map(([form, [, subject]]) => [form, subject, ''] as const);
const words = ['plan', 'cancel', 'log', 'past', 'hours', 'evidence', 'feedback', 'people', 'rights', 'start'] as const;

const press = (user: string, verb: string, subject: string, arg: string): Promise<Answer> =>
  hears(user, { kind: 'press', press: { verb, subject, ...(arg === '' ? {} : { arg }) } });

/** As somebody who has a draft of it: the draft is theirs, and what it is about is not. */
async function form(user: string, name: string, subject: string): Promise<Answer> {
  const draft = ids.next<'draft'>('draft');
  const at = w.t.clock.now();
  await w.t.store.write(async (tx) => {
    const who = { platform: 'web', tenant: user === 'fred' ? 'elsewhere' : localTenant, user } as const;
    const home = await tx.accounts.find(who);
    await tx.in(home?.programme as ProgrammeId).drafts.save({
      ...{ id: draft, person: home?.person as PersonId, form: name, subject, revision: 1, step: '' },
      ...{ answers: { values: {}, rows: {} }, openedAt: at, savedAt: null, doneAt: null, outcome: '' },
    });
  });
  const answers = { values: {}, rows: {} };
  return hears(user, { kind: 'form', draft, revision: 1, step: '', move: { do: 'submit' }, answers });
}
const typed = (user: string, word: string, subject: string): Promise<Answer> =>
  hears(user, { kind: 'command', text: `${word} ${subject}`, mentions: [] });

const doors = {
  'a press': { rows: presses, send: press },
  'a form': { rows: forms, send: form },
  'a command': { rows: words.map((word) => [word, '@$leo', ''] as const), send: typed },
} as const;

/** What answers with the sender's own all the same, whatever was named: all else is refused, or told that it is not here. */
const theirOwn: Readonly<Record<string, Partial<Record<Whose, readonly string[]>>>> = {
  // Their own hours and feedback, of which there are none; and that a pack is fetched from its page.
  'a press': { 'another programme’s': ['feedback.read', 'hours.by-skill', 'pack.download'] },
  // A name that nobody here has is no person: what is read is the sender's own.
  'a command': {
    'another programme’s': ['feedback', 'hours', 'past'],
    'another person’s': ['feedback', 'hours', 'past', 'rights'],
    'nobody’s': ['feedback', 'hours', 'past', 'rights'],
  },
};

describe.each(Object.entries(doors))('%s', (door, { rows, send }) => {
  test.each<Whose>(['another programme’s', 'another person’s', 'nobody’s'])(
    'with an id that is %s',
    async (whose) => {
      expect(rows.length).toBeGreaterThan(8);
      const before = await dump();
      const { said, told, own } = await counted(rows, whose, send);
      expect(told).toEqual([]);
      expect([...own].sort()).toEqual(theirOwn[door]?.[whose] ?? []);
      const turned = (said['turned away'] ?? 0) + (said['not here'] ?? 0) + (said['said no'] ?? 0);
      expect(turned + own.length).toBe(rows.length);
      // What is another person's is refused as that; what is another programme's is as little here as what is nobody's.
      if (whose === 'another person’s') expect(said['turned away'] ?? 0).toBeGreaterThan(said['not here'] ?? 0);
      expect(await dump()).toBe(before);
    },
    60_000,
  );
});

test('none of it was a fault of ours', () => {
  expect(faults).toEqual([]);
});
