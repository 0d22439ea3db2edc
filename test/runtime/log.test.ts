import { expect, test } from 'vitest';
import { Refused } from '../../src/kernel/errors.js';
import { type Log, sparing } from '../../src/runtime/log.js';

test('of one kind there is a line a minute, which says how many were left out; another kind has its own', () => {
  const lines: string[] = [];
  const log: Log = {
    say: (code, details) => void lines.push(`${code} ${JSON.stringify(details ?? {})}`),
    fault: (code, _error, details) => void lines.push(`${code} ${JSON.stringify(details ?? {})}`),
  };
  let now = 0;
  const spared = sparing(log, () => now);
  for (now = 0; now < 150_000; now += 1_000) {
    spared.fault('outbox', new Refused('slack-unavailable', ''), { face: 'reminder' });
    spared.say('slack.post', { outcome: 'refused' });
  }
  spared.fault('outbox', new Refused('another', ''), { face: 'reminder' });
  expect(lines).toEqual([
    'outbox {"face":"reminder"}',
    'slack.post {"outcome":"refused"}',
    'outbox {"face":"reminder","leftOut":59}',
    'slack.post {"outcome":"refused","leftOut":59}',
    'outbox {"face":"reminder","leftOut":59}',
    'slack.post {"outcome":"refused","leftOut":59}',
    'outbox {"face":"reminder"}',
  ]);
});
