import { describe, expect, test } from 'vitest';
import { drawMessage } from '../../../adapters/slack/blocks.js';
import { button, buttons, type Card, text } from '../../../src/chat/card.js';
import type { Inbound, Reply } from '../../../src/chat/inbound.js';
import { literal } from '../../../src/chat/text.js';
import { madeUp } from '../../support/verbs.js';
import type { View } from './person.js';
import { planView } from './samples.js';
import { slackScene } from './scene.js';
import { hookMethod } from './slack-front.js';
import { asEvent, readerFor } from './workspace.js';

const s = slackScene();
const card = (title: string, ...labels: string[]): Card => ({
  title,
  summary: literal(`${title}.`),
  blocks: [text(literal(`About ${title}`)), buttons(...labels.map((l) => button(l, madeUp('a.go'), 's1', { arg: l })))],
});
const board = card('The board', 'Go', 'Read');
const panel = (c: Card): Reply => ({ kind: 'panel', card: c });
const say = (c: Card): Reply => ({ kind: 'say', card: c });
const done: Reply = { kind: 'done' };
const answers = (to: Partial<Record<Inbound['kind'], Reply>>): void => {
  s.w.script.answer = (e) => to[e.kind] ?? done;
};
/** The calls that reached Slack, once there are as many. */
async function calls(...methods: string[]) {
  await expect
    .poll(() => s.w.slack.front.calls.filter((c) => c.answer !== undefined).map((c) => c.method))
    .toEqual(methods);
  return s.w.slack.front.calls.map((c) => ({
    ...c.args,
    view: JSON.parse(c.args.view ?? '{}') as View & { external_id?: string },
  }));
}
async function opens(act: Promise<unknown>, method: string): Promise<View> {
  await act;
  await calls(method);
  const view = s.w.slack.front.calls[0]?.answer?.view as View;
  s.w.slack.front.calls.length = 0;
  return view;
}
const titled = (view: View | undefined): string | undefined => view?.title?.text;

describe('in the App Home', () => {
  const home = (): Promise<View> =>
    opens(s.w.post(asEvent({ type: 'app_home_opened', user: s.mentor.id, tab: 'home' })), 'views.publish');

  test.each([
    ['done', done, []],
    ['a word', say(card('Noted')), ['views.open']],
    ['a panel', panel(card('The plan')), ['views.open']],
  ] as const)('%s: the tab is drawn again, without the button that was pressed', async (_, reply, first) => {
    answers({ home: panel(board) });
    const tab = await home();
    answers({ home: panel(card('Home', 'Nothing more')), press: reply });
    await s.mentor.pressesOn(tab, 'Go');
    const made = await calls(...first, 'views.publish');
    expect(JSON.stringify(made.at(-1)?.view.blocks)).toContain('Nothing more');
    expect(s.w.script.heard.slice(-2).map((e) => e.kind)).toEqual(['press', 'home']);
    expect(s.w.script.heard.at(-1)?.deliveryId).toBe(`${s.w.script.heard.at(-2)?.deliveryId}:home`);
  });

  test('so it is after a form that was opened there, and after a panel’s button', async () => {
    answers({ home: panel(board), press: { kind: 'form', view: planView({ step: 'what' }) } });
    const form = await opens(s.mentor.pressesOn(await home(), 'Go'), 'views.open');
    answers({ home: panel(board), form: { kind: 'form', view: planView({ step: 'what', revision: 2 }) } });
    const redrawn = await opens(s.mentor.pressesOn(form, 'Save'), 'views.update');
    answers({ home: panel(board), form: { kind: 'close' } });
    await opens(s.mentor.submits(redrawn), 'views.publish');
    answers({ home: panel(board), press: panel(board) });
    const read = s.mentor.pressesOn(await home(), 'Read');
    await read;
    await calls('views.open', 'views.publish');
    const opened = s.w.slack.front.calls[0]?.answer?.view as View;
    s.w.slack.front.calls.length = 0;
    answers({ home: panel(board), press: done });
    await s.mentor.pressesOn(opened, 'Go');
    await calls('views.update', 'views.publish');
  });

  test('what was opened elsewhere leaves the tab alone, and so does an answer that is no home', async () => {
    answers({ command: panel(board), press: done });
    const opened = await opens(s.mentor.types('sessions'), 'views.open');
    await opens(s.mentor.pressesOn(opened, 'Go'), 'views.update');
    answers({ home: panel(board) });
    const tab = await home();
    s.w.script.more = { undone: true };
    answers({ home: say(card('Not done')), press: say(card('Not done')) });
    await s.mentor.pressesOn(tab, 'Go');
    await expect.poll(() => s.w.script.heard.at(-1)?.kind).toBe('home');
    await calls('views.open');
  });
});

