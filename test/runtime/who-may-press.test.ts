import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { viewRules } from '../../adapters/slack/limits.js';

import { heightOf, longestStep } from '../../adapters/slack/phone.js';
import type { FormView } from '../../src/chat/form.js';
import type { Answer } from '../../src/chat/inbound.js';
import type { Reader } from '../../src/chat/text.js';
import { features } from '../../src/features/index.js';
import { day, minute } from '../../src/kernel/clock.js';
import { randomIds } from '../../src/kernel/ids.js';
import type { Profile } from '../../src/ports/chat.js';
import { localTenant, samplePeople, seedSample } from '../../src/sample.js';
import { everyPart, withMostRows } from '../adapters/slack/every-part.js';
import { channelAddress, startBot, type TestBot } from '../fakes/bot.js';
import { directOf, fakeChat } from '../fakes/chat.js';
import { type RowsOnFile, rowsOnFile } from '../fakes/rows.js';
import { agreed, planned } from '../fakes/steps.js';

/**
 * Every button there is, pressed by everybody: its owner, the other party, other members, somebody of another
 * workspace's programme, a guest and somebody whose account is no longer active; at once, delivered again, and when its
 * time is over. Whoever may not is told so in a sentence, reads nothing, and leaves the programme's rows as they were.
 */

/** What a button is about: `S` the session to come, `E` the one that has ended, `M` the mentorship, … */
type About =
  | 'S'
  | 'E'
  | 'M'
  | 'M:1'
  | 'M:goal'
  | 'E/a1'
  | 'leo'
  | 'maya'
  | 'outbox'
  | 'draft'
  | 'series'
  | 'skill'
  | 'standard'
  | '-';
type Who = 'maya' | 'leo' | 'priya' | 'tom' | 'sam';

const inIt = ['maya', 'leo', 'priya'] as const;
const mentor = ['maya'] as const;
const mentee = ['leo'] as const;
const coordinator = ['priya'] as const;
const line = (about: About, may: readonly Who[], arg = ''): readonly [About, readonly Who[], string] => [
  about,
  may,
  arg,
];

const table: Readonly<Record<string, readonly [About, readonly Who[], string]>> = {
  'mentorship.start': line('leo', ['maya', 'tom']),
  'mentorship.open': line('M', inIt),
  'mentorship.pause': line('M', inIt),
  'mentorship.resume': line('M', inIt),
  'mentorship.end': line('M', inIt, 'yes'),
  'agreement.open': line('M', mentor),
  'agreement.read': line('M', inIt),
  'agreement.answer': line('M:1', mentee),
  'agreement.not-now': line('M:1', mentee),
  'agreement.ask-again': line('M:1', mentor),
  'goal.propose': line('M', ['maya', 'leo']),
  'goal.open': line('M:goal', ['maya', 'leo']),
  'plan.new': line('M', mentor),
  'plan.template': line('M', mentor, 'standard'),
  'plan.change': line('S', mentor),
  'plan.accept': line('S', mentee),
  'plan.decline': line('S', mentee),
  'plan.read': line('S', inIt),
  'plan.suggest': line('S', ['maya', 'leo']),
  'session.cancel': line('S', ['maya', 'leo'], 'yes'),
  'series.accept': line('series', mentee),
  'series.decline': line('series', mentee),
  'series.yes': line('series', mentee, '0'),
  'series.no': line('series', mentee, '0'),
  'series.choose': line('series', mentee, '0'),
  'suggest.take': line('S', mentor, '1'),
  'suggest.none': line('S', mentor),
  'session.start': line('S', mentor),
  'session.extend': line('S', mentor),
  'session.end': line('S', mentor),
  'session.not-held': line('S', mentor, 'mentee'),
  'record.open': line('E', mentor),
  'record.later': line('E', mentor, 'hour'),
  'record.read': line('E', inIt),
  'record.action-done': line('E/a1', ['maya', 'leo']),
  'contact.open': line('M', mentor),
  'hours.confirm': line('E', mentee, '45'),
  'hours.different': line('E', mentee),
  'hours.did-not-happen': line('E', mentee),
  'hours.stop': line('E', mentee),
  'hours.start': line('E', mentee),
  'hours.settle': line('E', coordinator),
  'hours.read': line('M', inIt),
  'ask.share': line('E', mentee, 'now'),
  'ask.set-share': line('E', mentee, 'now'),
  'ask.rate': line('E', mentee, 'listened.1.4'),
  'ask.skip': line('E', mentee, 'listened.1'),
  'ask.set': line('E', mentee, 'listened.1.4'),
  'ask.words': line('E', mentee, 'more.1'),
  'ask.not-today': line('E', mentee),
  'ask.open': line('E', mentee),
  'ask.stop': line('E', mentee),
  'ask.start': line('E', mentee),
  'ask.change': line('E', mentee),
  'ask.talk': line('E', mentee),
  'ask.withdraw': line('E', mentee),
  'ask.form': line('E', mentee),
  'calendar.session': line('S', ['maya', 'leo']),
  'feedback.read': line('maya', ['maya', 'priya']),
  'digest.now': line('-', ['maya', 'tom', 'priya']),
  'digest.mine': line('-', ['maya', 'tom', 'priya']),
  'digest.settings': line('-', coordinator),
  'programme.setup': line('-', coordinator),
  'catalogue.retire': line('-', coordinator, '1'),
  'catalogue.list': line('skill', coordinator),
  'catalogue.template': line('standard', coordinator),
  'delivery.list': line('-', coordinator),
  'delivery.again': line('outbox', coordinator),
  'people.roles': line('leo', coordinator),
  'people.code': line('leo', coordinator),
  // Whoever has an account puts their name right themselves.
  'person.name': line('leo', []),
  'data.erase': line('leo', coordinator),
  'data.records': line('M', inIt),
  'handover.begin': line('M', ['maya', 'priya']),
  'handover.choose': line('M', mentee),
  'handover.read': line('M', []),
  'remind.later': line('S', ['maya', 'leo'], 'hour'),
  'draft.continue': line('draft', mentor),
};

