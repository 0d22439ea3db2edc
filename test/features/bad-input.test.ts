import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Reply } from '../../src/chat/inbound.js';
import { minute } from '../../src/kernel/clock.js';
import { startAfter, startBot, type TestBot } from '../support/bot.js';
import { cardText } from '../support/card-text.js';
import { mayaAndLeoAgreed, planned } from '../support/steps.js';

/** Bad input on the way of planning: each gets a sentence that says what to do next, and nothing is lost or doubled. */

let t: TestBot;
beforeEach(async () => {
  t = await startAfter(mayaAndLeoAgreed);
});
afterEach(async () => t.stop());

const words = (reply: Reply | undefined): string => {
  if (reply === undefined) return '';
  if (reply.kind === 'form')
    return [...reply.view.problems.map((p) => p.say), ...(reply.view.notice?.parts ?? []).map(String)].join(' ');
  const card = 'card' in reply ? reply.card : reply.kind === 'close' ? reply.say : undefined;
  return card === undefined
    ? ''
    : cardText(card, {
        person: null,
        platform: 'web',
        zone: 'Europe/London',
        locale: 'en-GB',
        named: () => ({ name: 'NAME' }),
      });
};
const sessions = () => t.store.read((tx) => tx.in(t.programme).sessions.all());
/** Goes on from the first step with what the command seeded, and says what stands in the way. */
async function refusedAt(command: string): Promise<string> {
  const maya = t.as('maya');
  await maya.types(command);
  if (maya.last?.kind === 'form') await maya.next();
  return words(maya.last);
}

describe('a plan that cannot be', () => {
  test.each([
    ['plna @leo', 'If you meant “plan”, type plan.'],
    ['plan @nobody tomorrow 3pm', 'I know nobody called “nobody”'],
    ['plan @tom tomorrow 3pm', 'no open mentorship'],
    ['plan @leo yesterday 3pm 45m', 'This time is past'],
    ['plan @leo tomorrow 3pm 0m Talk', '5'],
    ['plan @leo tomorrow 3pm 26 hours Talk', '8'],
    ['plan @leo tomorrow Talk', 'time'],
  ])('%s', async (typed, says) => {
    const maya = t.as('maya');
    await maya.types(typed);
    const first = words(maya.last);
    const after = maya.last?.kind === 'form' ? await maya.next().then(words) : '';
    expect(`${first} ${after}`).toContain(says);
    expect(await sessions()).toEqual([]);
  });

  test.each([
    ['thanks!', 'You’re welcome'],
    ['Thank you so much 🙏', 'You’re welcome'],
    ['ok, cheers', 'You’re welcome'],
    ['thanks plan', 'I did not understand that'],
    ['thankful', 'I did not understand that'],
  ])('“%s”: %s', async (typed, says) => {
    await t.as('maya').types(typed);
    expect(words(t.as('maya').last)).toContain(says);
  });

  test('two people of one name are offered by their whole names', async () => {
    await t.stop();
    t = await startBot({
      people: [
        { user: 'maya', name: 'Maya Okafor', roles: ['mentor'] },
        { user: 'sam1', name: 'Sam Whitfield', roles: ['mentee'] },
        { user: 'sam2', name: 'Sam Okoro', roles: ['mentee'] },
      ],
    });
    expect(words(await t.as('maya').types('plan @sam tomorrow'))).not.toBe('');
    expect(words(t.as('maya').last)).toMatch(/Sam Whitfield.*Sam Okoro|nobody/s);
  });

  test('an hour that the clocks skip offers the two around it; one that comes twice is asked', async () => {
    const never = await refusedAt('plan @leo 2027-03-28 01:30 45m Early');
    expect(never).toMatch(/00:30|02:30/);
    const maya = t.as('maya');
    await maya.types('plan @leo tomorrow 3pm 45m Night');
    maya.fills({ date: '2027-10-31', time: '01:30' });
    await maya.next();
    maya.fills({ which: 'later' });
    await maya.next();
    expect(words(maya.last)).not.toContain('comes twice');
  });

  test('activities that do not fill the session are said, with how much is missing', async () => {
    const maya = t.as('maya');
    await maya.types('plan @leo tomorrow 3pm 45m Talk');
    await maya.next();
    maya.fills({ 'objectives.0.what': 'Agree a step', 'objectives.0.measure': 'It is written down', ...goals() });
    await maya.next();
    maya.fills({ 'activities.0.minutes': '5' });
    await maya.next();
    expect(words(maya.last)).toContain('to go');
    expect(maya.form().step).toBe('activities');
  });

  test('what is far too long is kept and said, not cut', async () => {
    const maya = t.as('maya');
    await maya.types('plan @leo tomorrow 3pm 45m Talk');
    maya.fills({ title: 'x'.repeat(100_000) });
    await maya.next();
    expect(words(maya.last)).toContain('it has 100,000');
    expect(String(maya.form().answers.values.title)).toHaveLength(100_000);
  });
});

