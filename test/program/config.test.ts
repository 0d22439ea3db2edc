import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Refused } from '../../src/kernel/errors.js';
import { readConfig, settingNames } from '../../src/program/config.js';

const faultsOf = (env: Record<string, string>): string => {
  try {
    readConfig(env);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(Refused);
    return (error as Refused).say;
  }
};

test('no settings at all: the whole product on this machine', () => {
  expect(readConfig({})).toMatchObject({
    host: '127.0.0.1',
    port: 3978,
    localChat: true,
    devClock: true,
    databaseUrl: 'file:./data/mentorlog.db',
  });
});

test('an empty setting is one that is not set', () => {
  expect(readConfig({ PORT: '', SLACK_BOT_TOKEN: '  ' })).toMatchObject({
    port: 3978,
    slack: undefined,
    localChat: true,
  });
});

test('every fault is named at once, in words', () => {
  const say = faultsOf({ PORT: 'eighty', DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud', SAFEGUARDING_LEAD: 'Dana' });
  for (const name of ['PORT', 'DATABASE_URL', 'LOG_LEVEL', 'SAFEGUARDING_LEAD']) expect(say).toContain(`${name}: `);
});

test.each([
  [{ HOST: '0.0.0.0', LOCAL_CHAT: '1' }, 'LOCAL_CHAT: '],
  [{ HOST: '0.0.0.0', TEAMS_ALLOW_UNAUTHENTICATED: '1' }, 'TEAMS_ALLOW_UNAUTHENTICATED: '],
  [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', DEV_CLOCK: '1' }, 'DEV_CLOCK: not with Slack'],
  [
    { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', DEV_CLOCK: '1', SLACK_API_URL: 'https://slack.com/api/' },
    'DEV_CLOCK: not with Slack',
  ],
  [{ SLACK_SIGNING_SECRET: 's' }, 'SLACK_BOT_TOKEN: '],
  [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_SIGNING_SECRET: '],
  [{ TEAMS_APP_ID: 'a' }, 'TEAMS_TENANT_ID: '],
  [{ TEAMS_APP_ID: 'a', TEAMS_APP_PASSWORD: 'p', TEAMS_TENANT_ID: 't', DEV_CLOCK: '1' }, 'DEV_CLOCK: not with Teams'],
  [{ LOCAL_CHAT: 'false' }, 'LOCAL_CHAT: nothing is switched on'],
  [{ LOCAL_CHAT: 'maybe' }, 'LOCAL_CHAT: give 1'],
  [{ DATA_KEY: 'short' }, 'DATA_KEY: '],
  [{ FIRST_COORDINATOR: 'priya' }, 'FIRST_COORDINATOR: '],
  [{ HOST: '0.0.0.0', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' }, 'DATA_KEY: '],
])('%o is refused', (env, fault) => {
  expect(faultsOf(env as unknown as Record<string, string>)).toContain(fault);
});

test('a moved clock goes with Slack where its Web API is on this machine', () => {
  const env = {
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_SIGNING_SECRET: 's',
    SLACK_API_URL: 'http://127.0.0.1:4993/api/',
    DEV_CLOCK: '1',
  };
  expect(readConfig(env)).toMatchObject({ devClock: true, localChat: false });
});

test('"false" and "0" switch a setting off', () => {
  expect(readConfig({ DEV_CLOCK: 'false' }).devClock).toBe(false);
  expect(readConfig({ DEV_CLOCK: '0' }).devClock).toBe(false);
});

test('.env.example names every setting, and none that is not one', () => {
  const example = readFileSync(path.resolve(import.meta.dirname, '../../.env.example'), 'utf8');
  const named = [...example.matchAll(/^# ([A-Z][A-Z_]+)=/gm)].map((m) => m[1]);
  expect([...named].sort()).toEqual([...settingNames].sort());
});