/** Buttons about whoever presses them: their settings, their home, their calendar. Strangers are turned away still. */
const everybodys =
  /^(home\.|settings\.|concern\.|calendar\.(open|make|off)|data\.(open|correct|leave|erase-ask)|link\.|join\.|plan\.at|hours\.(confirm-all|one-by-one)|mentorship\.start-without)/;

/** The rest of the coordinator's: people in number, and bringing them in. */
const coordinators = /^(people|import|catalogue)\./;
const lineOf = (verb: string): readonly [About, readonly Who[], string] =>
  table[verb] ?? (coordinators.test(verb) ? line('-', coordinator) : line('-', []));

const verbs = features.flatMap((f) => Object.keys(f.presses ?? {}));
const strangers: Readonly<Record<string, Profile['standing']>> = { gwen: 'guest', dora: 'deactivated' };
const foreignTenant = 'elsewhere';
const secret = 'SECRET';

let t: TestBot;
let file: RowsOnFile;
const subjects = new Map<About, string>();
let folder = '';

let made = 0;
/** One press, as any chat would deliver it. */
async function press(
  user: string,
  verb: string,
  how: { again?: boolean; tenant?: string; stale?: boolean } = {},
): Promise<Answer> {
  const [about, , arg] = lineOf(verb);
  if (how.again !== true) made += 1;
  return t.bot.hear({
    kind: 'press',
    deliveryId: `matrix:${made}`,
    who: { platform: 'web', tenant: how.tenant ?? localTenant, user },
    surface: { scope: 'direct', form: true },
    at: directOf(user),
    press: { verb, subject: subjects.get(about) ?? '-', ...(arg === '' ? {} : { arg }) },
    ...(how.stale === true ? { on: { ref: 'web:1' as never, drawn: 1 } } : {}),
  });
}

