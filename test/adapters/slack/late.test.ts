import { expect, test } from 'vitest';
import { viewRules } from '../../../adapters/slack/limits.js';
import { type Card, text } from '../../../src/chat/card.js';
import type { Reply } from '../../../src/chat/inbound.js';
import { literal } from '../../../src/chat/text.js';
import type { View } from './person.js';
import { planView } from './samples.js';
import { slackScene } from './scene.js';

/** An answer that takes longer than Slack waits: what was typed stands until it is known what became of it. */

// How long Slack waits for an acknowledgement is for the test of the loop; here nothing waits that long.
const s = slackScene({ answerWithinMs: 300 });
const word: Card = { title: 'Noted', summary: literal('Noted.'), blocks: [text(literal('A private word'))] };
const typed = { 'activities/k2/what': 'Words that took an hour' };

interface Late {
  readonly form: View;
  readonly json: Record<string, unknown>;
  answers(reply: Reply): void;
}

/** A form that was sent, and is acknowledged before there is an answer. `stays`: the note that Slack puts on it. */
async function sent(more: { readonly stays?: boolean; readonly view?: Partial<View> } = {}): Promise<Late> {
  s.w.script.answer = () => ({ kind: 'form', view: planView({ step: 'what' }) });
  await s.mentor.types('plan');
  await expect.poll(() => s.w.slack.front.calls.find((c) => c.method === 'views.open')?.answer?.ok).toBe(true);
  const form = s.mentor.view();
  let answers: Late['answers'] = () => undefined;
  s.w.script.answer = () => new Promise<Reply>((resolve) => (answers = resolve));
  // That it is answered at all, before there is an answer, is what counts: how fast a busy machine does it is the bench's.
  const { json } = await s.mentor.submits({ ...form, ...more.view }, typed);
  if (more.stays !== false && json.response_action === 'push')
    // What Slack does with the acknowledgement, and the emulator does not.
    await s.w.slack.call('views.push', { trigger_id: await s.w.slack.trigger(s.mentor.id, form.id), view: json.view });
  s.w.slack.front.calls.length = 0;
  return { form, json, answers };
}
const calls = () => s.w.slack.front.calls.filter((c) => c.answer !== undefined);
const updates = () =>
  calls()
    .filter((c) => c.method === 'views.update' && c.answer?.ok === true)
    .map((c) => [c.args.view_id ?? 'the note', c.args.view ?? ''] as const);

test('acknowledged in time by a note on top: the form stays beneath it', async () => {
  const { json, answers } = await sent();
  expect(json).toMatchObject({ response_action: 'push', view: { type: 'modal' } });
  expect(viewRules.safeParse(json.view).error).toBeUndefined();
  expect(JSON.stringify(json)).toContain('Still saving');
  answers({ kind: 'close' });
  await expect.poll(() => updates().length).toBe(2);
});

test.each<readonly [string, Reply, string, string]>([
  ['sent', { kind: 'close', say: word }, 'A private word', 'Done.'],
  ['sent, without a word', { kind: 'close' }, 'Done.', 'Done.'],
  ['the next step', { kind: 'form', view: planView({ revision: 2 }) }, 'Close this to go on', 'Title'],
])('%s: the note says so, and the form is no longer the one that was sent', async (_, reply, onNote, inForm) => {
  const { form, answers } = await sent();
  answers(reply);
  await expect.poll(updates).toEqual([
    ['the note', expect.stringContaining(onNote)],
    [form.id, expect.stringContaining(inForm)],
  ]);
  expect(s.called()).toEqual(['views.update', 'views.update']);
});

test('not done: only the note says so, and what was typed is still in the form', async () => {
  const { answers } = await sent();
  s.w.script.more = { undone: true };
  answers({ kind: 'say', card: word });
  await expect.poll(updates).toEqual([['the note', expect.stringContaining('A private word')]]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(s.called()).toEqual(['views.update']);
});

test('the note was closed: the form itself says what became of it', async () => {
  const { form, answers } = await sent({ stays: false });
  answers({ kind: 'close', say: word });
  await expect.poll(updates, { timeout: 4000 }).toEqual([[form.id, expect.stringContaining('A private word')]]);
});

test.each<readonly [string, Reply, object]>([
  ['a word', { kind: 'close', say: word }, { text: 'Noted.' }],
  ['no word', { kind: 'close' }, { text: expect.stringContaining('has been sent') }],
  [
    'a panel, whose words may stand in no message',
    { kind: 'panel', card: word },
    { text: expect.stringContaining('has been sent') },
  ],
])('everything was closed: %s is said in the direct messages', async (_, reply, said) => {
  const { answers } = await sent();
  s.w.slack.front.break({ kind: 'code', code: 'not_found' }, 'views.update');
  answers(reply);
  await expect
    .poll(() => calls().find((c) => c.method === 'chat.postEphemeral')?.args, { timeout: 4000 })
    .toMatchObject({ channel: s.direct.split(':')[2], user: s.mentor.id, ...said });
});

test('everything was closed and not all is answered: the runtime brings the form back', async () => {
  const { answers } = await sent();
  s.w.slack.front.break({ kind: 'code', code: 'not_found' }, 'views.update');
  answers({ kind: 'form', view: planView({ revision: 2 }) });
  await expect.poll(() => s.w.script.missed.length, { timeout: 4000 }).toBe(1);
});

test('three views stand on each other already: the form stays, and says beside its first field that it takes long', async () => {
  const { form, json, answers } = await sent({
    view: { root_view_id: 'V0ROOT', previous_view_id: 'V0SECOND' } as Partial<View>,
  });
  expect(json).toEqual({
    response_action: 'errors',
    errors: { 'activities/k1/what': expect.stringContaining('Still saving') },
  });
  answers({ kind: 'close', say: word });
  await expect.poll(updates).toEqual([[form.id, expect.stringContaining('A private word')]]);
});

test('a command is acknowledged with what to do should no answer come, and answered below', async () => {
  let answers: Late['answers'] = () => undefined;
  s.w.script.answer = () => new Promise<Reply>((resolve) => (answers = resolve));
  const { json } = await s.mentor.types('hours');
  expect(json).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('send it again') });
  answers({ kind: 'say', card: word });
  await expect
    .poll(() => calls().find((c) => c.method === 'chat.postEphemeral')?.args, { timeout: 4000 })
    .toMatchObject({ user: s.mentor.id, text: 'Noted.' });
});
