import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formModal } from '../../../adapters/slack/modal.js';
import { planView, reader } from './samples.js';
import { appId, asEvent, asForm, asPayload, type SignedPost, team, type Workspace, workspace } from './workspace.js';

/**
 * Whatever Slack signs is answered, and at once: what no one here knows with 200, what is not in the shape of its type
 * with 400, and never with 500, after which Slack would send it again.
 */

let w: Workspace;
beforeAll(async () => {
  w = await workspace();
});
afterAll(() => w.stop());

const user = { id: 'U0PERSON01' };
const base = { team: { id: team, domain: 'x' }, user, api_app_id: appId, token: 'x', trigger_id: '1.1.x' };
const view = {
  ...formModal(planView(), reader),
  id: 'V1',
  hash: 'h',
  root_view_id: 'V1',
  previous_view_id: null,
  app_id: appId,
  state: { values: { title: { v: { type: 'plain_text_input', value: 'x' } } } },
};
const action = {
  type: 'button',
  action_id: 'plan.accept',
  block_id: 'b',
  value: '{"v":"plan.accept","s":"s1"}',
  action_ts: '1',
};
const at = { type: 'message', message_ts: '1.1', channel_id: 'C0SOMEWHERE', is_ephemeral: false };
const payloads: Readonly<Record<string, object>> = {
  block_actions: { ...base, type: 'block_actions', container: at, channel: { id: 'C0SOMEWHERE' }, actions: [action] },
  'block_actions of a menu': {
    ...base,
    type: 'block_actions',
    container: at,
    channel: { id: 'C0SOMEWHERE' },
    actions: [
      {
        type: 'overflow',
        action_id: 'menu.press',
        block_id: 'b',
        selected_option: { text: { type: 'plain_text', text: 'x' }, value: '{"v":"plan.accept","s":"s1"}' },
        action_ts: '1',
      },
    ],
  },
  'block_actions in a view': {
    ...base,
    type: 'block_actions',
    container: { type: 'view', view_id: 'V1' },
    view,
    actions: [{ ...action, action_id: 'form.save', value: '{"m":"save"}' }],
  },
  view_submission: { ...base, type: 'view_submission', view },
  view_closed: { ...base, type: 'view_closed', view, is_cleared: false },
  shortcut: { ...base, type: 'shortcut', callback_id: 'plan_session' },
  message_action: {
    ...base,
    type: 'message_action',
    callback_id: 'add_to_record',
    channel: { id: 'C0SOMEWHERE' },
    message: { type: 'message', ts: '1.1', user: user.id, text: 'x' },
  },
};
const events: Readonly<Record<string, object>> = {
  message: { type: 'message', channel: 'D1', channel_type: 'im', user: user.id, text: 'help', ts: '1.1' },
  app_mention: { type: 'app_mention', channel: 'C1', user: user.id, text: '<@U0MENTOR1> help', ts: '1.2' },
  app_home_opened: { type: 'app_home_opened', user: user.id, tab: 'home' },
  tokens_revoked: { type: 'tokens_revoked', tokens: { bot: ['U1'] } },
};
const enveloped = (event: object): object => JSON.parse(asEvent(event as never).body) as object;

async function answered(what: SignedPost): Promise<number> {
  const began = performance.now();
  const { status } = await w.post(what);
  // Bolt's own limit is three seconds.
  expect(performance.now() - began, what.body.slice(0, 200)).toBeLessThan(2_000);
  return status;
}
const json = (body: unknown): SignedPost => ({ type: 'application/json', body: JSON.stringify(body) });

describe('types that nobody here knows are taken', () => {
  test.each([
    'block_suggestion',
    'dialog_submission',
    'dialog_cancellation',
    'workflow_step_edit',
    'interactive_message',
    'view_changed',
    'toString',
    '',
  ])('%j', async (type) => {
    for (const more of [{}, { view }, { actions: [action] }, { callback_id: 'x' }, { name: 'x', value: 'y' }])
      expect(await answered(asPayload({ ...base, type, ...more }))).toBe(200);
  });
  test('events too', async () => {
    for (const type of ['reaction_added', 'message.edited', 'x'])
      expect(await answered(asEvent({ type, user: user.id }))).toBe(200);
    expect(await answered(json({ api_app_id: appId, team_id: team, type: 'app_rate_limited' }))).toBe(200);
  });
});

describe('with a part missing', () => {
  test.each<readonly [string, () => SignedPost]>([
    ['view: null', () => asPayload({ ...payloads.view_submission, view: null })],
    ['view: null, closed', () => asPayload({ ...payloads.view_closed, view: null })],
    ['actions: null', () => asPayload({ ...payloads.block_actions, actions: null })],
    ['actions: []', () => asPayload({ ...payloads.block_actions, actions: [] })],
    ['event: null', () => asEvent(null as never)],
    ['event: {}', () => asEvent({})],
  ])('%s is answered 400', async (_, what) => {
    expect(await answered(what())).toBe(400);
  });
});

/** The body with each of its parts in turn made something else. */
function* broken(body: unknown, path: readonly string[] = []): Generator<readonly [string, unknown]> {
  if (typeof body !== 'object' || body === null || path.length > 4) return;
  for (const key of Object.keys(body)) {
    const whole = body as Readonly<Record<string, unknown>>;
    const put = (value: unknown): unknown =>
      Array.isArray(body) ? Object.assign([...body], { [key]: value }) : { ...whole, [key]: value };
    const name = [...path, key].join('.');
    for (const value of [null, 5, 'x', [], {}, [null], { toString: 'x', length: -1 }, undefined])
      yield [`${name}: ${JSON.stringify(value)}`, put(value)];
    if (key === 'blocks') continue;
    for (const [inner, changed] of broken(whole[key], [...path, key])) yield [inner, put(changed)];
  }
}

describe('with any one part made something else', () => {
  test.each(Object.entries(payloads))('%s', { timeout: 120_000 }, async (_, payload) => {
    for (const [name, body] of broken(payload))
      expect([200, 400, 403], name).toContain(await answered(asPayload(body as never)));
  });
  test.each(Object.entries(events))('%s', { timeout: 120_000 }, async (_, event) => {
    for (const [name, body] of broken(enveloped(event)))
      expect([200, 400, 403], name).toContain(await answered(json(body)));
  });
  test('a command', async () => {
    const command = {
      command: '/mentor',
      text: 'x',
      team_id: team,
      api_app_id: appId,
      channel_id: 'C1',
      user_id: 'U1',
      trigger_id: '1.2',
    };
    for (const key of Object.keys(command))
      for (const value of ['', 'null', '[]', '{}'])
        expect([200, 400, 403]).toContain(await answered(asForm({ ...command, [key]: value })));
    expect(await answered(asForm({}))).toBe(200);
    expect(await answered(asPayload(null as never))).toBeLessThan(500);
  });
});
