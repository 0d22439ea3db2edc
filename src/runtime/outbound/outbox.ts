import type { Account, Address, Outgoing } from '../../chat/inbound.js';
import type { Platform } from '../../chat/text.js';
import type { Pages } from '../../features/feature.js';
import type { Clock } from '../../kernel/clock.js';
import { minute } from '../../kernel/clock.js';
import { faultCode, Refused } from '../../kernel/errors.js';
import type { Ids, PersonId } from '../../kernel/ids.js';
import { type ChatPort, isAway, NotNow, noSuchMessage, revoked, type Sent } from '../../ports/chat.js';
import type { MessageEnd } from '../../ports/measures.js';
import { type OutboxRow, type Store, waitsForHours } from '../../ports/store.js';
import type { Span } from '../../ports/tracing.js';
import type { Log } from '../log.js';
import { readerOf } from '../readers.js';
import type { Registry } from '../registry.js';
import type { Watch } from '../watch.js';

import { type Drawn, type DrawnRow, rowDrawing } from './draw-rows.js';
import { type End, earlierAttempt, leavesWithin } from './earlier-attempt.js';
import type { LastDrawn } from './last-drawn.js';
import { mayGoFrom } from './may-go.js';
import { type Conversation, longestInLine, mostSendsWithPicture, type PicturePlacing } from './pictures.js';
import { platformLimits, type Waited, wasInLine } from './platform-limits.js';
import { type PlatformAway, platformsAway, workspaceOf } from './platforms-away.js';
import { waits } from './waits.js';
import { conversations, hasOnlyLinks, type Way, wayTo } from './way.js';

/**
 * Every message leaves from here. A row says which face of what goes to whom; the card is drawn now, as things stand.
 * docs/platforms.md#uncertain-sends: a lease longer than any request, a fence on every write, and an attempt whose end
 * is not known is looked up before anything is sent again. What surely did not arrive waits until it expires, however
 * often it was tried; only a try that may have arrived counts.
 */

/** A claim is held so long (ms): longer than a request's time-out and the longest delay at which it is accepted. */
export const leaseMs = 60_000;
/** Tries that may have arrived before a message is given up as failed. */
export const mostAttempts = 12;
/** Messages under way at once: the share of the outbox in a turn of the engine. */
const mostUnderWay = 50;
/** A message that waits for its reader's hours is looked at so often (ms), for the domain's clock may be moved. */
const hoursMs = minute;
/** The code of a row whose card was refused. */
const inWordsAlone = 'plainly';

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
  readonly watch: Watch;
  /** The platform does not accept this program any more (uninstalled, its token revoked), or again. */
  installation(at: Pick<Account, 'platform' | 'tenant'>, is: 'gone' | 'there'): Promise<void>;
  /** Somebody cannot be reached at all. */
  unreachable(row: OutboxRow, person: PersonId): Promise<void>;
  /** A channel does not take what was to be posted there. */
  channelClosed(row: OutboxRow): Promise<void>;
  /** Somebody has no account: whoever works with them is shown what to do instead. */
  byLink(row: OutboxRow, person: PersonId): Promise<void>;
  /** Something that somebody in need waits for stands where it was to be said. */
  arrived(row: OutboxRow): Promise<void>;
  /** It ended without having been delivered, or without anybody knowing. */
  notDelivered(row: OutboxRow, ended: 'expired' | 'failed' | 'unknown'): Promise<void>;
  /** Where pages for people without an account are, if anywhere. */
  pages(): Pages | null;
  /** Something may go in so many ms: sooner, perhaps, than the engine wakes of its own accord. */
  wakeIn(ms: number): void;
}

export interface Outbox {
  /**
   * Takes what may go now, as far as there is room beside what is under way, and begins to send it: each of them stands
   * in `underWay` until it has ended, and none throws. Answers how many rows it took.
   */
  begin(underWay: Set<Promise<void>>): Promise<number>;
  /** When (ms, lease clock) a platform that is away is to be tried again, if any is. */
  nextTryAt(): number | undefined;
  /** The platforms that are away: nobody answers, or the program is not let in. */
  platformsAway(): readonly PlatformAway[];
  /** Lets go of where this account was written to: its person was erased. */
  forget(who: Account): void;
  forgetAll(): void;
  /** Looks among what waits for which platforms are away, as at a start. */
  lookWhoIsAway(): void;
}

