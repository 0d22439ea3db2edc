import express from 'express';
import { afterEach, describe, expect, test } from 'vitest';
import { createSlackChat } from '../../../adapters/slack/index.js';
import { literal } from '../../../src/chat/text.js';
import { type FakeSocketMode, fakeSocketMode } from './socket-mode.js';
import { appId, botToken, type ScriptedHears, scriptedHears, team } from './workspace.js';

const command = {
  command: '/mentor',
  text: 'hours',
  team_id: team,
  api_app_id: appId,
  channel_id: 'C1',
  user_id: 'U1',
  trigger_id: '1.2',
};
const event = (id: string) => ({
  type: 'event_callback',
  team_id: team,
  api_app_id: appId,
  event_id: id,
  event: { type: 'app_home_opened', user: 'U1', tab: 'home' },
});

describe('Socket Mode', () => {
  let slack: FakeSocketMode;
  let script: ScriptedHears;
  let quit: () => Promise<void>;
  const logged: string[] = [];
  async function start(appToken = 'xapp-1'): Promise<void> {
    slack = await fakeSocketMode();
    script = scriptedHears();
    logged.length = 0;
    const chat = createSlackChat(
      { botToken, appToken, apiUrl: slack.apiUrl, sendTimeoutMs: 2_000 },
      { app: express(), log: (code) => void logged.push(code) },
    );
    quit = async () => undefined;
    quit = await chat.listen(script.hears);
  }
  afterEach(async () => {
    await quit();
    await slack.stop();
  });

  test('a command is heard and answered in its acknowledgement', async () => {
    await start();
    script.answer = () => ({ kind: 'say', card: { title: 'Hours', summary: literal('4 of 6'), blocks: [] } });
    const id = slack.deliver('slash_commands', command);
    await expect.poll(() => slack.acks).toHaveLength(1);
    expect(slack.acks[0]).toMatchObject({ envelope_id: id, payload: { response_type: 'ephemeral', text: '4 of 6' } });
    expect(script.heard[0]).toMatchObject({ kind: 'command', deliveryId: 'slack:1.2', text: 'hours' });
  });

  test('what nobody here knows is acknowledged at once, and so is what is not in the shape of its type', async () => {
    await start();
    const body = { team: { id: team }, user: { id: 'U1' }, api_app_id: appId };
    const ids = [
      slack.deliver('interactive', { ...body, type: 'block_suggestion', action_id: 'x' }),
      slack.deliver('interactive', { ...body, type: 'view_submission', view: null }),
    ];
    await expect.poll(() => slack.acks.map((a) => a.envelope_id)).toEqual(expect.arrayContaining(ids));
    expect(script.heard).toEqual([]);
  });

  test('an event is acknowledged after it was handled, and not at all where that failed', async () => {
    await start();
    let release: () => void = () => undefined;
    script.answer = () => new Promise((resolve) => (release = () => resolve({ kind: 'done' })));
    slack.deliver('events_api', event('Ev1'));
    await expect.poll(() => script.heard).toHaveLength(1);
    expect(slack.acks).toEqual([]);
    release();
    await expect.poll(() => slack.acks).toHaveLength(1);
    script.answer = (e) => {
      if (e.deliveryId === 'slack:Ev2') throw new Error('no');
      return { kind: 'done' };
    };
    slack.deliver('events_api', event('Ev2'));
    const third = slack.deliver('events_api', event('Ev3'));
    await expect.poll(() => slack.acks.map((a) => a.envelope_id)).toContain(third);
    expect(script.heard.map((e) => e.deliveryId)).toEqual(['slack:Ev1', 'slack:Ev2', 'slack:Ev3']);
    expect(slack.acks).toHaveLength(2);
  });

  test('what is of another app is taken and goes no further', async () => {
    await start();
    slack.deliver('slash_commands', { ...command, api_app_id: 'A0OTHER' });
    await expect.poll(() => slack.acks).toHaveLength(1);
    expect(script.heard).toEqual([]);
  });

  test.each(['refresh', 'cut'] as const)('the connection ends (%s): it is made again', async (how) => {
    await start();
    slack[how]();
    await expect.poll(() => slack.opened(), { timeout: 5000 }).toBe(2);
    await expect.poll(() => slack.connections(), { timeout: 5000 }).toBe(1);
    const id = slack.deliver('slash_commands', command);
    await expect.poll(() => slack.acks.map((a) => a.envelope_id)).toEqual([id]);
  });

  test('a refusal while connecting again is waited out, and ends nothing', async () => {
    await start();
    slack.refusals.push('invalid_auth', 'internal_error');
    slack.cut();
    await expect.poll(() => slack.opened(), { timeout: 8000 }).toBe(4);
    await expect.poll(() => slack.connections(), { timeout: 5000 }).toBe(1);
    expect(logged.filter((l) => l === 'slack.socket')).toHaveLength(2);
  });

  test('what is under way is finished before it stops', async () => {
    await start();
    let release: () => void = () => undefined;
    script.answer = () => new Promise((resolve) => (release = () => resolve({ kind: 'done' })));
    const id = slack.deliver('slash_commands', command);
    await expect.poll(() => script.heard).toHaveLength(1);
    const stopped = quit();
    release();
    await stopped;
    expect(slack.acks.map((a) => a.envelope_id)).toEqual([id]);
    await expect.poll(() => slack.connections()).toBe(0);
  });

  test('an app token that Slack does not take: a sentence', async () => {
    await expect(start('xapp-wrong')).rejects.toMatchObject({
      code: 'slack-app-token',
      say: expect.stringContaining('SLACK_APP_TOKEN'),
    });
  });
});
