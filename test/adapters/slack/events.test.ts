import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Card } from '../../../src/chat/card.js';
import { text } from '../../../src/chat/card.js';
import type { FormView } from '../../../src/chat/form.js';
import type { Address, Inbound, InboundOf, Reply } from '../../../src/chat/inbound.js';
import { literal } from '../../../src/chat/text.js';
import { mentionMark } from '../../../src/kernel/words.js';
import { personIn, type SlackPerson } from './person.js';
import { planView } from './samples.js';
import { asEvent, team, type Workspace, workspace } from './workspace.js';

let w: Workspace;
let mentor: SlackPerson;
let mentee: SlackPerson;
let direct: Address;

beforeAll(async () => {
  w = await workspace();
  mentor = personIn(w, w.slack.users.mentor);
  mentee = personIn(w, w.slack.users.mentee);
  direct = await w.chat.openDirect({ platform: 'slack', tenant: team, user: mentor.id });
});
afterAll(() => w.stop());
beforeEach(() => {
  w.script.heard.length = 0;
  w.script.missed.length = 0;
  w.slack.front.calls.length = 0;
  w.slack.front.break(undefined);
  w.logged.length = 0;
  w.script.answer = () => ({ kind: 'done' });
});

const called = (): string[] => w.slack.front.calls.map((c) => c.method);
const lastHeard = <K extends Inbound['kind']>(kind: K): InboundOf<K> => {
  const e = w.script.heard.at(-1);
  if (e?.kind !== kind) throw new Error(`heard ${e?.kind}`);
  return e as InboundOf<K>;
};
const word: Card = { title: 'Noted', summary: literal('Noted.'), blocks: [text(literal('A <private> word'))] };
const answers = (reply: Reply): void => {
  w.script.answer = () => reply;
};
const opens = (view: FormView): Reply => ({ kind: 'form', view });
describe('events', () => {
  test('words in a direct message and after a mention are commands; what is said by bots or edited is not', async () => {
    const channel = direct.split(':')[2];
    const said = { type: 'message', channel, channel_type: 'im', user: mentor.id, ts: '1.1' };
    await w.post(asEvent({ ...said, text: 'plan &lt;x&gt;' }));
    expect(lastHeard('command')).toMatchObject({
      text: 'plan <x>',
      at: direct,
      surface: { scope: 'direct', form: false },
    });
    await w.post(
      asEvent({
        type: 'app_mention',
        channel: w.slack.general,
        user: mentor.id,
        ts: '1.1',
        text: `hey <@U0MENTOR1> digest <@${mentee.id}>`,
      }),
    );
    expect(lastHeard('command')).toMatchObject({
      text: `digest ${mentionMark}0\uE001`,
      mentions: [{ user: mentee.id }],
      surface: { scope: 'shared', form: false },
    });
    await w.post(asEvent({ ...said, text: 'x', bot_id: 'B1' }));
    await w.post(asEvent({ ...said, text: 'x', subtype: 'message_changed' }));
    await w.post(asEvent({ ...said, text: 'x', channel_type: 'channel' }));
    await w.post(asEvent({ ...said, text: 'x', user: 'U0MENTOR1' }));
    expect(w.script.heard).toHaveLength(2);
  });

  test('a form cannot open without a trigger: the runtime is told', async () => {
    answers(opens(planView()));
    await w.post(
      asEvent({ type: 'message', channel: direct.split(':')[2], channel_type: 'im', user: mentor.id, text: 'plan' }),
    );
    await expect.poll(() => w.script.missed.length).toBe(1);
    expect(called()).toEqual([]);
  });

  test('a panel cannot open without a trigger, nor stand in a message: the way to it is said', async () => {
    answers({ kind: 'panel', card: word });
    const channel = direct.split(':')[2];
    await w.post(asEvent({ type: 'message', channel, channel_type: 'im', user: mentor.id, text: 'hours' }));
    await expect
      .poll(() => w.slack.front.calls.map((c) => c.args.text))
      .toEqual([expect.stringContaining('type /mentor')]);
    w.slack.front.calls.length = 0;
    await mentor.types('hours', { trigger_id: '1.1.lapsed' });
    await expect.poll(() => w.slack.front.calls.at(-1)?.args.text).toContain('once more');
    expect(JSON.stringify(w.slack.front.calls.filter((c) => c.method.startsWith('chat.')))).not.toContain('private');
  });

  test('the home tab is drawn when it is opened', async () => {
    answers({ kind: 'panel', card: word });
    await w.post(asEvent({ type: 'app_home_opened', user: mentor.id, tab: 'messages' }));
    expect(w.script.heard).toEqual([]);
    await w.post(asEvent({ type: 'app_home_opened', user: mentor.id, tab: 'home' }));
    expect(lastHeard('home').deliveryId).toMatch(/^slack:Ev/);
    await expect.poll(() => w.slack.front.calls.find((c) => c.method === 'views.publish')?.answer?.ok).toBe(true);
  });

  test('uninstalled, and the bot’s token revoked; a person’s token is not', async () => {
    await w.post(asEvent({ type: 'tokens_revoked', tokens: { oauth: [mentor.id] } }));
    expect(w.script.heard).toEqual([]);
    await w.post(asEvent({ type: 'tokens_revoked', tokens: { oauth: [], bot: ['U0MENTOR1'] } }));
    await w.post(asEvent({ type: 'app_uninstalled' }));
    expect(w.script.heard.map((e) => e.kind)).toEqual(['removed', 'removed']);
  });

  test('an event that could not be handled is not acknowledged, so that Slack brings it again', async () => {
    w.script.answer = () => {
      throw new Error('secret words');
    };
    const event = asEvent({ type: 'app_home_opened', user: mentor.id, tab: 'home' });
    expect((await w.post(event)).status).toBe(500);
    w.script.answer = () => ({ kind: 'done' });
    expect((await w.post(event)).status).toBe(200);
    expect(w.script.heard[0]?.deliveryId).toBe(w.script.heard[1]?.deliveryId);
    expect(w.logged.join()).not.toContain('secret');
  });
});
