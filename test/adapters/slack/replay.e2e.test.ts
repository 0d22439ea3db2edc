import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bot, startBot } from '../../../src/bot.js';
import { systemClock } from '../../../src/kernel/clock.js';
import { randomIds } from '../../../src/kernel/ids.js';
import type { Rows, Store } from '../../../src/ports/store.js';
import { mostInAMinute } from '../../../src/runtime/inbound/inbound-limit.js';
import { silentLog } from '../../../src/runtime/log.js';
import { seedPair } from '../../support/pair.js';
import { openTestStore } from '../../support/store.js';
import { personIn, type SlackPerson, type View } from './person.js';
import { type Delivered, team, type Workspace, workspace } from './workspace.js';

let w: Workspace;
let bot: Bot;
let store: Store;
let closeStore: () => Promise<void>;
let mentor: SlackPerson;
let mentee: SlackPerson;
let session: string;
/** Leases, and with them the pace at the door, move with this alone: a slow machine must not give anybody more. */
let ahead = 0;
const began = systemClock.now();

const times = 1_000;
const atOnce = 20;

beforeAll(async () => {
  w = await workspace({ sendTimeoutMs: 5_000 }, async (chat, slack) => {
    const ids = randomIds();
    const opened = await openTestStore({ ids });
    store = opened.store;
    closeStore = opened.close;
    ({ session } = await seedPair(store, {
      ids,
      now: systemClock.now(),
      tenant: team,
      mentor: slack.users.mentor,
      mentee: slack.users.mentee,
    }));
    bot = await startBot({
      store,
      chats: [chat],
      jobs: { start() {}, wake() {}, async stop() {} },
      clock: systemClock,
      leaseClock: { now: () => began + ahead },
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

const rows = <T>(fn: (r: Rows) => Promise<T>): Promise<T> =>
  store.read(async (tx) => {
    const home = await tx.accounts.find({ platform: 'slack', tenant: team, user: mentor.id });
    if (home === undefined) throw new Error('nobody there');
    return fn(tx.in(home.programme));
  });

/** The last delivery of somebody, again and again, some at once. */
async function replayed(who: SlackPerson, count = times): Promise<readonly Delivered[]> {
  const all: Delivered[] = [];
  for (let i = 0; i < count; i += atOnce) {
    // Enough time for the pace at the door: this is about what is done twice, not about how fast.
    ahead += atOnce * 1_100;
    all.push(...(await Promise.all(Array.from({ length: Math.min(atOnce, count - i) }, () => who.again()))));
  }
  expect(all.every((d) => d.status === 200)).toBe(true);
  return all;
}
const opened = async (): Promise<View> => {
  await expect
    .poll(() => w.slack.front.calls.some((c) => c.method === 'views.open' && c.answer?.ok === true), {
      timeout: 10_000,
    })
    .toBe(true);
  return mentor.view();
};

test('an action a thousand times: one answer, one entry, one message', { timeout: 60_000 }, async () => {
  const message = w.slack.front.calls.find(
    (c) => c.method === 'chat.postMessage' && c.args.blocks?.includes('plan.accept'),
  );
  const answer = message?.answer as { channel: string; ts: string };
  await mentee.pressesIn({ ...answer, blocks: JSON.parse(message?.args.blocks ?? '[]') }, 'Yes, I’ll be there');
  await replayed(mentee);
  const mentorship = await rows(async (r) => (await r.mentorships.all())[0]?.id ?? ('' as never));
  expect((await rows((r) => r.audit.of(mentorship))).filter((e) => e.what.startsWith('session.'))).toHaveLength(1);
  const before = w.slack.front.calls.length;
  await bot.run();
  const sent = w.slack.front.calls.slice(before).filter((c) => c.method === 'chat.postMessage');
  expect(sent.filter((c) => c.args.text?.includes('said yes'))).toHaveLength(1);
  expect((await rows((r) => r.sessions.get(session as never)))?.attendees[0]?.answer).toBe('accepted');
});

test('a command and a submission, again and again: one form, one session', { timeout: 60_000 }, async () => {
  w.slack.front.calls.length = 0;
  await mentor.types(`plan <@${mentee.id}> tomorrow 3pm 45m Once`);
  let view = await opened();
  await replayed(mentor, 100);
  const openDrafts = () => rows(async (r) => r.drafts.openOf((await r.people.all())[0]?.id as never));
  expect(await openDrafts()).toHaveLength(1);
  expect(w.slack.front.calls.filter((c) => c.method === 'views.open' && c.answer?.ok === true)).toHaveLength(1);

  for (let step = 0; step < 8; step += 1) {
    const fills = Object.fromEntries(
      view.blocks
        .filter(
          (b) => b.type === 'input' && /^objectives\//.test(b.block_id ?? '') && b.element?.initial_value === undefined,
        )
        .map((b) => [b.block_id ?? '', 'Two calls stand in the log']),
    );
    const goals = view.blocks.find((b) => b.block_id === 'goals')?.element?.options as { value: string }[] | undefined;
    const { json } = await mentor.submits(view, {
      ...fills,
      ...(goals === undefined ? {} : { goals: [goals[0]?.value ?? ''] }),
    });
    if (json.response_action !== 'update') {
      expect(json, JSON.stringify(json)).toMatchObject({ response_action: 'clear' });
      break;
    }
    view = { ...(json.view as View), id: view.id };
  }
  const again = await replayed(mentor, 200);
  expect(again.every((d) => d.json.response_action === 'clear')).toBe(true);
  // A view's hash carries no authority: with another, and a fresh trigger, it is the same submission of the same draft.
  const forged = await mentor.submits({ ...view, hash: '0.forged' });
  expect(forged.status).toBe(200);
  const sessions = await rows((r) => r.sessions.all());
  expect(sessions.filter((s) => s.title === 'Once')).toHaveLength(1);
  expect(await openDrafts()).toHaveLength(0);
});

test('too much at once: the word lies on top of the form, and what was typed is taken a minute later', async () => {
  ahead += 120_000;
  w.slack.front.calls.length = 0;
  await mentor.types(`plan <@${mentee.id}> tomorrow 5pm 45m Slowly`);
  const view = await opened();
  for (let i = 0; i < mostInAMinute + atOnce; i += atOnce)
    await Promise.all(
      Array.from({ length: atOnce }, (_, n) => mentor.types('nonsense', { trigger_id: `9.${i}.${n}` })),
    );
  const refused = await mentor.submits(view);
  expect(refused.json).toMatchObject({ response_action: 'push' });
  expect(refused.text).toContain('That was a lot at once');
  ahead += 60_000;
  expect((await mentor.submits(view)).json).toMatchObject({ response_action: 'update', view: { callback_id: 'form' } });
});
