import type { Card } from '../../src/chat/card.js';
import { sentence } from '../../src/chat/card.js';
import type { Address, Outgoing } from '../../src/chat/inbound.js';
import { randomIds } from '../../src/kernel/ids.js';
import type { ChatPort, Limit, Sent } from '../../src/ports/chat.js';
import { alone } from '../../src/ports/replicas.js';
import type { Store } from '../../src/ports/store.js';
import { silentLog } from '../../src/runtime/log.js';
import { lastDrawn } from '../../src/runtime/outbound/last-drawn.js';
import { type Outbox, outbox } from '../../src/runtime/outbound/outbox.js';
import { picturePlacing } from '../../src/runtime/outbound/pictures.js';
import { registryOf } from '../../src/runtime/registry.js';
import { bell, takeTurns } from '../../src/runtime/schedule/turns.js';
import { watchOf } from '../../src/runtime/watch.js';
import { aProgramme } from '../contract/store-rows.js';
import { fakeChat } from './chat.js';
import { openTestStore } from './store.js';

const rethrow = (error: unknown): never => {
  throw error;
};

/** One message as it went out. */
export interface Went {
  readonly at: number;
  readonly conversation: string;
  readonly n: number;
}

export interface OutboxWorld {
  readonly store: Store;
  readonly chat: ChatPort;
  /** New messages, as they went. */
  readonly went: Went[];
  /** What was drawn anew where it stands. */
  readonly updated: { readonly at: number; readonly message: Outgoing }[];
  /** When an outbox asked to be woken. */
  readonly asleep: number[];
  /** The machine's time (ms), and the domain's. */
  now: number;
  /** What the n-th message says. */
  says: (n: number) => Card;
  /** An outbox as a program that has just begun has one; `run` sends until there is nothing more to do now. */
  box(): Outbox & { run(): Promise<void> };
  /** The n-th message, and as many more, over so many conversations. */
  asks(conversation: string, n: number, more?: number, conversations?: number): Promise<void>;
  close(): Promise<void>;
}

/** The outbox on a real store, with one face that says its subject, and a chat with these limits. */
export async function outboxWorld(limits: readonly Limit[]): Promise<OutboxWorld> {
  const ids = randomIds();
  const { store, close } = await openTestStore({ ids });
  const programme = aProgramme(ids);
  await store.write(async (tx) => tx.programmes.add(programme));
  const chat = { ...fakeChat(), limits };
  const world: OutboxWorld = {
    store,
    chat,
    went: [],
    updated: [],
    asleep: [],
    now: 1_000_000,
    says: (n) => sentence(`n${n}`, `n${n}`),
    box: () => {
      const box = outbox({
        store,
        registry: registryOf([
          {
            name: 'said',
            faces: {
              said: {
                called: 'what is said',
                why: 'says-itself',
                withoutAccount: 'nothing',
                comes: 'in-answer',
                folded: null,
                draw: async ({ subject }) => world.says(Number(subject.slice(1))),
              },
            },
          },
        ]),
        chats: new Map([['web', chat]]),
        clock: { now: () => world.now },
        leaseClock: { now: () => world.now },
        ids,
        log: silentLog,
        pictures: picturePlacing({ store, leaseClock: { now: () => world.now }, log: silentLog }),
        lastDrawn: lastDrawn(() => world.now, alone),
        watch: watchOf(registryOf([])),
        unreachable: async () => undefined,
        byLink: async () => undefined,
        arrived: async () => undefined,
        notDelivered: async () => undefined,
        channelClosed: async () => undefined,
        installation: async () => undefined,
        pages: () => null,
        wakeIn: (ms) => void world.asleep.push(world.now + ms),
      });
      return {
        ...box,
        run: () => takeTurns(async () => 0, box, { ...bell(), failed: rethrow, isStopped: () => false }),
      };
    },
    asks: (conversation, n, more = 1, conversations = 1) =>
      store.write(async (tx) => {
        for (let i = n; i < n + more; i += 1)
          await tx.in(programme.id).outbox.add({
            face: 'said',
            subject: `n${i}`,
            to: { channel: `web:T:${conversation}${conversations === 1 ? '' : i % conversations}` as Address },
            at: world.now,
            sensitive: false,
          });
      }),
    close,
  };
  const [send, update] = [chat.send, chat.update];
  chat.send = async (to, message) => {
    const sent = await send(to, message);
    if (sent.kind === 'delivered')
      world.went.push({ at: world.now, conversation: to, n: Number(message.card.title.slice(1)) });
    return sent;
  };
  chat.update = async (ref, message): Promise<Sent> => {
    world.updated.push({ at: world.now, message });
    return update(ref, message);
  };
  return world;
}

/** Wakes when something may go next, though no oftener than every so many ms, until nothing is left. */
export async function drained(world: OutboxWorld, every = 1_000, box = world.box()): Promise<void> {
  for (;;) {
    await box.run();
    const next = Math.min(...world.asleep.filter((at) => at > world.now));
    if (!Number.isFinite(next)) return;
    world.now = Math.max(next, world.now + every);
  }
}
