import { once } from 'node:events';
import { connect } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { foreign, type Identity } from '../../../adapters/slack/door.js';
import { createSlackChat } from '../../../adapters/slack/index.js';
import { personIn, type SlackPerson } from './person.js';
import {
  appId,
  asEvent,
  asForm,
  asPayload,
  nowSeconds,
  type SignedPost,
  sign,
  team,
  type Workspace,
  workspace,
} from './workspace.js';

let w: Workspace;
let mentor: SlackPerson;
beforeAll(async () => {
  w = await workspace();
  mentor = personIn(w, w.slack.users.mentor);
});
afterAll(() => w.stop());
beforeEach(() => {
  w.script.heard.length = 0;
  w.script.missed.length = 0;
  w.logged.length = 0;
  w.script.answer = () => ({ kind: 'done' });
});

const command = (more: Record<string, string> = {}): SignedPost =>
  asForm({
    team_id: team,
    api_app_id: appId,
    channel_id: w.slack.general,
    user_id: mentor.id,
    command: '/mentor',
    text: 'secret words',
    trigger_id: '1.2.t',
    ...more,
  });

describe('who is let in', () => {
  test('a signed request', async () => {
    expect((await w.post(command())).status).toBe(200);
    expect(w.script.heard).toHaveLength(1);
  });

  test.each<[string, () => SignedPost, number]>([
    ['unsigned', () => ({ ...command(), signature: null }), 401],
    [
      'signed with another secret',
      () => ({ ...command(), signature: sign(command().body, nowSeconds(), 'other') }),
      401,
    ],
    ['signed for another body', () => ({ ...command(), signature: sign(`${command().body}x`, nowSeconds()) }), 401],
    ['old', () => ({ ...command(), timestamp: nowSeconds() - 301 }), 401],
    ['of the future', () => ({ ...command(), timestamp: nowSeconds() + 330 }), 401],
    ['a timestamp that is none', () => ({ ...command(), timestamp: '1e10' }), 401],
    [
      'a signature of another form',
      () => ({ ...command(), signature: `v1=${sign(command().body, nowSeconds()).slice(3)}` }),
      401,
    ],
    [
      'truncated JSON',
      () => ({ body: asEvent({ type: 'app_home_opened' }).body.slice(0, -9), type: 'application/json' }),
      400,
    ],
    ['no object', () => ({ body: 'null', type: 'application/json' }), 400],
    ['a truncated payload', () => asForm({ payload: '{"type":"block_actions"' }), 400],
    ['too large', () => ({ body: `text=${'x'.repeat(3_000_000)}` }), 413],
    ['another app', () => command({ api_app_id: 'A0SOMEONE1' }), 403],
    [
      'no app',
      () => asForm({ command: '/mentor', team_id: team, channel_id: 'C1', user_id: 'U1', trigger_id: 't' }),
      403,
    ],
  ])('%s is refused', async (_, what, status) => {
    const answer = await w.post(what());
    expect(answer.status).toBe(status);
    expect(w.script.heard).toEqual([]);
    // Nothing of the body in the answer or the log.
    expect(answer.text).toBe('');
    expect(w.logged.join()).not.toContain('secret');
  });

  test('a body that ends before its length is refused, and holds nothing up', async () => {
    const { body } = command();
    const timestamp = nowSeconds();
    const url = new URL(w.url);
    const status = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(url.port), url.hostname, () => {
        socket.write(
          `POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n` +
            `x-slack-request-timestamp: ${timestamp}\r\nx-slack-signature: ${sign(body, timestamp)}\r\n` +
            `content-length: ${body.length}\r\n\r\n${body.slice(0, 20)}`,
        );
        socket.end();
      });
      let got = '';
      socket.on('data', (d) => {
        got += String(d);
      });
      socket.on('close', () => resolve(got.split('\r\n')[0] ?? ''));
      socket.on('error', reject);
    });
    expect(status).not.toContain('200');
    expect(w.script.heard).toEqual([]);
  });

  test('Slack’s own checks are answered', async () => {
    const check = await w.post({
      type: 'application/json',
      body: JSON.stringify({ type: 'url_verification', challenge: 'abc' }),
    });
    expect(check.json).toEqual({ challenge: 'abc' });
  });

  test('another workspace: a command gets a sentence, an event is taken and forgotten', async () => {
    const answer = await w.post(command({ team_id: 'T0ELSEWHERE' }));
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('own workspace') });
    const event = asEvent(
      { type: 'app_home_opened', user: mentor.id, tab: 'home' },
      { team_id: 'T0ELSEWHERE', authorizations: [{ team_id: 'T0ELSEWHERE' }] },
    );
    expect((await w.post(event)).status).toBe(200);
    expect(w.script.heard).toEqual([]);
    expect(w.logged).toEqual(['slack.foreign {"why":"team"}', 'slack.foreign {"why":"team"}']);
  });

  test('a replay reaches the hearer under the same name', async () => {
    await mentor.types('hours');
    for (let i = 0; i < 20; i += 1) expect((await mentor.again()).status).toBe(200);
    expect(w.script.heard).toHaveLength(21);
    expect(new Set(w.script.heard.map((e) => e.deliveryId)).size).toBe(1);
    await mentor.types('hours');
    expect(new Set(w.script.heard.map((e) => e.deliveryId)).size).toBe(2);
  });

  test('before it listens, it says so, and Slack tries again', async () => {
    const app = express();
    createSlackChat({ signingSecret: 's', botToken: 'xoxb-test', apiUrl: w.slack.front.url }, { app });
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address() as { port: number };
    const timestamp = nowSeconds();
    const answer = await fetch(`http://127.0.0.1:${address.port}/slack/events`, {
      method: 'POST',
      headers: { 'x-slack-request-timestamp': String(timestamp), 'x-slack-signature': sign('x', timestamp) },
      body: 'x',
    });
    expect(answer.status).toBe(503);
    server.close();
  });
});

