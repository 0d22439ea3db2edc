import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { viewRules } from '../../../adapters/slack/limits.js';
import { heightOf, longestStep } from '../../../adapters/slack/phone.js';
import type { FormView } from '../../../src/chat/form.js';
import type { Answer } from '../../../src/chat/inbound.js';
import type { Reader } from '../../../src/chat/text.js';
import { features } from '../../../src/features/index.js';
import { localTenant } from '../../../src/local/sample-people.js';
import { everyPart, withMostRows } from '../../adapters/slack/every-part.js';
import { directOf } from '../../support/chat.js';
import { everybodys, everyone, heldElsewhere, lineOf, readers, table } from '../../support/press-table.js';
import {
  foreignTenant,
  type PressWorld,
  pressWorld,
  secret,
  soon,
  strangers,
  suggestedAt,
} from '../../support/press-world.js';

/**
 * Every button there is, pressed by everybody: its owner, the other party, other members, somebody of another
 * workspace's programme, a guest and somebody whose account is no longer active, strangers or the owner themselves; at
 * once, delivered again, and when its time is over. Each is tried on the same state, in which whoever may press it
 * brings something about. Whoever may not is told so in a sentence, reads nothing, and leaves every row as it was.
 */

const verbs = features.flatMap((f) => Object.keys(f.presses ?? {})).filter((verb) => !heldElsewhere.test(verb));
const broken = 'Something went wrong';

/** Forms of `heldElsewhere`'s buttons, and of words for outside, for which no record is offered here. */
const ofWhatIsNotHere = [
  'put-right',
  'not-meant',
  'theme-mark',
  'look-back',
  'check-word',
  'conversation',
  'goal-levels',
  'pack-look',
  'pack-decide',
  'release-choice',
  'release-look',
  'review-answers',
  'review-self',
  'review-words',
  'stakeholder-proposal',
  'stakeholder-choice',
  'stakeholder-answers',
  'attest-ask',
  'attestation',
  'attest-sign',
  'reflect-piece',
  'reflect-declare',
  'reflect-action',
];

let w: PressWorld;
beforeAll(async () => {
  w = await pressWorld();
}, 60_000);
afterAll(() => w?.stop());

interface How {
  readonly again?: boolean;
  readonly tenant?: string;
  readonly stale?: boolean;
}

let made = 0;
/** One press, as any chat would deliver it; a few seconds after the one before. */
async function press(user: string, verb: string, { again = false, tenant = localTenant, stale = false }: How = {}) {
  const { about, arg } = lineOf(verb);
  if (!again) made += 1;
  const args: Readonly<Record<string, string>> = {
    AT: String(suggestedAt),
    SOON: String(soon),
    LEO: w.subjects.get('leo') ?? '',
    AISHA: w.subjects.get('aisha') ?? '',
  };
  w.t.clock.set(w.t.clock.now() + 3_000);
  return w.t.bot.hear({
    kind: 'press',
    deliveryId: `matrix:${made}`,
    who: { platform: 'web', tenant, user },
    surface: { scope: 'direct', form: true },
    at: directOf(user),
    press: { verb, subject: w.subjects.get(about) ?? '-', ...(arg === '' ? {} : { arg: args[arg] ?? arg }) },
    ...(stale ? { on: { ref: 'web:1' as never, drawn: 1 } } : {}),
  });
}

const said = (answer: Answer): string => JSON.stringify(answer.reply);

test('every button has a line in the table, about something that is there', () => {
  // A button that is new: say in the table who may press it and what it is about.
  expect(verbs.filter((v) => table[v] === undefined && !everybodys.test(v))).toEqual([]);
  expect([...Object.keys(table), ...readers].filter((v) => !verbs.includes(v))).toEqual([]);
  for (const { about } of Object.values(table))
    if (about !== '-') expect(w.subjects.get(about), about).toMatch(/^[a-z0-9]/i);
});

/** Presses it, and has it delivered again: nothing is read, and it is said why. That nothing is changed is for later. */
async function refusedAccounts(verb: string, user: string, how: How): Promise<string> {
  let heard = '';
  for (const again of [false, true]) {
    const answer = await press(user, verb, { ...how, again });
    heard = `${user} pressed ${verb}${again ? ' again' : ''}: ${said(answer)}`;
    expect(heard).not.toContain(broken);
    expect(heard).not.toContain(secret);
    if (how.tenant === undefined) {
      expect(['say', 'panel'], heard).toContain(answer.reply.kind);
      expect(answer.reply.kind === 'say' ? said(answer).length : 99, heard).toBeGreaterThan(40);
    }
  }
  return heard;
}

