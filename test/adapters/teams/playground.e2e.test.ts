import { afterAll, beforeAll, expect, test } from 'vitest';
import { placeOfRef } from '../../../adapters/teams/address.js';
import { button, buttons, text } from '../../../src/chat/card.js';
import type { Answers, FormView } from '../../../src/chat/form.js';
import type { Answer, Inbound, Outgoing, Reply } from '../../../src/chat/inbound.js';
import { literal } from '../../../src/chat/text.js';
import { mentionMark } from '../../../src/kernel/words.js';
import { cardSaying, reader, scripted, startBot } from './bot.js';
import { startPlayground } from './playground.js';
import { inputsOf, submission, texts } from './reading.js';
import { viewOf } from './samples.js';

const tenant = '22222222-2222-2222-2222-222222222222';
const bob = { platform: 'teams', tenant, user: '00000000-0000-0000-0000-0000000000b0' } as const;
const personal = 'a:bob-personal';

/** A small programme: greets, plans by a form with rows, accepts. */
function programme() {
  let view: FormView = viewOf({
    answers: { values: { title: 'Talk' }, rows: { activities: [{ key: 'r1', values: {} }] } },
  });
  let accepted = false;
  const invitation = (drawn: number): Outgoing => ({
    key: 'invitation-1',
    drawn,
    reader,
    files: new Map(),
    card: {
      title: 'An invitation',
      summary: literal('An invitation'),
      blocks: accepted
        ? [text(literal('You said yes.'))]
        : [
            text(literal('Will you come? *Really*?')),
            buttons(button('Accept', 'plan.accept', 's1', { style: 'main' })),
          ],
    },
  });
  const form = (event: Extract<Inbound, { kind: 'form' }>): Reply => {
    const rows = event.answers.rows.activities ?? view.answers.rows.activities ?? [];
    // What is absent stays as it is in the draft.
    const merged: Answers = {
      values: { ...view.answers.values, ...event.answers.values },
      rows: {
        activities: rows.map((r) => ({
          key: r.key,
          values: { ...view.answers.rows.activities?.find((o) => o.key === r.key)?.values, ...r.values },
        })),
      },
    };
    const { move } = event;
    if (move.do === 'add')
      (merged.rows.activities as { key: string; values: object }[]).push({ key: 'r2', values: {} });
    const bad = move.do === 'submit' && merged.rows.activities?.some((r) => typeof r.values.minutes !== 'number');
    view = {
      ...view,
      revision: view.revision + 1,
      answers: merged,
      step: move.do === 'next' ? 'activities' : view.step,
      problems: bad ? [{ at: 'activities/r2/minutes', say: 'How long?' }] : [],
    };
    if (move.do === 'submit' && !bad) return { kind: 'close', say: cardSaying('Planned.') };
    return { kind: 'form', view };
  };
  const answer = (event: Inbound): Reply | Answer => {
    if (event.kind === 'form') return form(event);
    if (event.kind === 'press' && event.press.verb === 'plan.accept') {
      accepted = true;
      const redrawn = { ref: event.on?.ref as never, message: invitation(2) };
      return { reply: { kind: 'done' }, reader, redrawn };
    }
    if (event.kind === 'press') return { kind: 'form', view };
    if (event.kind === 'command' && event.text.startsWith('plan')) return { kind: 'form', view };
    if (event.kind === 'command') return { kind: 'say', card: cardSaying(`You said ${event.text}.`) };
    return { kind: 'done' };
  };
  return { answer, invitation, answers: () => view.answers };
}

let play: Awaited<ReturnType<typeof startPlayground>>;
let bot: Awaited<ReturnType<typeof startBot>>;
const mentoring = programme();
const script = scripted(mentoring.answer);
beforeAll(async () => {
  bot = await startBot(script.hears);
  play = await startPlayground(() => bot.url);
});
afterAll(async () => {
  await play?.stop();
  await bot?.stop();
});

const cardOf = (m: { activity: Record<string, unknown> }): unknown =>
  (m.activity.attachments as { content: unknown }[])[0]?.content;
const words = (card: unknown): readonly string[] => texts(card).map((t) => t.words);