describe('in a panel', () => {
  const opened = async (): Promise<View> => {
    answers({ command: panel(board) });
    return opens(s.mentor.types('sessions'), 'views.open');
  };

  test.each([
    ['a panel that tells what came of it', panel(card('Paused')), { changed: true }, 'Paused'],
    ['a word that does', say(card('Paused')), { changed: true }, 'Paused'],
    ['the same panel drawn anew', panel({ ...board, blocks: [text(literal('Later dates'))] }), {}, 'The board'],
    ['done', done, { changed: true }, 'Mentorlog'],
  ] as const)('%s: stands in its place', async (_, reply, more, title) => {
    const view = await opened();
    s.w.script.more = more;
    answers({ press: reply });
    await s.mentor.pressesOn(view, 'Go');
    const [call] = await calls('views.update');
    expect(call).toMatchObject({ view_id: view.id });
    expect(titled(call?.view)).toBe(title);
  });

  test.each([
    ['another panel to read', panel(card('The plan')), {}],
    ['what could not be done', say(card('Not done')), { undone: true }],
  ] as const)('%s: stands on top of it', async (_, reply, more) => {
    const view = await opened();
    s.w.script.more = more;
    answers({ press: reply });
    await s.mentor.pressesOn(view, 'Read');
    await calls('views.push');
  });

  test('a form is never taken away by what is pressed in it', async () => {
    answers({ command: { kind: 'form', view: planView() }, press: say(card('Noted')) });
    const form = await opens(s.mentor.types('plan'), 'views.open');
    s.w.script.more = { changed: true };
    await s.mentor.pressesOn(form, 'Worried about someone?');
    await calls('views.push');
  });
});

describe('in a private word', () => {
  const blocks = drawMessage(board, { reader: readerFor('U0') }).blocks as unknown as View['blocks'];

  test.each([
    ['a word', say(card('Cancelled')), 'Cancelled.'],
    ['an end', { kind: 'close', say: card('Cancelled') } as Reply, 'Cancelled.'],
    ['done', done, 'Done.'],
  ] as const)('%s stands where its buttons stood', async (_, reply, words) => {
    answers({ press: reply });
    await s.mentor.pressesWord(blocks, 'Go');
    const [call] = await calls(hookMethod);
    expect(call).toMatchObject({ response_type: 'ephemeral', replace_original: true, text: words });
    expect(JSON.stringify(call)).not.toContain('a.go');
  });

  test('a panel that tells what came of it takes the word away; a form or what is read does not', async () => {
    answers({ press: panel(card('The plan')) });
    await opens(s.mentor.pressesWord(blocks, 'Read'), 'views.open');
    answers({ press: { kind: 'form', view: planView() } });
    await opens(s.mentor.pressesWord(blocks, 'Read'), 'views.open');
    s.w.script.more = { changed: true };
    answers({ press: panel(card('Paused')) });
    await s.mentor.pressesWord(blocks, 'Go');
    const [, gone] = await calls('views.open', hookMethod);
    expect(gone).toMatchObject({ delete_original: true });
  });

  test('what could not be done is said beside it: its buttons may be tried again', async () => {
    s.w.script.more = { undone: true };
    answers({ press: say(card('Not done')) });
    await s.mentor.pressesWord(blocks, 'Go');
    await expect.poll(() => s.called().at(0)).toBe('chat.postEphemeral');
    expect(s.called()).not.toContain(hookMethod);
  });

  test.each([
    ['an address that is not Slack’s', { response_url: 'https://example.org/hooks/x' }, undefined],
    ['an address that ran out', {}, { kind: 'status', status: 404 } as const],
  ])('%s: said beside it', async (_, more, fault) => {
    s.w.slack.front.break(fault, hookMethod);
    answers({ press: say(card('Cancelled')) });
    await s.mentor.pressesWord(blocks, 'Go', more);
    await expect.poll(() => s.called().at(-1)).toBe('chat.postEphemeral');
    // The line is written once Slack has answered, and so after the call is seen there.
    await expect.poll(() => s.w.logged.join()).toMatch(/^slack\.word \{"fault":"slack-word:(address|404)"\}$/);
  });
});
