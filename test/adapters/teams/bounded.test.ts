import { afterAll, beforeAll, expect, test } from 'vitest';
import { mostAskedFor } from '../../../adapters/teams/limits.js';
import { activity } from './bot.js';
import { ann, type FakeCloud, startCloud } from './cloud.js';
import { type Company, company } from './company.js';

/** What somebody may send costs little, however it is made: time for whoever else is waiting, and requests to Teams. */

let cloud: FakeCloud;
let c: Company;
beforeAll(async () => {
  cloud = await startCloud();
  c = await company(cloud);
});
afterAll(async () => {
  await c?.stop();
  await cloud?.stop();
});

const mentions = (n: number, id: (i: number) => string) =>
  Array.from({ length: n }, (_, i) => ({
    type: 'mention',
    text: `<at>P${i}</at>`,
    mentioned: { id: id(i), name: `P${i}` },
  }));
const naming = (entities: ReturnType<typeof mentions>): object => ({
  text: `plan ${entities.map((e) => e.text).join(' ')}`,
  entities,
});

test.each<readonly [string, object]>([
  ['20,000 <at>', { text: '<at>'.repeat(20_000) }],
  ['20,000 <at x', { text: '<at x'.repeat(20_000) }],
  ['40,000 <', { text: '<'.repeat(40_000) }],
  ['30,000 pairs of tags that mention nobody', { text: '<at>x</at>'.repeat(30_000) }],
  ['60,000 &nbsp;', { text: '&nbsp;'.repeat(60_000) }],
  ['30,000 <blockquote>', { text: '<blockquote>'.repeat(30_000) }],
  ['100,000 @', { text: '@a '.repeat(100_000) }],
  ['3,000 mentions of 3,000 people', naming(mentions(3_000, (i) => `29:p${i}`))],
  ['3,000 mentions of one person', naming(mentions(3_000, () => '29:nobody'))],
  [
    '3,000 mentions with one text',
    { text: 'plan', entities: mentions(3_000, () => '29:p').map((e) => ({ ...e, text: '<at>P</at>' })) },
  ],
])('%s', async (_, more) => {
  cloud.reset();
  const about = activity(cloud.url, more);
  await c.post(about);
  // Who they are, the one among them who is looked up to come in, and the answer.
  expect(cloud.requests.filter((r) => r.includes('/members/')).length).toBeLessThanOrEqual(mostAskedFor + 1);
  expect(cloud.requests.length).toBeLessThanOrEqual(mostAskedFor + 3);
  await c.t.pass(30_000);
});

test('what is larger than any message is not read', async () => {
  await expect(c.post(activity(cloud.url, { text: 'x'.repeat(600_000) }, ann))).rejects.toThrow('413');
});
