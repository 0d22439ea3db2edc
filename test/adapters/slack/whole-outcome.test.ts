import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bot, startBot } from '../../../src/bot.js';
import { systemClock } from '../../../src/kernel/clock.js';
import { randomIds } from '../../../src/kernel/ids.js';
import { silentLog } from '../../../src/runtime/log.js';
import { seedPair } from '../../fakes/pair.js';
import { openTestStore } from '../../fakes/store.js';
import { buttonsOf, personIn, type SlackPerson, type View } from './person.js';
import { hookMethod } from './slack-front.js';
import { asEvent, team, type Workspace, workspace } from './workspace.js';

/** The whole bot: buttons outside posted messages give their place to what came of them, too. */

let w: Workspace;
let bot: Bot;
let mentor: SlackPerson;
let mentee: SlackPerson;
let closeStore: () => Promise<void>;

beforeAll(async () => {
  w = await workspace({ sendTimeoutMs: 5000 }, async (chat, slack) => {
    const ids = randomIds();
    const { store, close } = await openTestStore({ ids });
    closeStore = close;
    await seedPair(store, { ids, now: systemClock.now(), tenant: team, ...slack.users });
    bot = await startBot({
      store,
      chats: [chat],
      jobs: { start() {}, wake() {}, async stop() {} },
      clock: systemClock,
      leaseClock: systemClock,
      ids,
      log: silentLog,
      fallback: { safeguarding: { hours: '', outOfHours: '' }, nation: 'england' },
      newProgramme: { name: 'Acme mentoring', zone: 'Europe/London', nation: 'england' },
    });
    return () => bot.stop();
  });
  mentor = personIn(w, w.slack.users.mentor);
  mentee = personIn(w, w.slack.users.mentee);
  await bot.run();
});
afterAll(async () => {
  await w.stop();
  await closeStore();
});

const labels = (blocks: View['blocks']): readonly string[] => buttonsOf(blocks).map((b) => b.label);
/** The view that the last call of a method drew, once an act has led to it. */
async function shown(method: string, act: Promise<unknown>): Promise<View> {
  const before = w.slack.front.calls.length;
  await act;
  const made = () => w.slack.front.calls.slice(before).findLast((c) => c.method === method)?.answer;
  await expect.poll(() => made()?.ok, { timeout: 4000 }).toBe(true);
  return made()?.view as View;
}

test('App Home: whoever says that they come sees it there at once', async () => {
  const opened = asEvent({ type: 'app_home_opened', user: mentee.id, tab: 'home' });
  const home = await shown('views.publish', w.post(opened));
  const yes = 'Yes, I’ll be there';
  expect(labels(home.blocks)).toContain(yes);
  const after = await shown('views.publish', mentee.pressesOn(home, yes));
  expect(labels(after.blocks)).not.toContain(yes);
});

test('a panel: a pause takes the place of its button, and what is only read stands on top', async () => {
  const home = await shown('views.open', mentor.types('home'));
  const goals = await shown('views.push', mentor.pressesOn(home, 'Goals and more'));
  const pause = labels(goals.blocks).find((l) => /^Pause/.test(l)) ?? '';
  const paused = await shown('views.update', mentor.pressesOn(goals, pause));
  expect(paused.id).toBe(goals.id);
  expect(labels(paused.blocks)).not.toContain(pause);
});

test('a private word: what was cancelled cannot be cancelled there again', async () => {
  const { json } = await mentor.types('cancel');
  const blocks = json.blocks as View['blocks'];
  const before = w.slack.front.calls.length;
  await mentor.pressesWord(blocks, 'Cancel the session');
  await expect.poll(() => w.slack.front.calls.slice(before).map((c) => c.method)).toEqual([hookMethod]);
  expect(w.slack.front.calls.at(-1)).toMatchObject({ args: { replace_original: true }, answer: { ok: true } });
});