const goals = (): Record<string, readonly string[]> => {
  const view = t.as('maya').form();
  const items = view.form.steps.flatMap((s) => s.items);
  const field = items.find((i) => i.id === 'goals');
  return field?.kind === 'choice' ? { goals: field.of.map((o) => o.value) } : {};
};

describe('words that would be something else', () => {
  test.each([
    '<script>alert(1)</script>',
    '*bold* _it_ `code` ~no~',
    '<!channel> <@U123> @everyone',
    'مرحبا بالعالم 👩‍👩‍👧',
    'a\u0000b\u202Ec',
    'lone \uD83D here',
  ])('%j stands as it was meant, literally', async (title) => {
    await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m X');
    const maya = t.as('maya');
    await maya.types('plan @leo tomorrow 5pm 45m X');
    maya.fills({ title });
    await maya.next();
    expect(maya.form().problems).toEqual([]);
    const kept = String(maya.form().answers.values.title);
    expect(kept.isWellFormed()).toBe(true);
    for (const code of [0x0000, 0x202e]) expect(kept).not.toContain(String.fromCodePoint(code));
  });
});

describe('done once', () => {
  test('a form sent twice, by the same request and by another', async () => {
    const maya = t.as('maya');
    await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Once');
    expect(await sessions()).toHaveLength(1);
    await maya.types('plan @leo tomorrow 5pm 45m Twice');
    await maya.next();
    maya.fills({ 'objectives.0.what': 'Agree', 'objectives.0.measure': 'Written down', ...goals() });
    const view = maya.form();
    await maya.submits({ deliveryId: 'same' });
    maya.last = { kind: 'form', view };
    await maya.submits({ deliveryId: 'same' });
    maya.last = { kind: 'form', view };
    await maya.submits({ deliveryId: 'another' });
    expect(words(maya.last)).toContain('already sent');
    expect(await sessions()).toHaveLength(2);
  });

  test('a button pressed twice changes nothing more; somebody else’s press nothing at all', async () => {
    await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Once');
    const [session] = await sessions();
    const id = session?.id ?? '';
    const aisha = t.as('aisha');
    expect(words(await aisha.presses('plan.accept', { subject: id }))).toContain('This is for');
    await t.as('leo').presses('plan.accept', { subject: id, deliveryId: 'p1' });
    const after = (await sessions())[0]?.revision;
    await t.as('leo').presses('plan.accept', { subject: id, deliveryId: 'p1' });
    await t.as('leo').presses('plan.accept', { subject: id, deliveryId: 'p2' });
    expect((await sessions())[0]?.revision).toBe(after);
  });

  test('a press after its session was cancelled says so', async () => {
    await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Once');
    const id = (await sessions())[0]?.id ?? '';
    await t.as('maya').presses('session.cancel', { subject: id, arg: 'yes' });
    expect(words(await t.as('leo').presses('plan.accept', { subject: id }))).toContain('cancelled');
    expect(words(await t.as('maya').presses('session.start', { subject: id }))).toContain('cancelled');
    await t.clock.pass(30 * 60 * minute);
    expect(t.as('maya').sees().join('\n')).not.toContain('begins now');
  });

  test('a form whose session was cancelled meanwhile keeps its words and says why', async () => {
    await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Once');
    const id = (await sessions())[0]?.id ?? '';
    const maya = t.as('maya');
    await maya.presses('plan.change', { subject: id });
    const view = maya.form();
    await maya.presses('session.cancel', { subject: id, arg: 'yes' });
    maya.last = { kind: 'form', view };
    maya.fills({ title: 'Words that must not be lost' });
    await maya.next();
    expect(words(maya.last)).toContain('cancelled');
    const draft = await t.store.read((tx) => tx.in(t.programme).drafts.get(view.draft));
    expect(draft?.answers.values.title).toBe('Words that must not be lost');
  });

  test('a stale window loses nothing of either', async () => {
    const maya = t.as('maya');
    await maya.types('plan @leo tomorrow 3pm 45m First');
    const stale = maya.form();
    maya.fills({ title: 'Newer words' });
    await maya.saves();
    maya.last = { kind: 'form', view: stale };
    maya.fills({ title: 'Older window', place: 'Room 4' });
    await maya.next();
    expect(maya.form().answers.values).toMatchObject({ title: 'Newer words', place: 'Room 4' });
    expect(words(maya.last)).toContain('Older window');
  });
});
