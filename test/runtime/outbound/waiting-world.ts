import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, onTestFinished } from 'vitest';
import type { Sent } from '../../../src/ports/chat.js';
import type { Hours } from '../../../src/ports/store.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { directOf, type FakeChat, fakeChat } from '../../support/chat.js';
import { agreed, planned } from '../../support/steps.js';
import { migrated } from '../../support/store.js';

/** Maya, Leo, and a chat that does not take what it is sent. */

/** The program under test; `pair`, `starts` and `restarted` put another in its place. */
export let t: TestBot;
let file: string;
afterEach(() => t?.stop());

export const away: Sent = { kind: 'refused', scope: 'workspace' };
export const undelivered = () => t.store.read((tx) => tx.in(t.programme).outbox.undelivered(50));
export const open = async (): Promise<number> => (await t.store.queue.counts(0)).outboxOpen;

/** Maya, Leo, and a session of theirs tomorrow at three. */
export async function pair(chat: FakeChat = fakeChat()): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-waiting-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  file = path.join(folder, 'kept.db');
  await copyFile(await migrated(), file);
  t = await startBot({ chat, file });
  await agreed(t, 'maya', 'leo');
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  const [session] = await t.store.read((tx) => tx.in(t.programme).sessions.all());
  return session?.id ?? '';
}

/** Another start in its place. */
export async function starts(parts: Parameters<typeof startBot>[0]): Promise<void> {
  t = await startBot(parts);
}

/** Another program goes on with the same rows and the same chat. */
export async function restarted(): Promise<void> {
  const { clock, chat, programme, people } = t;
  const now = clock.now();
  await t.stop();
  t = await startBot({ chat, resume: { file, now, deliveries: t.deliveries() + 1_000, programme, people, chat } });
}

/** Asks for a reminder of the session, which says nothing else. */
export const remind = (
  session: string,
  user: string,
  more: { readonly expiresAt?: number; readonly waitsFor?: Hours; readonly which?: 'day' | 'hour' } = {},
): Promise<void> =>
  t.store.write((tx) =>
    tx.in(t.programme).outbox.add({
      face: 'reminder',
      subject: `${session}:${more.which ?? 'hour'}`,
      to: { person: t.as(user).id },
      at: t.clock.now(),
      sensitive: false,
      ...(more.expiresAt === undefined ? {} : { expiresAt: more.expiresAt }),
      ...(more.waitsFor === undefined ? {} : { waitsFor: more.waitsFor }),
    }),
  );
export const reminders = (user: string): number =>
  t.chat.in(directOf(user)).filter((m) => JSON.stringify(m.message.card).includes('You are meeting')).length;

/** Every send from now on ends so, until it is undone; answers the times of the calls, and how to undo it. */
export function ends(how: Sent | (() => never), of: 'send' | 'openDirect' = 'send'): { at: number[]; over(): void } {
  const { send, openDirect } = t.chat;
  const at: number[] = [];
  if (of === 'send')
    t.chat.send = async () => {
      at.push(t.clock.now());
      return typeof how === 'function' ? how() : how;
    };
  else
    t.chat.openDirect = async () => {
      at.push(t.clock.now());
      return (how as () => never)();
    };
  return { at, over: () => void Object.assign(t.chat, { send, openDirect }) };
}
export const throws =
  (error: Error): (() => never) =>
  () => {
    throw error;
  };
