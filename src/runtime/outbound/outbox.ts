import type { Account, Address, Outgoing } from '../../chat/inbound.js';
import type { Platform } from '../../chat/text.js';
import type { Person } from '../../domain/programme.js';
import type { Pages } from '../../features/feature.js';
import { isByLink } from '../../kernel/account.js';
import type { Clock } from '../../kernel/clock.js';
import { minute } from '../../kernel/clock.js';
import { faultCode, Refused } from '../../kernel/errors.js';
import type { Ids, PersonId } from '../../kernel/ids.js';
import { type ChatPort, noSuchMessage, revoked, type Sent } from '../../ports/chat.js';
import type { OutboxRow, Posted, Store } from '../../ports/store.js';
import type { Log } from '../log.js';
import { readerOf } from '../readers.js';
import type { Registry } from '../registry.js';
import { rememberedRows } from '../remembered-rows.js';
import { drawFace } from './draw.js';
import type { LastDrawn } from './last-drawn.js';
import { type Conversation, mostSendsWithPicture, type PicturePlacing } from './pictures.js';
import { platformLimits, wasInLine } from './platform-limits.js';

/**
 * Every message leaves from here. A row says which face of what goes to whom; the card is drawn now, as things stand.
 * docs/platforms.md#uncertain-sends: a lease longer than any request, a fence on every write, and an attempt whose end
 * is not known is looked up before anything is sent again.
 */

/** A claim is held so long (ms): longer than a request's time-out and the longest delay at which it is accepted. */
export const leaseMs = 60_000;
/** Tries before a message is given up as failed. */
export const mostAttempts = 12;
/** While a platform does not accept the program any more, each conversation asks again so often (ms). */
const revokedMs = 5 * minute;
const batch = 50;
/** While messages are under way it is looked so often (ms, by the machine) whether others may go beside them. */
const turnMs = 1_000;

export interface OutboxDeps {
  readonly store: Store;
  readonly registry: Registry;
  readonly chats: ReadonlyMap<Platform, ChatPort>;
  readonly clock: Clock;
  readonly leaseClock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly pictures: PicturePlacing;
  readonly lastDrawn: LastDrawn;
  /** The platform does not accept this program any more (uninstalled, its token revoked), or again. */
  installation(at: Pick<Account, 'platform' | 'tenant'>, is: 'gone' | 'there'): Promise<void>;
  /** Somebody cannot be reached at all. */
  unreachable(row: OutboxRow, person: PersonId): Promise<void>;
  /** A channel does not take what was to be posted there. */
  channelClosed(row: OutboxRow): Promise<void>;
  /** Somebody has no account: whoever works with them is shown what to do instead. */
  byLink(row: OutboxRow, person: PersonId): Promise<void>;
  /** Where pages for people without an account are, if anywhere. */
  pages(): Pages | null;
  /** Something may go in so many ms: sooner, perhaps, than the engine wakes of its own accord. */
  wakeIn(ms: number): void;
}

type End = Parameters<Store['queue']['settle']>[2];

export interface Outbox {
  /** Sends what may go now. Answers how many rows it had in hand. */
  run(): Promise<number>;
}

