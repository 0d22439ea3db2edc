import { afterAll, beforeAll, expect, test } from 'vitest';
import { messageRules } from '../../../adapters/slack/limits.js';
import { type Bot, startBot } from '../../../src/bot.js';
import { features } from '../../../src/features/index.js';
import { systemClock } from '../../../src/kernel/clock.js';
import { randomIds } from '../../../src/kernel/ids.js';
import type { Store } from '../../../src/ports/store.js';
import { silentLog } from '../../../src/runtime/log.js';
import { openTestStore } from '../../support/store.js';
import { buttonsOf, personIn, type SlackPerson, type View } from './person.js';
import { appId, asEvent, asPayload, team, type Workspace, workspace } from './workspace.js';

let w: Workspace;
let bot: Bot;
let coordinator: SlackPerson;
let mentee: SlackPerson;
let store: Store;
let closeStore: () => Promise<void>;

beforeAll(async () => {
  w = await workspace({ sendTimeoutMs: 5000 }, async (chat, slack) => {
    slack.front.amend('users.info', (a) => ({
      ...a,
      user: { ...(a.user as object), tz: 'Europe/London', locale: 'en-GB' },
    }));
    const ids = randomIds();
    const opened = await openTestStore({ ids });
    store = opened.store;
    closeStore = opened.close;
    bot = await startBot({
      store: opened.store,
      chats: [chat],
      jobs: { start() {}, wake() {}, async stop() {} },
      clock: systemClock,
      leaseClock: systemClock,
      ids,
      log: silentLog,
      fallback: { safeguarding: { hours: '', outOfHours: '' }, nation: 'england' },
      firstCoordinator: { platform: 'slack', tenant: team, user: slack.users.mentor },
      newProgramme: { name: 'Acme mentoring', zone: 'Europe/London', nation: 'england' },
    });
    return () => bot.stop();
  });
  coordinator = personIn(w, w.slack.users.mentor);
  mentee = personIn(w, w.slack.users.mentee);
});
afterAll(async () => {
  await w.stop();
  await closeStore();
});

/** Everything that was shown has to be something that Slack takes: the front refuses the rest, as Slack would. */
function nothingRefused(): void {
  const refused = w.slack.front.calls.filter((c) => c.answer?.ok === false).map((c) => [c.method, c.answer?.error]);
  expect(refused).toEqual([]);
  expect(w.logged).toEqual([]);
}

test('every word of the help is answered by something that Slack takes', async () => {
  const help = await coordinator.types('help');
  expect(messageRules.safeParse(help.json).error).toBeUndefined();
  const all = features.flatMap((f) => Object.keys(f.commands ?? {}));
  expect(all.length).toBeGreaterThan(12);
  for (const words of [...all, 'nonsense']) {
    const before = w.slack.front.calls.length;
    const { status, json } = await coordinator.types(words);
    expect(status, words).toBe(200);
    if (json.blocks !== undefined) expect(messageRules.safeParse(json).error, words).toBeUndefined();
    else
      await expect
        .poll(() => w.slack.front.calls.slice(before).some((c) => c.answer?.ok === true), { message: words })
        .toBe(true);
  }
  await bot.run();
  nothingRefused();
});

test('an agreement is begun with a mention, typed, sent on, and reaches the mentee as a message', async () => {
  const before = w.slack.front.calls.length;
  await mentee.types('home');
  await expect
    .poll(() => w.slack.front.calls.slice(before).some((c) => c.answer?.ok === true && c.method === 'views.open'))
    .toBe(true);
  // As the coordinator would under `people`.
  await store.write(async (tx) => {
    const home = await tx.accounts.find({ platform: 'slack', tenant: team, user: coordinator.id });
    if (home === undefined) throw new Error('nobody there');
    const { people } = tx.in(home.programme);
    const person = await people.get(home.person);
    if (person !== undefined) await people.save({ ...person, roles: [...person.roles, 'mentor'] });
  });
  const began = w.slack.front.calls.length;
  const started = await coordinator.types(`start <@${mentee.id}|mia>`);
  expect(started.text).toBe('');
  await expect
    .poll(() => w.slack.front.calls.slice(began).find((c) => c.method === 'views.open')?.answer?.ok)
    .toBe(true);
  let view = coordinator.view();
  expect(view.callback_id, JSON.stringify(view.blocks)).toBe('form');
  for (let step = 0; step < 12; step += 1) {
    const fills: Record<string, string | readonly string[]> = {};
    for (const b of view.blocks) {
      const e = b.element as ({ type: string } & Record<string, unknown>) | undefined;
      if (e === undefined || b.block_id === undefined) continue;
      if (e.initial_value !== undefined || e.initial_date !== undefined) continue;
      const first = (e.options as { value: string }[] | undefined)?.[0]?.value ?? '';
      if (e.type === 'plain_text_input') fills[b.block_id] = 'Some <words> & *more*';
      else if (e.type === 'number_input') fills[b.block_id] = String(e.min_value ?? '1');
      else if (e.type === 'datepicker') fills[b.block_id] = '2099-01-05';
      else if (e.type === 'timepicker') fills[b.block_id] = '15:00';
      else if (e.type === 'radio_buttons' || e.type === 'static_select') fills[b.block_id] = first;
      else if (first !== '') fills[b.block_id] = [first];
    }
    const { json } = await coordinator.submits(view, fills);
    if (json.response_action === 'clear' || json.response_action === undefined) break;
    expect(json.response_action, JSON.stringify(json.errors)).toBe('update');
    view = { ...(json.view as View), id: view.id };
  }
  await bot.run();
  nothingRefused();
  const toMentee = w.slack.front.calls
    .filter((c) => c.method === 'chat.postMessage')
    .map((c) => JSON.parse(c.args.blocks ?? '[]'));
  expect(toMentee.length).toBeGreaterThan(0);
  expect(toMentee.some((blocks) => buttonsOf(blocks).length > 0)).toBe(true);
  // What was typed is private: it stands in no message.
  expect(JSON.stringify(w.slack.front.calls.filter((c) => c.method.startsWith('chat.')))).not.toContain('Some <words>');
});

