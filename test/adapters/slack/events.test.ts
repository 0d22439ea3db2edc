import { describe, expect, test } from 'vitest';
import type { Card } from '../../../src/chat/card.js';
import { text } from '../../../src/chat/card.js';
import type { FormView } from '../../../src/chat/form.js';
import type { Reply } from '../../../src/chat/inbound.js';
import { literal } from '../../../src/chat/text.js';
import { mentionMark } from '../../../src/kernel/words.js';
import { planView } from './samples.js';
import { slackScene } from './scene.js';
import { asEvent } from './workspace.js';

const s = slackScene();
const word: Card = { title: 'Noted', summary: literal('Noted.'), blocks: [text(literal('A <private> word'))] };
const answers = (reply: Reply): void => {
  s.w.script.answer = () => reply;
};
const opens = (view: FormView): Reply => ({ kind: 'form', view });
describe('events', () => {
  test('words in a direct message and after a mention are commands; what is said by bots or edited is not', async () => {
    const channel = s.direct.split(':')[2];
    const said = { type: 'message', channel, channel_type: 'im', user: s.mentor.id, ts: '1.1' };
    await s.w.post(asEvent({ ...said, text: 'plan &lt;x&gt;' }));
    expect(s.lastHeard('command')).toMatchObject({
      text: 'plan <x>',
      at: s.direct,
      surface: { scope: 'direct', form: false },
    });
    await s.w.post(
      asEvent({
        type: 'app_mention',
        channel: s.w.slack.general,
        user: s.mentor.id,
        ts: '1.1',
        text: `hey <@U0MENTOR1> digest <@${s.mentee.id}>`,
      }),
    );
    expect(s.lastHeard('command')).toMatchObject({
      text: `digest ${mentionMark}0\uE001`,
      mentions: [{ user: s.mentee.id }],
      surface: { scope: 'shared', form: false },
    });
    await s.w.post(asEvent({ ...said, text: 'x', bot_id: 'B1' }));
    await s.w.post(asEvent({ ...said, text: 'x', subtype: 'message_changed' }));
    await s.w.post(asEvent({ ...said, text: 'x', channel_type: 'channel' }));
    await s.w.post(asEvent({ ...said, text: 'x', user: 'U0MENTOR1' }));
    expect(s.w.script.heard).toHaveLength(2);
  });

  test.each([
    ['a file with a line of text', { subtype: 'file_share' }, 'help me', 'help me'],
    ['sent on from a thread', { subtype: 'thread_broadcast', thread_ts: '1.0' }, 'help me', 'help me'],
    ['with /me before it', { subtype: 'me_message' }, 'is scared', 'is scared'],
    ['the mention last', { type: 'app_mention' }, 'I feel unsafe <@U0MENTOR1>', 'I feel unsafe'],
    ['the mention last, and a sign', { type: 'app_mention' }, 'help me, <@U0MENTOR1>!', 'help me,'],
    ['the mention amid', { type: 'app_mention' }, 'hey <@U0MENTOR1> hours', 'hours'],
    ['the mention alone', { type: 'app_mention' }, '<@U0MENTOR1>', ''],
  ])('%s is heard', async (_, how, written, heard) => {
    const channel = s.direct.split(':')[2];
    const said = { type: 'message', channel, channel_type: 'im', user: s.mentor.id, ts: '1.1', text: written };
    await s.w.post(asEvent({ ...said, ...how }));
    expect(s.lastHeard('command').text.trim()).toBe(heard);
  });

  test('a form cannot open without a trigger: the runtime is told', async () => {
    answers(opens(planView()));
    await s.w.post(
      asEvent({
        type: 'message',
        channel: s.direct.split(':')[2],
        channel_type: 'im',
        user: s.mentor.id,
        text: 'plan',
      }),
    );
    await expect.poll(() => s.w.script.missed.length).toBe(1);
    expect(s.called()).toEqual([]);
  });

  test('a panel cannot open without a trigger, nor stand in a message: a button that brings one stands there', async () => {
    answers({ kind: 'panel', card: word });
    const channel = s.direct.split(':')[2];
    await s.w.post(asEvent({ type: 'message', channel, channel_type: 'im', user: s.mentor.id, text: 'hours' }));
    const shown = () => s.w.slack.front.calls.map((c) => c.args.text);
    await expect.poll(shown).toEqual([expect.stringContaining('Noted: open it to read.')]);
    const blocksOf = (n: number) => JSON.parse(s.w.slack.front.calls.at(n)?.args.blocks ?? '[]');
    /** Presses *Open*, and what was asked for is asked again, with a trigger: its window opens. */
    const opens = async (): Promise<void> => {
      const [heard, calls] = [s.w.script.heard.length, s.w.slack.front.calls.length];
      await s.mentor.pressesWord(blocksOf(-1), 'Open');
      expect(s.w.script.heard.slice(heard)).toMatchObject([
        { kind: 'command', text: 'hours', surface: { form: true } },
      ]);
      await expect.poll(() => s.w.slack.front.calls.slice(calls).map((c) => c.method)).toEqual(['views.open']);
    };
    await opens();
    s.w.slack.front.calls.length = 0;
    await s.mentor.types('hours', { trigger_id: '1.1.lapsed' });
    // Slack refuses the first word, to a channel that they are not in; the second arrives.
    await expect
      .poll(() => s.w.slack.front.calls.filter((c) => c.answer?.ok === true).at(-1)?.args.text)
      .toContain('Open it now.');
    await opens();
    expect(JSON.stringify(s.w.slack.front.calls.filter((c) => c.method.startsWith('chat.')))).not.toContain('private');
  });

  test('that it was answered is kept where something was said, and where nothing was not', async () => {
    const said = {
      type: 'message',
      channel: s.direct.split(':')[2],
      channel_type: 'im',
      user: s.mentor.id,
      text: 'hi',
    };
    await s.w.post(asEvent(said));
    answers({ kind: 'say', card: word });
    await s.w.post(asEvent(said));
    await expect.poll(() => s.w.script.told).toHaveLength(1);
    expect(s.w.script.told).toEqual([s.w.script.heard.at(-1)]);
    expect(s.w.script.heard).toHaveLength(2);
  });

  test('the home tab is drawn when it is opened', async () => {
    answers({ kind: 'panel', card: word });
    await s.w.post(asEvent({ type: 'app_home_opened', user: s.mentor.id, tab: 'messages' }));
    expect(s.w.script.heard).toEqual([]);
    await s.w.post(asEvent({ type: 'app_home_opened', user: s.mentor.id, tab: 'home' }));
    expect(s.lastHeard('home').deliveryId).toMatch(/^slack:Ev/);
    await expect.poll(() => s.w.slack.front.calls.find((c) => c.method === 'views.publish')?.answer?.ok).toBe(true);
  });

  test('uninstalled, and the bot’s token revoked; a person’s token is not', async () => {
    await s.w.post(asEvent({ type: 'tokens_revoked', tokens: { oauth: [s.mentor.id] } }));
    expect(s.w.script.heard).toEqual([]);
    await s.w.post(asEvent({ type: 'tokens_revoked', tokens: { oauth: [], bot: ['U0MENTOR1'] } }));
    await s.w.post(asEvent({ type: 'app_uninstalled' }));
    expect(s.w.script.heard.map((e) => e.kind)).toEqual(['removed', 'removed']);
  });

  test('an event that could not be handled is not acknowledged, so that Slack brings it again', async () => {
    s.w.script.answer = () => {
      throw new Error('secret words');
    };
    const event = asEvent({ type: 'app_home_opened', user: s.mentor.id, tab: 'home' });
    expect((await s.w.post(event)).status).toBe(500);
    s.w.script.answer = () => ({ kind: 'done' });
    expect((await s.w.post(event)).status).toBe(200);
    expect(s.w.script.heard[0]?.deliveryId).toBe(s.w.script.heard[1]?.deliveryId);
    expect(s.w.logged.join()).not.toContain('secret');
  });

  test('a connection that Slack closed while it was idle loses no answer: each goes by a fresh one', async () => {
    answers({ kind: 'say', card: word });
    s.w.slack.front.break({ kind: 'reset-reused' });
    const said = () => s.w.slack.front.calls.filter((c) => c.method === 'chat.postEphemeral' && c.answer?.ok === true);
    for (let n = 1; n <= 6; n += 1) {
      await s.w.post(
        asEvent({ type: 'message', channel: s.direct.split(':')[2], channel_type: 'im', user: s.mentor.id, text: 'x' }),
      );
      await expect.poll(() => said().length).toBe(n);
    }
  });

  test.each([
    ['&gt; Shall we meet?\nhours', 'hours'],
    ['&gt;&gt;&gt; Shall we meet?\n&gt; again\n\nplan @leo', 'plan @leo'],
    ['&gt; only a quotation', '> only a quotation'],
    ['plan &gt; now', 'plan > now'],
  ])('the lines that a message quotes are not its words: %s', async (text, heard) => {
    const channel = s.direct.split(':')[2];
    await s.w.post(asEvent({ type: 'message', channel, channel_type: 'im', user: s.mentor.id, text }));
    expect(s.lastHeard('command').text.trim()).toBe(heard);
  });
});