test('a typed word in a personal chat is answered there', async () => {
  await play.types(personal, 'hi');
  const answer = await play.arrives((m) => m.conversation === personal);
  expect(words(cardOf(answer))).toContain('You said hi.');
  expect(script.heard.at(-1)).toMatchObject({ kind: 'command', who: bob, surface: { scope: 'direct' } });
});

test('a message of our own accord arrives, is pressed, and its outcome replaces the button', async () => {
  const to = await bot.chat.openDirect(bob);
  const sent = await bot.chat.send(to, mentoring.invitation(1));
  if (sent.kind !== 'delivered') throw new Error(sent.kind);
  const message = await play.arrives((m) => m.id === placeOfRef(sent.ref)?.activity);
  const pressed = await play.executes(message, submission(cardOf(message), 'Accept'));
  expect(pressed.type).toBe('application/vnd.microsoft.card.adaptive');
  expect(words(pressed.value)).toContain('You said yes.');
  expect(script.heard.at(-1)).toMatchObject({ kind: 'press', on: { ref: sent.ref, drawn: 1 } });
  expect(await bot.chat.update(sent.ref, mentoring.invitation(2))).toEqual(sent);
  // Pressed again by somebody who still saw the old card: the same key, so the same act.
  await play.submits(message, submission(cardOf(message), 'Accept'));
  await expect.poll(() => script.heard.filter((e) => e.kind === 'press').length).toBe(2);
  const [first, second] = script.heard.filter((e) => e.kind === 'press');
  expect(second?.deliveryId).toBe(first?.deliveryId);
});

test('a form is filled in in its card: a row added, a problem put right, sent', async () => {
  const since = play.sent.length;
  await play.types(personal, 'plan');
  const ready = await play.arrives((m) => words(cardOf(m)).includes('Your form is ready.'), since);
  const first = await play.executes(ready, submission(cardOf(ready), 'Fill in here'));
  const second = await play.executes(
    ready,
    submission(first.value, 'Next', { title: 'Giving *feedback*', purpose: 'To learn' }),
  );
  const two = await play.executes(
    ready,
    submission(second.value, 'Add an activity', { 'activities/r1/what': 'Talk', 'activities/r1/minutes': '20' }),
  );
  expect(inputsOf(two.value).find((i) => i.id === 'activities/r1/what')).toMatchObject({ value: 'Talk' });
  const wrong = await play.executes(ready, submission(two.value, 'Send to Ben', { 'activities/r2/what': 'Try' }));
  expect(words(wrong.value)).toContain('How long?');
  expect(inputsOf(wrong.value).find((i) => i.id === 'activities/r2/what')).toMatchObject({ value: 'Try' });
  const done = await play.executes(ready, submission(wrong.value, 'Send to Ben', { 'activities/r2/minutes': '25' }));
  expect(words(done.value)).toContain('Planned.');
  expect(mentoring.answers()).toMatchObject({
    values: { title: 'Giving *feedback*', purpose: 'To learn' },
    rows: {
      activities: [
        { key: 'r1', values: { what: 'Talk', minutes: 20 } },
        { key: 'r2', values: { what: 'Try', minutes: 25 } },
      ],
    },
  });
  expect(JSON.stringify(play.sent)).not.toContain('To learn');
});

test.each(['19:grp', '19:ann'])('in %s a mention is a command, and its answer is private', async (conversation) => {
  const since = play.sent.length;
  await play.types(conversation, '<at>Mentorlog</at> hours <at>Ann Archer</at>', [
    { id: '28:mentorlog', name: 'Mentorlog' },
    { id: '29:ann', name: 'Ann Archer' },
  ]);
  const there = await play.arrives((m) => m.conversation.startsWith(conversation), since);
  expect(there.activity.text).toBe('Sent to you in our chat.');
  const here = play.sent.slice(since).find((m) => m.conversation === personal);
  expect(JSON.stringify(here?.activity)).toContain('You said hours');
  expect(script.heard.at(-1)).toMatchObject({
    text: `hours ${mentionMark}0\uE001`,
    surface: { scope: 'shared' },
    mentions: [{ platform: 'teams', tenant, user: '00000000-0000-0000-0000-00000000aaaa' }],
  });
});

test('who the person is', async () => {
  expect(await bot.chat.profile(bob)).toMatchObject({ name: 'Bob Brown', locale: 'en-US', standing: 'member' });
});
