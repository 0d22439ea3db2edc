import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { departedMembers } from '../../src/domain/departed-members.js';
import { importFile } from '../../src/features/coordinate/import-file.js';
import { suggestedTimes } from '../../src/features/plan-session/suggesting.js';
import { handOverOf, keepHandOver } from '../../src/features/shared/kept-handover.js';
import { menteeAsks } from '../../src/features/shared/mentee-asks.js';
import { suggestPairs } from '../../src/features/shared/suggested-pairs.js';
import { day, minute } from '../../src/kernel/clock.js';
import { randomIds, type SessionId } from '../../src/kernel/ids.js';
import { seedSample } from '../../src/local/sample-people.js';
import type { Profile } from '../../src/ports/chat.js';
import type { Rows } from '../../src/ports/store.js';
import { allocated } from './allocate.js';
import { startBot, type TestBot } from './bot.js';
import { channelAddress, fakeChat } from './chat.js';
import { type About, type Phase, phases } from './press-table.js';
import { rowsOnFile } from './rows.js';
import { agreed, planned, proposed as propose } from './steps.js';

/** What nobody may read who is not in it. */
export const secret = 'SECRET';
export const foreignTenant = 'elsewhere';
/** Never let in: a guest, and somebody whose account is no longer active. */
export const strangers = ['gwen', 'dora'] as const;

export interface PressWorld {
  readonly t: TestBot;
  readonly subjects: ReadonlyMap<About, string>;
  /** Every row of the programme as one hash. */
  digest(): Promise<string>;
  /** Everything as it was in this state of things; `later`: and forty days have gone by since. */
  back(to: Phase, how?: { readonly later?: boolean }): Promise<void>;
  /** One who took part is only a guest now, or has no account: the coordinator sees it already. */
  lost(user: string, standing: 'guest' | 'deactivated'): Promise<void>;
  stop(): Promise<void>;
}

