import { expect } from 'vitest';
import { type Bot, startBot } from '../../src/bot.js';
import { randomIds } from '../../src/kernel/ids.js';
import type { Store } from '../../src/ports/store.js';
import { silentLog } from '../../src/runtime/log.js';
import { personIn, type SlackPerson, type View } from '../adapters/slack/person.js';
import { type FrontFault, hookMethod } from '../adapters/slack/slack-front.js';
import { asEvent, team, type Workspace, workspace } from '../adapters/slack/workspace.js';
import { seedPair } from './pair.js';
import { openTestStore } from './store.js';

/** Whom to tell in these worlds: what a card that is all there has in it. */
export const lead = { name: 'Dana Whitlock', reach: '020 7946 0018' } as const;
export const whole = [lead.name, 'tel:02079460018', 'tel:999', 'tel:08001111', '85258'] as const;
/** Whether it stands there in full: the lead, and every number as a link that calls it. */
export const holdsAll = (what: unknown): boolean => {
  const words = typeof what === 'string' ? what : JSON.stringify(what);
  return whole.every((w) => words.includes(w));
};

/** Nothing is read from the database or written to it any more, until what is answered is called. */
export function databaseAway(store: Store): () => void {
  const { read, write } = store;
  const { get, put, remove } = store.book;
  const away = async (): Promise<never> => {
    throw new Error('the database is away');
  };
  Object.assign(store, { read: away, write: away });
  Object.assign(store.book, { get: away, put: away, remove: away });
  return () => {
    Object.assign(store, { read, write });
    Object.assign(store.book, { get, put, remove });
  };
}

/** Everything that the bot calls on Slack's API; the address of a press is none of it. */
const methods = [
  'auth.test',
  'chat.postEphemeral',
  'chat.postMessage',
  'chat.update',
  'conversations.history',
  'conversations.open',
  'users.info',
  'views.open',
  'views.publish',
  'views.push',
  'views.update',
];

export interface SlackInNeed {
  readonly w: Workspace;
  readonly store: Store;
  readonly mentor: SlackPerson;
  /** Whoever is in need here. */
  readonly mentee: SlackPerson;
  readonly direct: string;
  break(fault: FrontFault | undefined): void;
  /** Says it to the bot, in their own conversation or by mention in a channel. */
  says(text: string, where: 'own chat' | 'channel'): Promise<void>;
  /** The App Home, as it was last published to them. */
  home(): Promise<View>;
  /** A form of the mentor's, open. */
  form(): Promise<View>;
  /** What Slack accepted and they see, since then: where it stands, and what it holds. */
  shown(since: number, who: SlackPerson): readonly { readonly by: string; readonly what: string }[];
  /** Moves the clocks on, and runs what is due. */
  pass(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/** The whole bot in an emulated workspace: real Bolt, the real database, and a clock that a test moves. */
export async function slackInNeed(): Promise<SlackInNeed> {
  let now = Date.parse('2026-11-23T09:00:00Z');
  const made = {} as { bot: Bot; store: Store; close: () => Promise<void> };
  const w = await workspace({ sendTimeoutMs: 1_000 }, async (chat, slack) => {
    const ids = randomIds();
    Object.assign(made, await openTestStore({ ids }));
    await seedPair(made.store, { ids, now, tenant: team, ...slack.users });
    await made.store.write(async (tx) => {
      const [programme] = await tx.programmes.all();
      if (programme === undefined) throw new Error('no programme');
      const { settings } = programme;
      await tx
        .in(programme.id)
        .programme.save({ ...programme, settings: { ...settings, safeguarding: { ...settings.safeguarding, lead } } });
    });
    const clock = { now: () => now };
    made.bot = await startBot({
      store: made.store,
      chats: [chat],
      jobs: { start() {}, wake() {}, async stop() {} },
      clock,
      leaseClock: clock,
      ids,
      log: silentLog,
      fallback: { safeguarding: { hours: '', outOfHours: '' }, nation: 'england' },
      newProgramme: { name: 'Acme mentoring', zone: 'Europe/London', nation: 'england' },
    });
    return () => made.bot.stop();
  });
  await made.bot.run();
  const { front, users, general } = w.slack;
  const direct = async (user: string): Promise<string> =>
    (await w.chat.openDirect({ platform: 'slack', tenant: team, user })).split(':')[2] ?? '';
  const own = await direct(users.mentee);
  const directs = new Map([
    [users.mentee, own],
    [users.mentor, await direct(users.mentor)],
  ]);
  const mentor = personIn(w, users.mentor);
  const view = async (method: string, act: Promise<unknown>): Promise<View> => {
    const before = front.calls.length;
    await act;
    const call = () => front.calls.slice(before).findLast((c) => c.method === method && c.answer?.ok === true);
    await expect.poll(call, { timeout: 10_000 }).toBeDefined();
    return call()?.answer?.view as View;
  };
  return {
    w,
    store: made.store,
    mentor,
    mentee: personIn(w, users.mentee),
    direct: own,
    break(fault) {
      front.break(undefined);
      if (fault !== undefined) for (const method of methods) front.break(fault, method);
    },
    async says(text, where) {
      const event =
        where === 'own chat'
          ? { type: 'message', channel_type: 'im', channel: own, text }
          : { type: 'app_mention', channel: general, text: `<@U0MENTOR1> ${text}` };
      expect((await w.post(asEvent({ ...event, user: users.mentee, ts: '1764000000.000100' }))).status).toBe(200);
    },
    home: () => view('views.publish', w.post(asEvent({ type: 'app_home_opened', user: users.mentee, tab: 'home' }))),
    form: () => view('views.open', mentor.types(`plan <@${users.mentee}> tomorrow 11am 60m Phone calls`)),
    shown: (since, who) =>
      front.calls.slice(since).flatMap((c) => {
        const by =
          c.method === hookMethod
            ? 'the press’s own address'
            : c.method === 'chat.postEphemeral' && c.args.user === who.id
              ? 'a private word'
              : c.method === 'chat.postMessage' && c.args.channel === directs.get(who.id)
                ? 'a message'
                : /^views\.(open|push)$/.test(c.method)
                  ? 'a view'
                  : undefined;
        return by === undefined || c.answer?.ok !== true ? [] : [{ by, what: JSON.stringify(c.args) }];
      }),
    async pass(ms) {
      for (let passed = 0; passed < ms; passed += 10_000) {
        now += 10_000;
        await made.bot.run();
      }
    },
    async stop() {
      await w.stop();
      await made.close();
    },
  };
}