export function outbox(deps: OutboxDeps): Outbox {
  const pacing = platformLimits((keys, change) => deps.store.queue.count(keys, change), deps.leaseClock.now);

  const settle = async (row: OutboxRow, end: Omit<End, 'at'>): Promise<void> => {
    await deps.store.queue.settle(row.id, row.fence, { ...end, at: deps.leaseClock.now() });
  };
  const later = (row: OutboxRow, ms: number, code: string, how: Pick<End, 'notDelivered'> = {}): Promise<void> =>
    row.attempts + 1 >= mostAttempts
      ? settle(row, { state: 'failed', code, ...how })
      : settle(row, { state: 'waiting', nextAt: deps.leaseClock.now() + ms, code, ...how });

  const one = async (row: OutboxRow): Promise<void> => {
    const now = deps.clock.now();
    if (row.expiresAt !== null && row.expiresAt <= now) return settle(row, { state: 'expired', code: 'too-late' });
    const drawn = await deps.store.read(async (tx) => {
      const rows = rememberedRows(tx.in(row.programme));
      const [programme, all, posted] = await Promise.all([
        rows.programme.get(),
        rows.people.all(),
        rows.posted.get(row.face, row.subject, row.to),
      ]);
      const people: ReadonlyMap<PersonId, Person> = new Map(all.map((p) => [p.id, p]));
      const card = await drawFace(
        { registry: deps.registry, rows, programme, now, pages: deps.pages(), people },
        row.face,
        row.subject,
        row.to,
      );
      return { card, posted, programme, people };
    });
    if (drawn.card === null) return settle(row, { state: 'nothing-to-say' });

    const way = await wayTo(row, drawn.people, drawn.posted);
    if (way === undefined && hasOnlyLinks(row, drawn.people)) {
      if ('person' in row.to) await deps.byLink(row, row.to.person);
      return settle(row, { state: 'delivered', code: 'by-link' });
    }
    if (way === undefined) {
      await settle(row, { state: 'not-reachable', code: 'no-account' });
      if ('person' in row.to) await deps.unreachable(row, row.to.person);
      return;
    }
    const { chat, account, address } = way;
    const workspace = workspaceOf(account);
    /** Whether a call may go now. Where it may not yet, the row waits until it may, and is no try the fewer. */
    const mayGo = async (call: 'send' | 'update'): Promise<boolean> => {
      const passed = await pacing.pass(chat, { call, workspace, address }, wasInLine(row.code));
      if (passed.go) return true;
      await settle(row, { state: 'waiting', nextAt: passed.at, code: passed.code });
      deps.wakeIn(passed.at - deps.leaseClock.now());
      return false;
    };

    const at: Conversation = {
      programme: row.programme,
      account,
      to: row.to,
      message: `${row.face}|${row.subject}`,
    };
    const placed = await noticed(account, deps.pictures.step(at, chat, address, drawn.card));
    if (placed.kind === 'again')
      return settle(row, { state: 'waiting', nextAt: deps.leaseClock.now() + placed.afterMs, code: placed.code });

    const person = 'person' in row.to ? (drawn.people.get(row.to.person) ?? null) : null;
    const message: Outgoing = {
      key: drawn.posted?.key ?? row.key,
      drawn: (drawn.posted?.drawn ?? 0) + 1,
      card: drawn.card,
      reader: readerOf(account, person, drawn.programme, drawn.people),
      files: placed.files,
    };
    const { posted } = drawn;
    let sent: Sent;
    if (posted === undefined) {
      if ((await settledEarlier(row, chat, address, message)) === 'settled') return;
      if (!(await mayGo('send')) || !(await begin(row, address))) return;
      sent = await attempt(() => chat.send(address, message));
    } else {
      // Where nothing is limited, a card that looks the same does no harm, and one that somebody deleted comes back.
      if (chat.limits.length > 0 && row.attempts === 0 && deps.lastDrawn.stands(posted, message))
        return settle(row, { state: 'delivered', code: 'looks-the-same' });
      // Counted like a message, so that an update that never succeeds comes to an end too.
      if (!(await mayGo('update')) || !(await begin(row, null))) return;
      sent = await attempt(() => chat.update(posted.ref, message));
      if (sent.kind !== 'delivered') deps.lastDrawn.unsure(posted.ref);
      if (sent.kind === 'faulty' && sent.code === noSuchMessage) {
        // Somebody deleted it: it is said anew. An earlier try of that may have arrived without our knowing.
        if ((await settledEarlier(row, chat, address, message)) === 'settled') return;
        if (!(await mayGo('send')) || !(await begin(row, address))) return;
        sent = await attempt(() => chat.send(address, message));
      } else if (sent.kind === 'refused' && !isForPicture(row, message, sent))
        return later(row, await refusedFor(row, workspace, sent), 'refused');
    }
    if (isForPicture(row, message, sent)) {
      await deps.pictures.giveUp(at, message.card, sent.kind);
      return later(row, 0, 'without-picture', { notDelivered: true });
    }
    await finish(row, account, message, sent);
  };

  /** Turned away, it seems, because of the picture in it: what is not accepted with one is tried without. */
  const isForPicture = (row: OutboxRow, message: Outgoing, sent: Sent): boolean =>
    message.files.size > 0 &&
    (sent.kind === 'faulty' ||
      (sent.kind === 'refused' && sent.because === 'file' && row.attempts + 1 >= mostSendsWithPicture));

  const begin = (row: OutboxRow, address: Address | null): Promise<boolean> =>
    deps.store.queue.attempting(row.id, row.fence, deps.leaseClock.now(), address);

  const attempt = async (send: () => Promise<Sent>): Promise<Sent> => {
    try {
      return await send();
    } catch (error) {
      // An adapter that throws has not said whether it was delivered.
      deps.log.fault('send', error);
      return { kind: 'ambiguous' };
    }
  };

  const wayTo = async (
    row: OutboxRow,
    people: ReadonlyMap<PersonId, Person>,
    posted: Posted | undefined,
  ): Promise<{ chat: ChatPort; account: Pick<Account, 'platform' | 'tenant'>; address: Address } | undefined> => {
    if ('channel' in row.to) {
      const [platform = '', tenant = ''] = row.to.channel.split(':');
      const chat = deps.chats.get(platform as Platform);
      return chat === undefined
        ? undefined
        : { chat, account: { platform: chat.platform, tenant: decodeURIComponent(tenant) }, address: row.to.channel };
    }
    const accounts = people.get(row.to.person)?.accounts ?? [];
    // A card is updated where it stands; a new one goes to the first account that this program serves.
    const there = posted === undefined ? undefined : accounts.find((a) => posted.ref.startsWith(`${a.platform}:`));
    const account = there ?? accounts.find((a) => deps.chats.has(a.platform));
    const chat = account === undefined ? undefined : deps.chats.get(account.platform);
    if (account === undefined || chat === undefined) return undefined;
    if (row.address?.startsWith(`${account.platform}:`)) return { chat, account, address: row.address };
    try {
      return { chat, account, address: await noticed(account, chat.openDirect(account)) };
    } catch (error) {
      if (error instanceof Refused && error.code === 'not-reachable') return undefined;
      throw error;
    }
  };

  /** An earlier attempt whose end is not known: looked up where the platform can tell, otherwise as its class says. */
  const settledEarlier = async (
    row: OutboxRow,
    chat: ChatPort,
    address: Address,
    message: Outgoing,
  ): Promise<'settled' | 'send'> => {
    const { attemptedAt } = row;
    if (attemptedAt === null) return 'send';
    const readable = attemptedAt + chat.acceptDelayMs;
    if (chat.can.lookUp) {
      if (deps.leaseClock.now() < readable) {
        await settle(row, { state: 'waiting', nextAt: readable, code: 'looking-up' });
        return 'settled';
      }
      const ref = await chat.wasSent(address, message.key, attemptedAt - 5 * minute);
      if (ref === undefined) return 'send';
      // It shows things as they stood when it was sent; what changed since is a row of its own, behind this one.
      await settle(row, { state: 'delivered', posted: { ref, drawn: message.drawn } });
      return 'settled';
    }
    if (!row.sensitive) return 'send';
    await settle(row, { state: 'unknown', code: 'delivery-unknown' });
    return 'settled';
  };

  const finish = async (
    row: OutboxRow,
    account: Pick<Account, 'platform' | 'tenant'>,
    message: Outgoing,
    sent: Sent,
  ): Promise<void> => {
    switch (sent.kind) {
      case 'delivered':
        await deps.installation(account, 'there');
        deps.lastDrawn.stood(sent.ref, message);
        return settle(row, { state: 'delivered', posted: { ref: sent.ref, drawn: message.drawn } });
      case 'refused':
        return later(row, await refusedFor(row, workspaceOf(account), sent), 'refused', { notDelivered: true });
      case 'ambiguous':
        // An update can be made twice; a message cannot. The row waits out the delay, then it is looked up.
        return later(row, backOff(row.attempts), 'ambiguous');
      case 'gone':
        if (sent.why === 'revoked') {
          await deps.installation(account, 'gone');
          return untilAccepted(row, { notDelivered: true, uncounted: true });
        }
        await settle(row, { state: 'not-reachable', code: sent.why });
        return 'person' in row.to ? deps.unreachable(row, row.to.person) : deps.channelClosed(row);
      case 'faulty':
        return settle(row, { state: 'failed', code: sent.code });
      default:
        return sent satisfies never;
    }
  };

  /** That the platform refuses the program itself is nobody's fault to whom it writes: what is to be said waits. */
  const untilAccepted = (row: OutboxRow, how: Pick<End, 'notDelivered' | 'uncounted'> = {}): Promise<void> =>
    settle(row, { state: 'waiting', nextAt: deps.leaseClock.now() + revokedMs, code: revoked, ...how });

  const noticed = async <T>(account: Pick<Account, 'platform' | 'tenant'>, asked: Promise<T>): Promise<T> => {
    try {
      return await asked;
    } catch (error) {
      if (isRevoked(error)) await deps.installation(account, 'gone');
      throw error;
    }
  };

  /** How long (ms) to wait after a refusal; a workspace that asked for it is left alone altogether. */
  const refusedFor = async (
    row: OutboxRow,
    workspace: string,
    sent: Extract<Sent, { kind: 'refused' }>,
  ): Promise<number> => {
    const wait = sent.retryAfterMs ?? backOff(row.attempts);
    if (sent.scope === 'workspace') await pacing.rest(workspace, deps.leaseClock.now() + wait);
    return wait;
  };

  /** 1 s, 2 s, 4 s … up to ten minutes, each with up to half as much again by chance, so that rows do not march in step. */
  const backOff = (attempts: number): number => {
    const base = Math.min(1_000 * 2 ** Math.max(0, attempts - 1), 10 * minute);
    const [chance = 0] = deps.ids.bytes(1);
    return base + Math.floor((base / 2) * (chance / 255));
  };

  const tried = async (row: OutboxRow): Promise<void> => {
    try {
      await one(row);
    } catch (error) {
      if (isRevoked(error)) return untilAccepted(row);
      deps.log.fault('outbox', error, { face: row.face });
      await later(row, backOff(row.attempts), faultCode(error)).catch((e: unknown) =>
        deps.log.fault('outbox-settle', e),
      );
    }
  };

  return {
    async run() {
      const underWay = new Set<Promise<void>>();
      let inHand = 0;
      try {
        do {
          const leaseNow = deps.leaseClock.now();
          const room = batch - underWay.size;
          const rows = room === 0 ? [] : await deps.store.queue.claimOutbox(leaseNow, leaseNow + leaseMs, room);
          inHand += rows.length;
          for (const row of rows) {
            const work: Promise<void> = tried(row).finally(() => underWay.delete(work));
            underWay.add(work);
          }
          // A chat that does not answer holds up its own conversation: what else falls due meanwhile goes.
          await within(Promise.all(underWay), turnMs);
        } while (underWay.size > 0);
      } finally {
        await Promise.all(underWay);
      }
      return inHand;
    },
  };
}

const isRevoked = (error: unknown): boolean => error instanceof Refused && error.code === revoked;

const workspaceOf = ({ platform, tenant }: Pick<Account, 'platform' | 'tenant'>): string => `${platform}|${tenant}`;

/** Until the work is done, or so many ms have gone by. */
async function within(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, over]);
  clearTimeout(timer);
}

/** Nobody without an account is written to: whoever works with them is told what to do. */
function hasOnlyLinks(row: OutboxRow, people: ReadonlyMap<PersonId, Person>): boolean {
  const accounts = 'person' in row.to ? (people.get(row.to.person)?.accounts ?? []) : [];
  return accounts.length > 0 && accounts.every(isByLink);
}