describe('whose a body is', () => {
  const us: Identity = { team: 'T1', app: 'A1', bot: 'B1', botUser: 'U1', enterprise: 'E1' };
  test.each<[unknown, 'app' | 'team' | undefined]>([
    [{ command: '/mentor', api_app_id: 'A1', team_id: 'T1' }, undefined],
    [{ command: '/mentor', api_app_id: 'A2', team_id: 'T1' }, 'app'],
    [{ command: '/mentor', team_id: 'T1' }, 'app'],
    [{ type: 'block_actions', api_app_id: 'A1', team: { id: 'T2' } }, 'team'],
    [{ type: 'block_actions', api_app_id: 'A1', team: null, enterprise: { id: 'E1' } }, undefined],
    [{ type: 'block_actions', api_app_id: 'A1', team: null, enterprise: { id: 'E2' } }, 'team'],
    [{ type: 'block_actions', api_app_id: 'A1' }, 'team'],
    [{ type: 'shortcut', team: { id: 'T1' } }, undefined],
    [{ type: 'shortcut', api_app_id: 'A2', team: { id: 'T1' } }, 'app'],
    [
      { type: 'view_submission', api_app_id: 'A1', team: { id: 'T2' }, view: { app_installed_team_id: 'T1' } },
      undefined,
    ],
    [{ type: 'event_callback', api_app_id: 'A1', team_id: 'T2', authorizations: [{ team_id: 'T1' }] }, undefined],
    [{ type: 'event_callback', api_app_id: 'A1', team_id: 'T1', authorizations: [{ team_id: 'T2' }] }, 'team'],
    [{ type: 'event_callback', team_id: 'T1' }, 'app'],
    [null, 'app'],
  ])('%j', (body, why) => {
    expect(foreign(body, us)).toBe(why);
  });
});

describe('what Slack signs and this program never drew', () => {
  const base = { team: { id: team }, api_app_id: appId, token: 'x' };
  const pressed = (action: object, more: object = {}) => ({
    ...base,
    type: 'block_actions',
    user: { id: mentor.id },
    trigger_id: '9.9.t',
    container: { type: 'message', message_ts: '1.1', channel_id: w.slack.general },
    channel: { id: w.slack.general },
    actions: [{ type: 'button', action_ts: '1', block_id: 'b', ...action }],
    ...more,
  });

  test.each<[string, object]>([
    ['no JSON', { action_id: 'plan.accept', value: 'v' }],
    ['another verb than its action', { action_id: 'plan.accept', value: '{"v":"plan.decline","s":"1"}' }],
    ['no subject', { action_id: 'plan.accept', value: '{"v":"plan.accept"}' }],
    ['operators', { action_id: 'plan.accept', value: '{"v":"plan.accept","s":{"not":""}}' }],
    ['more than is drawn', { action_id: 'plan.accept', value: '{"v":"plan.accept","s":"1","admin":true}' }],
    ['a verb that is none', { action_id: '__proto__', value: '{"v":"__proto__","s":"1"}' }],
    ['too long an argument', { action_id: 'a.b', value: JSON.stringify({ v: 'a.b', s: '1', a: 'x'.repeat(201) }) }],
    [
      'an option of a menu that carries none',
      { type: 'overflow', action_id: 'menu.press', selected_option: { value: '{}' } },
    ],
    ['a menu without a choice', { type: 'overflow', action_id: 'menu.press' }],
    [
      'another verb than its action, as an option',
      { action_id: 'plan.accept', selected_option: { value: '{"v":"plan.decline","s":"1"}' } },
    ],
    ['a form’s button outside a form', { action_id: 'form.save', value: '{"m":"save"}' }],
  ])('a forged value (%s): a sentence, and nothing else', async (_, action) => {
    const before = w.slack.front.calls.length;
    expect((await w.post(asPayload(pressed(action)))).status).toBe(200);
    await expect.poll(() => w.slack.front.calls.slice(before).map((c) => c.method)).toEqual(['chat.postEphemeral']);
    expect(w.slack.front.calls.at(-1)?.args.text).toContain('cannot be read any more');
    expect(w.script.heard).toEqual([]);
  });

  test('a forged submission: a sentence on top, so that what was typed stays', async () => {
    const answer = await w.post(
      asPayload({
        ...base,
        type: 'view_submission',
        user: { id: mentor.id },
        trigger_id: '9.9.t',
        view: {
          id: 'V1',
          type: 'modal',
          callback_id: 'form',
          private_metadata: '{"d":"x","r":-1}',
          state: { values: {} },
        },
      }),
    );
    expect(answer.json).toMatchObject({ response_action: 'push', view: { type: 'modal' } });
    expect(w.script.heard).toEqual([]);
  });

  test('a payload with its parts missing is taken, and leads nowhere', async () => {
    expect(
      (
        await w.post(
          asPayload({ ...base, type: 'block_actions', user: { id: mentor.id }, actions: [{ action_id: 'x' }] }),
        )
      ).status,
    ).toBe(200);
    expect((await w.post(asEvent({ type: 'message', channel_type: 'im' }))).status).toBe(200);
    expect((await w.post(asEvent({ type: 'reaction_added', user: mentor.id }))).status).toBe(200);
    expect(w.script.heard).toEqual([]);
  });
});