/** All who may not press it: other members, strangers, and somebody of another programme. */
async function othersTurnedAway(verb: string, stale: boolean): Promise<void> {
  // Every row is read before the first of them and after the last: whoever changed one is found by the failure's verb.
  const before = await w.digest();
  const others = everybodys.test(verb) ? [] : everyone.filter((u) => !lineOf(verb).may.includes(u));
  for (const user of [...others, ...strangers]) await refusedAccounts(verb, user, { stale });
  for (const again of [false, true]) {
    const answer = said(await press('fred', verb, { stale, again, tenant: foreignTenant }));
    expect(answer).not.toContain(broken);
    expect(answer).not.toContain(secret);
  }
  expect(await w.digest(), `after ${verb} by ${[...others, ...strangers].join(', ')} and from elsewhere`).toBe(before);
}

describe('who may not, while it would do something', () => {
  test.each(verbs)('%s', async (verb) => {
    await w.back(lineOf(verb).at);
    await othersTurnedAway(verb, false);
  });
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

const cells = verbs.flatMap((verb) => lineOf(verb).may.map((user) => [verb, user] as const));

describe('who may: it does something, once', () => {
  test.each(cells)('%s by %s', async (verb, user) => {
    await w.back(lineOf(verb).at);
    const before = await w.digest();
    const first = await press(user, verb);
    const after = await w.digest();
    expect(first.undone, said(first)).toBeUndefined();
    // A form or a panel to read opens; whatever else there is changes something.
    if (first.reply.kind === 'form') drawnInSlack(first.reply.view, `${verb} by ${user}`);
    else if (readers.has(verb)) expect(first.reply.kind).toBe('panel');
    else expect(after, `${verb} by ${user} did nothing: ${said(first)}`).not.toBe(before);
    const second = await press(user, verb, { again: true });
    expect(said(second)).not.toContain(broken);
    // Reading may be done again, and is noted each time; whatever the first did is not done twice.
    if (!readers.has(verb)) expect(await w.digest(), `delivered again: ${verb}`).toBe(after);
  });
});

describe.each(['guest', 'deactivated'] as const)('who might, and is a %s now: nothing any more', (standing) => {
  test.each(cells)('%s by %s', async (verb, user) => {
    for (const later of [false, true]) {
      await w.back(lineOf(verb).at, { later });
      await w.lost(user, standing);
      const before = await w.digest();
      const answer = await refusedAccounts(verb, user, { stale: later });
      expect(await w.digest(), `after ${verb} by ${user}`).toBe(before);
      expect(answer).toContain(standing === 'guest' ? 'only a guest’s now' : 'no longer active');
    }
  });
});

/** Presses it and has the same press delivered again: the second time every row stays as it is. */
async function pressedTwice(user: string, verb: string, stale: boolean): Promise<void> {
  expect(said(await press(user, verb, { stale }))).not.toContain(broken);
  const after = await w.digest();
  expect(said(await press(user, verb, { again: true, stale }))).not.toContain(broken);
  if (!readers.has(verb)) expect(await w.digest(), `delivered again: ${verb} by ${user}`).toBe(after);
}

describe('what is everybody’s own: a press that is delivered again does nothing more', () => {
  test.each(verbs.filter((v) => everybodys.test(v)))('%s', async (verb) => {
    await w.back('open');
    for (const user of ['maya', 'leo']) await pressedTwice(user, verb, false);
  });
});

test('the forms that buttons open were all drawn', async () => {
  await w.back('open');
  for (const verb of ['settings.change', 'data.correct', 'hard.change']) {
    const { reply } = await press('maya', verb);
    if (reply.kind === 'form') drawnInSlack(reply.view, verb);
  }
  // Opened by a shortcut on somebody's message; and the name of somebody without an account, of whom there is none here.
  // Those of `rights` and the second confirmation of a length stand in tests of their own (test/features/rights).
  const elsewhere = [
    'quote',
    'their-name',
    'hours-settle-confirm',
    'rights-wrong',
    'rights-answer',
    'concerns-erase',
    ...ofWhatIsNotHere,
  ];
  const forms = features.flatMap((f) => Object.keys(f.forms ?? {}));
  expect(forms.filter((f) => !drawnForms.has(f) && !elsewhere.includes(f))).toEqual([]);
});

describe('when its time is over', () => {
  test.each(verbs)('%s', async (verb) => {
    await w.back(lineOf(verb).at, { later: true });
    await othersTurnedAway(verb, true);
    for (const user of lineOf(verb).may) await pressedTwice(user, verb, true);
  });
});
