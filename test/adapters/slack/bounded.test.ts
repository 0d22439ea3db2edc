import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Whole, wholeBot } from './whole.js';
import { asEvent, team } from './workspace.js';

/** What somebody may send costs little time, however it is made. */

let t: Whole;
let direct = '';
let said = 0;
beforeAll(async () => {
  t = await wholeBot();
  direct = (await t.w.chat.openDirect({ platform: 'slack', tenant: team, user: t.mentor.id })).split(':')[2] ?? '';
});
afterAll(() => t.stop());

test.each<readonly [string, string]>([
  ['39,000 <', '<'.repeat(39_000)],
  ['<@ never closed', '<@U0MENTOR1|'.repeat(3_200)],
  ['4,900 mentions of the bot', '<@U0MENTOR1>'.repeat(3_200)],
  ['plan with 4,900 people', `plan ${'<@U1ABC>'.repeat(4_800)}`],
  ['links never closed', '<https://x.org|'.repeat(2_600)],
  ['escapes', '&lt;'.repeat(9_700)],
  ['quotations', `plan ${'\n> x'.repeat(9_700)}`],
  ['start with 9,000 @', `start ${'@a '.repeat(9_000)}`],
])('%s', async (_, text) => {
  const about = asEvent({
    type: 'message',
    channel: direct,
    channel_type: 'im',
    user: t.mentor.id,
    text,
    ts: `1764000001.${++said}`,
  });
  expect((await t.w.post(about)).status).toBe(200);
});