const said = (answer: Answer): string => JSON.stringify(answer.reply);
const broken = 'Something went wrong';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-matrix-'));
  const database = `${folder}/mentorlog.db`;
  t = await startBot({
    file: database,
    people: [...samplePeople],
    chat: fakeChat({
      profile: ({ user }) => ({
        name: user,
        zone: 'Europe/London',
        locale: 'en-GB',
        standing: strangers[user] ?? 'member',
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
  const maya = t.as('maya');
  await agreed(t, 'maya', 'leo');
  // One that has been held, recorded and asked about; one to come; a draft of the mentor's.
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Held');
  await t.as('leo').presses('plan.accept');
  await t.clock.to('2026-11-24T15:45:00Z');
  await maya.presses('record.open');
  const outcome = maya.form().form.steps[0]?.items.find((i) => i.id.startsWith('outcome'))?.id ?? '';
  maya.fills({ [outcome]: 'met', skill: 'active-listening', 'skill-example': `${secret} a`, happened: `${secret} b` });
  await maya.submits();
  const rows = <T>(fn: (r: import('../../src/ports/store.js').Rows) => Promise<T>): Promise<T> =>
    t.store.write((tx) => fn(tx.in(t.programme)));
  await rows(async (r) => {
    const [held] = await r.sessions.all();
    const head = held === undefined ? undefined : await r.records.head(held.id);
    const version = held === undefined ? undefined : await r.records.get(held.id);
    if (held === undefined || head === undefined || version === undefined) throw new Error('nothing was held');
    await r.records.add(
      { ...head, version: 2 },
      {
        ...version,
        version: 2,
        reason: 'more',
        body: { ...version.body, actions: [{ key: 'a1', what: `${secret} c`, owner: 'mentee', due: null }] },
      },
    );
    subjects.set('E', held.id).set('E/a1', `${held.id}/a1`);
  });
  await t.clock.pass(31 * minute);
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m To come');
  await maya.types('plan @leo Friday 10am 45m Begun');
  const [mentorship] = await rows((r) => r.mentorships.all());
  const session = (await rows((r) => r.sessions.all())).find((s) => s.title === 'To come');
  const draft = (await rows((r) => r.drafts.openOf(t.as('maya').id))).find((d) => d.form === 'plan');
  const m = mentorship?.id ?? '';
  subjects
    .set('M', m)
    .set('M:1', `${m}:1`)
    .set('M:goal', `${m}:${mentorship?.goals[0]?.id}`)
    .set('S', session?.id ?? '')
    .set('series', session?.id ?? '')
    .set('draft', draft?.id ?? '')
    .set('leo', t.as('leo').id)
    .set('maya', t.as('maya').id)
    .set('skill', 'skill')
    .set('standard', 'standard');
  await rows((r) =>
    r.outbox.add({
      face: 'plan-status',
      subject: 'gone',
      to: { channel: 'none:x:y' as never },
      at: 0,
      sensitive: false,
    }),
  );
  await rows((r) =>
    r.outbox.add({
      face: 'form-ready',
      subject: draft?.id ?? '',
      to: { person: 'nobody' as never },
      at: 0,
      sensitive: false,
    }),
  );
  await t.settled();
  subjects.set('outbox', (await rows((r) => r.outbox.undelivered(9)))[0]?.id ?? 'none');
  // They have asked before, so that being turned away changes nothing any more.
  for (const user of Object.keys(strangers)) await t.as(user).types('home');
  file = await rowsOnFile(database, t.programme);
  for (const about of new Set(Object.values(table).map(([a]) => a)))
    if (about !== '-') expect(subjects.get(about), about).toMatch(/^[a-z0-9]/);
});
afterAll(async () => {
  await file?.close();
  await t?.stop();
  if (folder !== '') await rm(folder, { recursive: true });
});

test('every button has a line in the table', () => {
  // A button that is new: say in the table who may press it and what it is about.
  expect(verbs.filter((v) => table[v] === undefined && !everybodys.test(v) && !coordinators.test(v))).toEqual([]);
  expect(Object.keys(table).filter((v) => !verbs.includes(v))).toEqual([]);
});

/** Presses it as everyone who may not: at once and delivered again. Nothing is changed, nothing is read. */
async function turnedAway(verb: string, stale: boolean): Promise<void> {
  const own = everybodys.test(verb);
  const [, may] = lineOf(verb);
  const others = own ? [] : (['maya', 'leo', 'tom', 'sam', 'priya'] as const).filter((u) => !may.includes(u));
  const before = await file.digest();
  for (const [user, tenant] of [
    ...others.map((u) => [u, localTenant] as const),
    ...Object.keys(strangers).map((u) => [u, localTenant] as const),
    ['fred', foreignTenant] as const,
  ]) {
    for (const again of [false, true]) {
      const answer = await press(user, verb, { again, tenant, stale });
      const heard = `${user} pressed ${verb}${again ? ' again' : ''}: ${said(answer)}`;
      expect(heard).not.toContain(broken);
      expect(heard).not.toContain(secret);
      if (!own && user !== 'fred') {
        expect(['say', 'panel'], heard).toContain(answer.reply.kind);
        expect(answer.reply.kind === 'say' ? said(answer).length : 99, heard).toBeGreaterThan(40);
      }
    }
    t.clock.set(t.clock.now() + 5_000);
  }
  expect(await file.digest(), `after ${verb}`).toBe(before);
}

describe('who may not, while it would do something', () => {
  test.each(verbs)('%s', (verb) => turnedAway(verb, false));
});

const drawnForms = new Set<string>();
/** Every step of a form as Slack's phone app would show it: within its limits, and no longer than a scroll or two. */
function drawnInSlack(view: FormView, whose: string): void {
  drawnForms.add(view.form.id);
  const reader: Reader = {
    person: null,
    platform: 'slack',
    zone: 'Europe/London',
    locale: 'en-GB',
    named: () => ({ name: 'Somebody Someone', user: 'U0000000001' }),
  };
  for (const step of view.form.steps)
    for (const rows of [view, withMostRows(view)])
      for (const modal of everyPart({ ...rows, step: step.id }, reader)) {
        expect(viewRules.safeParse(modal).error, `${whose}: ${step.id}`).toBeUndefined();
        expect(heightOf(modal), `${whose}: ${step.id}`).toBeLessThanOrEqual(longestStep);
      }
}

/** Presses it and has the same press delivered again: the second time every row stays as it is. */
async function pressedTwice(user: string, verb: string, stale: boolean): Promise<void> {
  expect(said(await press(user, verb, { stale }))).not.toContain(broken);
  const after = await file.digest();
  expect(said(await press(user, verb, { again: true, stale }))).not.toContain(broken);
  // Reading is noted each time.
  if (!readers.test(verb)) expect(await file.digest(), `delivered again: ${verb} by ${user}`).toBe(after);
  t.clock.set(t.clock.now() + 3_000);
}
const readers =
  /^(mentorship\.open|agreement\.read|plan\.read|record\.read|hours\.read|feedback\.read|ask\.change|ask\.talk)$/;

describe('who may: it does something, once', () => {
  // What ends things comes last, so that the others still have something to act on.
  const last = ['session.not-held', 'session.cancel', 'mentorship.end'];
  const order = [...verbs.filter((v) => !last.includes(v)), ...last];
  test.each(order.flatMap((verb) => lineOf(verb)[1].map((user) => [verb, user] as const)))(
    '%s by %s',
    async (verb, user) => {
      const first = await press(user, verb);
      expect(said(first)).not.toContain(broken);
      expect(said(first)).not.toMatch(/This is for .* only/);
      if (first.reply.kind === 'form') drawnInSlack(first.reply.view, `${verb} by ${user}`);
      const after = await file.digest();
      const second = await press(user, verb, { again: true });
      expect(said(second)).not.toContain(broken);
      // Opening and reading may be done again; whatever the first did is not done twice.
      if (!readers.test(verb)) expect(await file.digest(), `delivered again: ${verb}`).toBe(after);
      t.clock.set(t.clock.now() + 3_000);
    },
  );
});

describe('what is everybody’s own: a press that is delivered again does nothing more', () => {
  test.each(verbs.filter((v) => everybodys.test(v)))('%s', async (verb) => {
    for (const user of ['maya', 'leo']) await pressedTwice(user, verb, false);
  });
});

test('the forms that buttons open were all drawn', async () => {
  for (const verb of ['settings.change', 'data.correct']) {
    const { reply } = await press('maya', verb);
    if (reply.kind === 'form') drawnInSlack(reply.view, verb);
  }
  // One or two fields each, where the walk does not come by.
  const small = ['quote', 'ask-words', 'hours-settle', 'handover-choice', 'their-name'];
  const forms = features.flatMap((f) => Object.keys(f.forms ?? {}));
  expect(forms.filter((f) => !drawnForms.has(f) && !small.includes(f))).toEqual([]);
});

describe('when its time is over', () => {
  beforeAll(async () => {
    t.clock.set(t.clock.now() + 40 * day);
    await t.settled();
    for (const user of Object.keys(strangers)) await t.as(user).types('home');
  });
  test.each(verbs)('%s', async (verb) => {
    await turnedAway(verb, true);
    for (const user of lineOf(verb)[1]) await pressedTwice(user, verb, true);
  });
});