test.each([
  ['U0GUEST001', { is_ultra_restricted: true }, 'Guests cannot take part', 'a guest here'],
  ['U0LEFT0001', { deleted: true }, 'no longer active', 'their account is no longer active'],
  ['U0CONNECT1', { is_stranger: true, team_id: 'T0ELSEWHERE' }, 'another organisation', 'of another organisation'],
  ['U0ROBOT001', { is_bot: true }, 'Only people', undefined],
] as const)('%s is turned away in a sentence, and the coordinator sees it: %j', async (id, more, sentence, line) => {
  w.slack.front.amend('users.info', (answer, { user }) =>
    user === id ? { ok: true, user: { id, team_id: team, real_name: `Name of ${id}`, ...more } } : answer,
  );
  const before = w.slack.front.calls.length;
  const somebody = personIn(w, id);
  const { json, status } = await somebody.types('home', { trigger_id: `1.${id}` });
  expect(status).toBe(200);
  expect(JSON.stringify(json)).toContain(sentence);
  await coordinator.types('people');
  // Answered, not only asked: until then the view before it is the last one that was drawn.
  await expect
    .poll(() => w.slack.front.calls.slice(before).find((c) => c.method === 'views.open')?.answer?.ok)
    .toBe(true);
  const board = [...JSON.stringify(coordinator.view()).matchAll(/"text":"([^"]*)"/g)].map((m) => m[1]).join('');
  if (line === undefined) expect(board).not.toContain(id);
  else expect(board).toContain(`Name of ${id}: ${line}`);
});

test('a press from a channel shared with another workspace: answered there, seen by the coordinator, and nothing more', async () => {
  const id = 'U0CONNECT2';
  w.slack.front.amend('users.info', (answer, { user }) =>
    user === id ? { ok: true, user: { id, team_id: 'T0ELSEWHERE', is_stranger: true, real_name: 'Uma Away' } } : answer,
  );
  w.slack.front.amend('chat.postEphemeral', (answer, { user }) => (user === id ? { ok: true } : answer));
  const before = w.slack.front.calls.length;
  const answer = await w.post(
    asPayload({
      type: 'block_actions',
      api_app_id: appId,
      team: { id: 'T0ELSEWHERE', domain: 'x' },
      user: { id, username: 'x', team_id: 'T0ELSEWHERE' },
      container: { type: 'message', message_ts: '1.1', channel_id: w.slack.general, is_ephemeral: false },
      channel: { id: w.slack.general, name: 'x' },
      trigger_id: '1.elsewhere',
      actions: [{ type: 'button', action_id: 'digest.settings', value: '{}', action_ts: '1.1' }],
    }),
  );
  expect(answer).toMatchObject({ status: 200, text: '' });
  const told = () =>
    w.slack.front.calls.slice(before).find((c) => c.method === 'chat.postEphemeral' && c.args.user === id)?.args;
  await expect.poll(() => told()?.blocks).toContain('another organisation');
  expect(told()?.channel).toBe(w.slack.general);
  await coordinator.types('people');
  await expect
    .poll(() => w.slack.front.calls.slice(before).find((c) => c.method === 'views.open')?.answer?.ok)
    .toBe(true);
  expect(JSON.stringify(coordinator.view())).toContain('Uma Away');
});

test('uninstalled: noted for the programme, in the log, and nothing of it is lost', async () => {
  const installed = () =>
    store.read(async (tx) => {
      const home = await tx.accounts.find({ platform: 'slack', tenant: team, user: coordinator.id });
      return home === undefined ? [] : tx.in(home.programme).programme.installations();
    });
  for (const type of ['tokens_revoked', 'app_uninstalled'])
    expect((await w.post(asEvent({ type, tokens: { oauth: [], bot: ['U0MENTOR1'] } }))).status).toBe(200);
  expect(await installed()).toMatchObject([{ platform: 'slack', removedAt: expect.any(Number) }]);
  await coordinator.types('hours');
  expect(await installed()).toMatchObject([{ removedAt: null }]);
});
