import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startAfter, type TestBot } from '../../support/bot.js';
import { mayaAndLeoAgreed, planned } from '../../support/steps.js';

/** Times that cannot be: each gets its sentence at its field, and leaves nothing behind but the words in their draft. */

let t: TestBot;
beforeEach(async () => {
  t = await startAfter(mayaAndLeoAgreed);
});
afterEach(async () => t.stop());

/** All that a refused plan could have left: sessions, what wakes for them, and what leo was told. */
const left = () =>
  t.store.read(async (tx) => {
    const rows = tx.in(t.programme);
    return {
      sessions: await rows.sessions.all(),
      prompts: [
        ...(await rows.prompts.waitingFor(t.as('maya').id)),
        ...(await rows.prompts.waitingFor(t.as('leo').id)),
      ],
      told: t.as('leo').sees(),
    };
  });
const problems = (): readonly { readonly at: string; readonly say: string }[] =>
  t
    .as('maya')
    .form()
    .problems.map(({ at, say }) => ({ at, say }));

describe('a plan', () => {
  test.each([
    ['yesterday 3pm 45m Talk', {}, 'time', 'This time is past. Choose a later one, or say that it took place already.'],
    ['tomorrow 3pm 45m Talk', { minutes: 0 }, 'minutes', 'The least is 5 minutes.'],
    ['every Tuesday 3pm for 4 sessions 45m Talk', { times: 2000 }, 'times', 'The most is 60 sessions.'],
    [
      '25 December 3pm every Friday until 1 January 2027 45m Talk',
      {},
      'until',
      'Every date of this series is a public holiday: choose another day, or meet on holidays too.',
    ],
  ] as const)('%s %j: a sentence, and nothing stored', async (words, values, at, say) => {
    const before = await left();
    const maya = t.as('maya');
    await maya.types(`plan @leo ${words}`);
    if ('times' in values) await maya.next();
    maya.fills(values);
    await maya.next();
    if (problems().length === 0) await maya.next();
    expect(problems()).toEqual([{ at, say }]);
    // Whoever tries to send it all the same is told the same.
    await maya.submits();
    expect(problems()).toContainEqual({ at, say });
    expect(await left()).toEqual(before);
  });

  test('0 minutes typed are told before anything else, with what was understood', async () => {
    const maya = t.as('maya');
    await maya.types('plan @leo tomorrow 3pm 0m Talk');
    expect(JSON.stringify(maya.form().notice)).toContain(
      'A session lasts at least 5 min, and I understood 0 min: say a longer length, like 45m.',
    );
  });
});

test('a zone that does not exist changes nothing of the settings it came with', async () => {
  const leo = t.as('leo');
  const person = () => t.store.read((tx) => tx.in(t.programme).people.get(leo.id));
  const before = await person();
  for (const zone of ['Mars/Olympus_Mons', 'GMT+99', '../../etc']) {
    await leo.presses('settings.change', { subject: '-' });
    leo.fills({ zone, from: '06:00', cap: 2 });
    await leo.submits();
    expect(leo.form().problems, zone).toEqual([
      { at: 'zone', say: 'There is no such time zone. Write it like Europe/London or Asia/Kolkata.' },
    ]);
    expect(await person()).toEqual(before);
  }
});

test('a time that was taken is not taken again: the session, its prompts and its chain stay as they are', async () => {
  await planned(t, 'maya', 'plan @leo Thursday 3pm 45m Phone calls');
  const leo = t.as('leo');
  const maya = t.as('maya');
  await leo.presses('plan.suggest');
  leo.fills({ date: '2026-11-27', time: '16:00', 'date-2': '2026-11-27', 'time-2': '10:00' });
  await leo.submits();
  const card = maya.card('suggest.take');
  const subject = JSON.stringify(card).match(/"suggest\.take","subject":"([^"]+)"/)?.[1] ?? '';
  await maya.presses('suggest.take', { subject, arg: String(Date.parse('2026-11-27T16:00Z')) });
  const before = await left();
  const m = before.sessions[0]?.attendees[0]?.mentorship;
  const chain = async () => (m === undefined ? [] : t.store.read((tx) => tx.in(t.programme).audit.of(m)));
  const entries = await chain();
  for (const [verb, arg] of [
    ['suggest.take', String(Date.parse('2026-11-27T10:00Z'))],
    ['suggest.take', String(Date.parse('2026-11-27T16:00Z'))],
    ['suggest.none', ''],
  ] as const) {
    await maya.presses(verb, { subject, arg });
    expect(JSON.stringify(maya.last)).toContain(
      'These times were answered, or newer ones were given. The newest card holds.',
    );
  }
  expect(await left()).toEqual(before);
  expect(await chain()).toEqual(entries);
});