export function outbox(deps: OutboxDeps): Outbox {
  const pacing = platformLimits((keys, change) => deps.store.queue.count(keys, change), deps.leaseClock.now);
  const away = platformsAway({
    queue: deps.store.queue,
    clock: deps.clock,
    leaseClock: deps.leaseClock,
    log: deps.log,
  });
  const isUrgent = (row: OutboxRow): boolean => deps.registry.faces.get(row.face)?.urgent === true;
  const waited = (row: OutboxRow): Waited => (isUrgent(row) ? 'first' : wasInLine(row.code));
  const urgentFaces = [...deps.registry.faces].flatMap(([name, face]) => (face.urgent === true ? [name] : []));
  const found = conversations({
    store: deps.store,
    waited,
    open: async (chat, workspace, inLine) =>
      limits(chat, 'open')
        ? pacing.pass(chat, { call: 'open', workspace, address: '' as Address }, inLine)
        : { go: true },
  });
  const drawing = rowDrawing(deps);
  /** Rows in hand that are not drawn yet. */
  let toBeDrawn = 0;
  const pauses = waits(deps.ids);
  const settledEarlier = earlierAttempt({
    leaseNow: deps.leaseClock.now,
    isUrgent,
    settle: (row, end) => settle(row, end),
  });
  const { measures, tracing, words, askedBy } = deps.watch;
  /** What is seen of the rows in hand: where each goes, and the span that it is delivered in. */
  const seen = new WeakMap<OutboxRow, { span?: Span; platform?: Platform }>();
  /**
   * Rows whose card was refused as it is: their words alone go next. A row that comes back at once says so itself; of one
   * that had to wait for something else meanwhile the card is tried once more, after a restart or by another program.
   */
  const plainly = new Set<string>();
  const goesPlainly = (row: OutboxRow): boolean => row.code === inWordsAlone || plainly.has(row.id);

  const settle = async (row: OutboxRow, end: Omit<End, 'at'>): Promise<void> => {
    const ended = await deps.store.queue.settle(row.id, row.fence, { ...end, at: deps.leaseClock.now() });
    if (end.state !== 'waiting') plainly.delete(row.id);
    if (ended) seeEnd(row, end);
    if (ended && (end.state === 'expired' || end.state === 'failed' || end.state === 'unknown'))
      await deps.notDelivered(row, end.state);
    if (ended && end.state === 'delivered' && end.posted !== undefined && isUrgent(row)) await deps.arrived(row);
  };
  const seeEnd = (row: OutboxRow, end: Omit<End, 'at'>): void => {
    const { span, platform } = seen.get(row) ?? {};
    const came = endOf(end);
    span?.set({ end: came ?? end.code ?? 'waiting', ...(platform === undefined ? {} : { platform }) });
    if (came !== undefined) measures.ended(platform ?? 'none', came, row.waitsFor, deps.leaseClock.now() - row.askedAt);
  };
  const wait = (
    row: OutboxRow,
    ms: number,
    code: string,
    how: Pick<End, 'notDelivered' | 'uncounted' | 'mayArrive'> = {},
  ) => settle(row, { state: 'waiting', nextAt: deps.leaseClock.now() + ms, code, ...how });
  /** After a try that may have arrived. */
  const counted = (row: OutboxRow, code: string): Promise<void> =>
    row.attempts + 1 >= mostAttempts && !isUrgent(row)
      ? settle(row, { state: 'failed', code })
      : wait(row, pauses.counted(row.attempts), code, { mayArrive: true });
  const untilBack = (row: OutboxRow, workspace: string, how: Pick<End, 'notDelivered' | 'uncounted'> = {}) =>
    settle(row, { state: 'waiting', ...away.untilBack(workspace), ...how });

  const one = async (row: OutboxRow, drawn: DrawnRow): Promise<void> => {
    const now = deps.clock.now();
    if (drawn.kind === 'too-late') return settle(row, { state: 'expired', code: 'too-late' });
    if (drawn.kind === 'fault') throw drawn.error;
    if (drawn.kind !== 'drawn') return settle(row, { state: 'nothing-to-say' });
    const { people, posted } = drawn;
    const way = wayTo(row, deps.chats, people, posted, deps.registry.faces.get(row.face)?.through?.(row.subject));
    if (way === undefined && hasOnlyLinks(row, people)) {
      if ('person' in row.to) await deps.byLink(row, row.to.person);
      return settle(row, { state: 'delivered', code: 'by-link' });
    }
    if (way === undefined) return notReachable(row, 'no-account');
    const mayAt = await mayGoFrom(drawn, now, deps);
    if (mayAt > now && mayAt >= (row.expiresAt ?? Number.POSITIVE_INFINITY))
      return settle(row, { state: 'expired', code: 'too-late' });
    if (mayAt > now) return wait(row, Math.min(mayAt - now, hoursMs), waitsForHours);

    const seeing = seen.get(row);
    if (seeing !== undefined) seeing.platform = way.account.platform;
    const workspace = workspaceOf(way.account);
    const passed = away.pass(workspace);
    if (passed === 'wait') return untilBack(row, workspace);
    try {
      await goes(drawn, way, workspace);
    } catch (error) {
      if (isRevoked(error)) {
        await deps.installation(way.account, 'gone');
        away.missed(workspace, 'not-let-in');
        return untilBack(row, workspace);
      }
      if (!(error instanceof NotNow)) throw error;
      // Nothing of the message was sent yet, so it is no try.
      const { ended } = error;
      away.missed(workspace, isAway(ended) ? 'nobody-there' : 'unsure');
      if (isAway(ended)) return untilBack(row, workspace);
      return wait(row, patience(row, ended.kind === 'refused' ? ended.retryAfterMs : undefined), error.code);
    } finally {
      if (passed === 'probe') away.release(workspace);
    }
  };

  const goes = async (drawn: Drawn, way: Way, workspace: string): Promise<void> => {
    const { row, posted, card } = drawn;
    const { chat, account } = way;
    const to = await found.of(row, way);
    if (to === 'unreachable') return notReachable(row, 'no-account');
    if ('go' in to) return inLine(row, to);
    const { address } = to;
    /** Whether a call may go now. Where it may not yet, the row waits until it may, and is no try the fewer. */
    const mayGo = async (call: 'send' | 'update'): Promise<boolean> => {
      const passed = await pacing.pass(chat, { call, workspace, address }, waited(row));
      if (!passed.go) await inLine(row, passed);
      return passed.go;
    };

    const at: Conversation = {
      programme: row.programme,
      account,
      to: row.to,
      message: `${row.face}|${row.subject}`,
    };
    const placed = await deps.pictures.step(at, chat, address, card, async () =>
      limits(chat, 'place')
        ? pacing.pass(chat, { call: 'place', workspace, address }, waited(row), longestInLine)
        : { go: true },
    );
    if (placed.kind === 'in-line') return inLine(row, placed);
    if (placed.kind === 'again') return wait(row, placed.afterMs, placed.code);

    const person = 'person' in row.to ? (drawn.people.get(row.to.person) ?? null) : null;
    const message: Outgoing = {
      key: posted?.key ?? row.key,
      drawn: (posted?.drawn ?? 0) + 1,
      card,
      reader: readerOf(account, person, drawn.programme, drawn.people),
      files: placed.files,
      ...(goesPlainly(row) ? { plainly: true } : {}),
    };
    /** Nothing where the row has ended by an earlier try, which may have arrived without our knowing; or where it waits. */
    const post = async (): Promise<Sent | undefined> => {
      if ((await settledEarlier(row, chat, address, message)) === 'settled' || !(await mayGo('send'))) return undefined;
      const mayBegin = await leaves(row, address);
      return mayBegin && attempt(chat, 'send', () => chat.send(address, message, mayBegin));
    };
    let sent = posted === undefined ? await post() : undefined;
    if (posted !== undefined) {
      // Where nothing is limited, a card that looks the same does no harm, and one that somebody deleted comes back.
      if (chat.limits.length > 0 && row.attempts === 0 && deps.lastDrawn.stands(posted, message))
        return settle(row, { state: 'delivered', code: 'looks-the-same' });
      // Counted like a message, so that an update that never succeeds comes to an end too.
      if (!(await mayGo('update')) || (await leaves(row, null)) === undefined) return;
      sent = await attempt(chat, 'update', () => chat.update(posted.ref, message));
      if (sent.kind !== 'delivered') deps.lastDrawn.unsure(posted.ref);
      if (sent.kind === 'faulty' && sent.code === noSuchMessage) {
        // Somebody deleted it: it is said anew.
        sent = await post();
      } else if (sent.kind === 'refused' && !isForPicture(row, message, sent)) return refused(row, workspace, sent, {});
    }
    if (sent === undefined) return;
    if (isForPicture(row, message, sent)) {
      await deps.pictures.giveUp(at, message.card, sent.kind);
      return wait(row, 0, 'without-picture', { notDelivered: true });
    }
    if (sent.kind === 'gone' && sent.why === 'left' && found.wrong(way))
      return wait(row, 0, 'anew', { notDelivered: true, uncounted: true });
    await finish(row, way, message, sent);
  };

  const inLine = async (row: OutboxRow, passed: { readonly at: number; readonly code: string }): Promise<void> => {
    await settle(row, { state: 'waiting', nextAt: passed.at, code: passed.code });
    deps.wakeIn(passed.at - deps.leaseClock.now());
  };

  const notReachable = async (row: OutboxRow, code: string, how: Pick<End, 'notDelivered'> = {}): Promise<void> => {
    await settle(row, { state: 'not-reachable', code, ...how });
    if ('person' in row.to) await deps.unreachable(row, row.to.person);
    else if (code !== 'no-account') await deps.channelClosed(row);
  };

  /** Turned away, it seems, because of the picture in it: what is not accepted with one is tried without. */
  const isForPicture = (row: OutboxRow, message: Outgoing, sent: Sent): boolean =>
    message.files.size > 0 &&
    message.plainly !== true &&
    (sent.kind === 'faulty' ||
      (sent.kind === 'refused' && sent.because === 'file' && row.attempts + 1 >= mostSendsWithPicture));

  /**
   * Writes the attempt down. Answers how to ask whether the request may be begun; nothing where another has the row, or it
   * is too late. An update may be at any time: it can be made twice.
   */
  const leaves = async (row: OutboxRow, address: Address | null): Promise<(() => boolean) | undefined> => {
    const at = deps.leaseClock.now();
    const mayBegin = (): boolean => address === null || deps.leaseClock.now() - at <= leavesWithin;
    if (!(await deps.store.queue.attempting(row.id, row.fence, at, address))) return undefined;
    return mayBegin() ? mayBegin : void (await tooSlow(row));
  };

  const tooSlow = (row: OutboxRow): Promise<void> => wait(row, 0, 'too-slow', { notDelivered: true, uncounted: true });

  const attempt = async ({ platform }: ChatPort, call: 'send' | 'update', send: () => Promise<Sent>): Promise<Sent> => {
    let sent: Sent;
    try {
      sent = await send();
    } catch (error) {
      // An adapter that throws has not said whether it was delivered.
      deps.log.fault('send', error);
      sent = { kind: 'ambiguous' };
    }
    measures.called(platform, call, sent.kind);
    return sent;
  };

  const finish = async (row: OutboxRow, { account }: Way, message: Outgoing, sent: Sent): Promise<void> => {
    const workspace = workspaceOf(account);
    switch (sent.kind) {
      case 'delivered':
        await deps.installation(account, 'there');
        deps.lastDrawn.stood(sent.ref, message);
        await settle(row, { state: 'delivered', posted: { ref: sent.ref, drawn: message.drawn } });
        return away.answered(workspace);
      case 'refused':
        return refused(row, workspace, sent, { notDelivered: true });
      case 'ambiguous':
        // An update can be made twice; a message cannot. The row waits out the delay, then it is looked up.
        away.missed(workspace, 'unsure');
        return counted(row, 'ambiguous');
      case 'gone':
        if (sent.why === 'revoked') {
          await deps.installation(account, 'gone');
          away.missed(workspace, 'not-let-in');
          return untilBack(row, workspace, { notDelivered: true, uncounted: true });
        }
        return notReachable(row, sent.why, { notDelivered: true });
      case 'faulty':
        if (message.plainly === true) {
          deps.log.say('refused-plainly', { face: row.face, platform: account.platform, code: sent.code });
          return settle(row, { state: 'failed', code: sent.code, notDelivered: true });
        }
        // Something in the card is wrong, and what it says is worth more than how it looks.
        deps.log.say('refused-as-drawn', { face: row.face, platform: account.platform, code: sent.code });
        plainly.add(row.id);
        return wait(row, 0, inWordsAlone, { notDelivered: true, uncounted: true });
      default:
        return sent satisfies never;
    }
  };

  /** It surely did not arrive. A workspace that asked for a rest is left alone altogether. */
  const refused = async (
    row: OutboxRow,
    workspace: string,
    sent: Extract<Sent, { kind: 'refused' }>,
    how: Pick<End, 'notDelivered'>,
  ): Promise<void> => {
    if (sent.because === 'too-late') return tooSlow(row);
    if (isAway(sent)) {
      away.missed(workspace, 'nobody-there');
      return untilBack(row, workspace, { ...how, uncounted: true });
    }
    // Somebody is there who says so.
    await away.answered(workspace);
    const ms = patience(row, sent.retryAfterMs);
    if (sent.scope === 'workspace') await pacing.rest(workspace, deps.leaseClock.now() + ms);
    // How often it was refused for its picture is counted.
    return wait(row, ms, 'refused', sent.because === 'file' ? how : { ...how, uncounted: true });
  };

  const patience = (row: OutboxRow, asked?: number): number =>
    pauses.uncounted(deps.leaseClock.now() - row.askedAt, asked);

  const tried = async (row: OutboxRow, drawn: DrawnRow): Promise<void> => {
    try {
      await tracing.span(
        'delivery',
        { face: words.face(row.face) },
        (span) => {
          seen.set(row, { span });
          return one(row, drawn);
        },
        askedBy.of(row),
      );
    } catch (error) {
      deps.log.fault('outbox', error, { face: row.face });
      await wait(row, patience(row), faultCode(error)).catch((e: unknown) => deps.log.fault('outbox-settle', e));
    }
  };

  return {
    async begin(underWay) {
      await away.look();
      const leaseNow = deps.leaseClock.now();
      // However many are under way and hang, there is room for what somebody in need waits for.
      const room = Math.max(0, mostUnderWay - underWay.size - toBeDrawn);
      const rows = await deps.store.queue.claimOutbox(leaseNow, leaseNow + leaseMs, room, urgentFaces);
      if (rows.length === 0) return 0;
      toBeDrawn += rows.length;
      let left = rows.length;
      // Not waited for: where the database is on a network, what falls due fires while these are read.
      const drawn: Promise<void> = drawing
        .each(rows, (row, is) => {
          toBeDrawn -= 1;
          left -= 1;
          const work: Promise<void> = tried(row, is).finally(() => underWay.delete(work));
          underWay.add(work);
        })
        .catch((error: unknown) => deps.log.fault('outbox', error))
        .finally(() => {
          // What could not be read goes once its lease has run out.
          toBeDrawn -= left;
          underWay.delete(drawn);
        });
      underWay.add(drawn);
      return rows.length;
    },
    nextTryAt: away.nextTryAt,
    platformsAway: away.now,
    forget: found.forget,
    forgetAll: found.forgetAll,
    lookWhoIsAway: away.lookAnew,
  };
}

/** As what the end of a row is counted; undefined where it waits on. */
function endOf({ state, posted, code }: Omit<End, 'at'>): MessageEnd | undefined {
  if (state === 'waiting' || state === 'sending') return undefined;
  if (state !== 'delivered') return state;
  return posted !== undefined ? 'delivered' : code === 'by-link' ? 'by-link' : 'unchanged';
}

const limits = (chat: ChatPort, call: 'open' | 'place'): boolean =>
  chat.limits.some((limit) => limit.of.includes(call));

const isRevoked = (error: unknown): boolean => error instanceof Refused && error.code === revoked;