/** A programme in which every button has something to act on, in one of its states. */
export async function pressWorld(): Promise<PressWorld> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-matrix-'));
  const database = `${folder}/mentorlog.db`;
  const standings = new Map<string, Profile['standing']>();
  const t = await startBot({
    file: database,
    pages: () => ({ base: 'https://mentorlog.example.org', loopback: false }),
    chat: fakeChat({
      profile: ({ user }) => ({
        name: user,
        zone: 'Europe/London',
        locale: 'en-GB',
        standing: standings.get(user) ?? 'member',
      }),
    }),
  });
  await seedSample(t.store, {
    ids: randomIds(),
    now: t.clock.now(),
    zone: 'Europe/London',
    channel: channelAddress,
    tenant: foreignTenant,
    people: [{ user: 'fred', name: 'Fred Elsewhere', roles: ['coordinator', 'mentor', 'assessor'] }],
  });
  const file = await rowsOnFile(database, t.programme);
  const rows = <T>(fn: (r: Rows) => Promise<T>): Promise<T> => t.store.write((tx) => fn(tx.in(t.programme)));
  const [maya, leo, tom, priya] = [t.as('maya'), t.as('leo'), t.as('tom'), t.as('priya')];
  const subjects = new Map<About, string>([
    ['leo', leo.id],
    ['aisha', t.as('aisha').id],
    ['sam', t.as('sam').id],
    ['maya', maya.id],
    ['skill', 'skill'],
    ['after-session', 'after-session'],
    ['standard', 'standard'],
    ['notBegun', 'notBegun'],
    ['ask', `mentee-asks:${leo.id}:a1`],
  ]);

  // ---- who mentors whom
  await agreed(t, 'maya', 'leo');
  await agreed(t, 'tom', 'aisha');
  await propose(t, 'tom', 'sam');
  await rows((r) => suggestPairs(r, [{ mentor: maya.id, mentee: t.as('aisha').id }]));
  const between = (mentee: string) =>
    rows(async (r) => {
      const [m] = await r.mentorships.of(t.as(mentee).id);
      if (m === undefined) throw new Error(`nobody mentors ${mentee}`);
      return m;
    });
  const [m, paused, proposed] = [await between('leo'), await between('aisha'), await between('sam')];
  await tom.presses('mentorship.pause', { subject: paused.id });
  subjects
    .set('M', m.id)
    .set('M:1', `${m.id}:1`)
    .set('M:mentorship', `${m.id}:mentorship`)
    .set('M:goal', `${m.id}:${m.goals[0]?.id}`)
    .set('P', m.portfolio)
    .set('P:o1', `${m.portfolio}:o1`)
    .set('o1', 'o1');
  subjects.set('paused', paused.id).set('proposed', proposed.id).set('proposed:1', `${proposed.id}:1`);

  // From a day that is long to come: who reads nothing yet is named, and can be ended.
  const reads = await allocated(t, 'sam', 'supervisor', 'tom', { from: t.clock.now() + 900 * day });
  subjects.set('allocation', reads.id);
  await rows((r) =>
    r.kept.put(menteeAsks, leo.id, [
      { id: 'a1', what: 'absent', mentor: maya.id, about: 'a session', at: t.clock.now(), doneAt: null },
    ]),
  );

  // ---- a session that was held, recorded and is asked about
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Held');
  await leo.presses('plan.accept');
  await t.clock.to('2026-11-24T15:45:00Z');
  await maya.presses('record.open');
  const outcome = maya.form().form.steps[0]?.items.find((i) => i.id.startsWith('outcome'))?.id ?? '';
  maya.fills({ [outcome]: 'met', skill: 'active-listening', 'skill-example': `${secret} a`, happened: `${secret} b` });
  await maya.submits();
  await rows(async (r) => {
    const [held] = await r.sessions.all();
    const head = held === undefined ? undefined : await r.records.head(held.id);
    const version = held === undefined ? undefined : await r.records.get(held.id);
    if (held === undefined || head === undefined || version === undefined) throw new Error('nothing was held');
    const actions = [{ key: 'a1', what: `${secret} c`, owner: 'mentee', due: null }] as const;
    await r.records.add(
      { ...head, version: 2 },
      { ...version, version: 2, reason: 'more', body: { ...version.body, actions: [...actions] } },
    );
    subjects.set('E', held.id).set('E/a1', `${held.id}/a1`);
  });
  await t.clock.pass(31 * minute);

  // ---- what is to come, and what waits
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m To come');
  await planned(t, 'maya', 'plan @leo Thursday 2pm 45m Suggested');
  await planned(t, 'maya', 'plan @leo every Friday 10am for 3 sessions 45m Series');
  await maya.types('plan @leo next Monday 10am 45m Begun');
  await rows(async (r) => {
    const all = await r.sessions.all();
    const named = (title: string) => all.find((s) => s.title === title);
    const suggested = named('Suggested');
    subjects.set('S', named('To come')?.id ?? '').set('series', named('Series')?.series?.id ?? '');
    subjects.set('in-series', named('Series')?.id ?? '');
    const at = [suggestedAt];
    await r.kept.put(suggestedTimes, suggested?.id as SessionId, leo.id, {
      n: 1,
      at,
      version: suggested?.planVersion ?? 0,
      state: 'open',
    });
    subjects.set('suggestion', `${suggested?.id}:suggestion:${leo.id}:1`);
    const draft = (await r.drafts.openOf(maya.id)).find((d) => d.form === 'plan');
    subjects.set('draft', draft?.id ?? '');
    await keepHandOver(r, {
      mentorship: m.id,
      mentee: leo.id,
      from: maya.id,
      to: tom.id,
      state: 'asked',
      passed: [],
    });
    await r.kept.put(importFile, 'import-1', 'name,role\nNew Person,mentee');
    subjects.set('import', 'import-1');
    const other = (await r.catalogue.current('template')).find((e) => e.key !== 'standard');
    subjects.set('retired', `template:${other?.key}`);
    for (const [face, subject, to] of [
      ['plan-status', 'gone', { channel: 'none:x:y' as never }],
      ['form-ready', draft?.id ?? '', { person: 'nobody' as never }],
    ] as const)
      await r.outbox.add({ face, subject, to, at: 0, sensitive: false });
  });
  await priya.presses('catalogue.retire', { subject: (subjects.get('retired') ?? '').slice(9), arg: '1' });
  subjects.set('outbox', (await rows((r) => r.outbox.undelivered(9)))[0]?.id ?? 'none');
  // They have asked before, so that being turned away changes nothing any more.
  standings.set('gwen', 'guest').set('dora', 'deactivated');
  for (const user of strangers) await t.as(user).types('home');

  // ---- the states, each kept at its moment
  const times = new Map<string, number>();
  const keep = async (phase: string): Promise<void> => {
    await t.settled();
    await file.keep(phase);
    times.set(phase, t.clock.now());
  };
  const back = async (to: string): Promise<void> => {
    await file.back(to);
    t.clock.set(times.get(to) ?? 0);
  };
  const [held, coming] = [subjects.get('E') ?? '', subjects.get('S') ?? ''];
  await keep('open');
  await leo.presses('hours.confirm', { subject: held, arg: '45' });
  await leo.presses('ask.share', { subject: held, arg: 'now' });
  await keep('asking');
  for (const arg of ['agreed.1.4', 'listened.1.4', 'pace.1.4']) await leo.presses('ask.rate', { subject: held, arg });
  await leo.presses('ask.skip', { subject: held, arg: 'keep-or-change.1' });
  await keep('answered');
  await back('open');
  await leo.presses('hours.did-not-happen', { subject: held });
  await keep('disputed');
  await back('open');
  await rows(async (r) => {
    const asked = await handOverOf(r, m.id);
    if (asked === undefined) throw new Error('nothing is handed over');
    await keepHandOver(r, { ...asked, state: 'chosen', passed: ['goals'] });
  });
  await keep('chosen');
  await back('open');
  await t.clock.to('2026-11-25T15:00:00Z');
  await keep('begins');
  await maya.presses('session.start', { subject: coming });
  await keep('running');
  for (const phase of phases) if (!times.has(phase)) throw new Error(`${phase} was not kept`);

  return {
    t,
    subjects,
    digest: () => file.digest(),
    async back(to, { later = false } = {}) {
      for (const user of t.people.keys()) standings.delete(user);
      if (!later) return back(to);
      if (times.has(`${to}-later`)) return back(`${to}-later`);
      await back(to);
      t.clock.set(t.clock.now() + 40 * day);
      // Whoever was turned away long ago is noted anew, and once.
      for (const user of strangers) await t.as(user).types('home');
      await keep(`${to}-later`);
    },
    async lost(user, standing) {
      standings.set(user, standing);
      await rows((r) => r.kept.put(departedMembers, [{ person: t.as(user).id, standing, at: t.clock.now() }]));
    },
    async stop() {
      await file.close();
      await t.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** When somebody wants to be reminded of the session to come. */
export const soon = Date.parse('2026-11-25T10:00:00Z');
/** When the mentee could come instead. */
export const suggestedAt = Date.parse('2026-11-27T16:00:00Z');
