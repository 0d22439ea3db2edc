import type { Activity } from 'botbuilder';
import type { Account, Address, MessageRef, Outgoing } from '../../src/chat/inbound.js';
import { plainest } from '../../src/chat/plainest.js';
import { plain } from '../../src/chat/text.js';
import { faultCode, Refused } from '../../src/kernel/errors.js';
import { shorten } from '../../src/kernel/words.js';
import { NotNow, noSuchMessage, type Sent } from '../../src/ports/chat.js';
import { addressOf, type Place, placeOfAddress, placeOfRef, refOf } from './address.js';
import { drawCard } from './card.js';
import { type Door, NoToken } from './door.js';
import { mostRefreshed } from './limits.js';
import type { Conversation, References, Since } from './references.js';
import type { Json } from './text.js';

export interface Sending {
  readonly door: Door;
  readonly references: References;
  readonly opens: (verb: string) => boolean;
  /** A request is made there to answer somebody. */
  readonly spends: (at: Place) => void;
}

/** Errors of a connection that was never made, so nothing can have been taken in. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

interface Failure {
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly response?: { readonly headers?: { get(name: string): string | null | undefined } };
  readonly details?: unknown;
}

/** Retry-After in ms: seconds, or a date (against which `now` is held). */
export function retryAfter(header: string | null | undefined, now: number): number | undefined {
  if (header === null || header === undefined || header === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds * 1000));
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** The connector's own word for an error, e.g. `BadSyntax`: letters only, so that nobody's words come with it. */
function said(error: Failure): string {
  const e = (error.details as { error?: { code?: unknown } } | undefined)?.error?.code ?? error.code;
  return typeof e === 'string' && /^[A-Za-z]{1,60}$/.test(e) ? `:${e}` : '';
}

/**
 * How a failed attempt ended. Teams has neither keys nor a look-up: only a refusal that is sure not to have delivered
 * may be tried again by itself (429, 412, a connection that never was, no token); a time-out, a reset or a server's
 * error may have delivered already. Source: Teams, "Rate limiting" and "Send proactive messages" (403 blocked or not
 * installed, 404 the conversation is gone, 412 another write was under way, 413 too large).
 */
export function outcome(error: unknown, now: number): Exclude<Sent, { kind: 'delivered' }> {
  if (error instanceof NoToken) return { kind: 'refused', scope: 'workspace' };
  if (error instanceof Refused) return { kind: 'faulty', code: error.code };
  const e = error as Failure;
  const status = typeof e.statusCode === 'number' ? e.statusCode : undefined;
  if (status === undefined)
    return typeof e.code === 'string' && neverConnected.has(e.code)
      ? { kind: 'refused', scope: 'workspace' }
      : { kind: 'ambiguous' };
  const after = retryAfter(e.response?.headers?.get('retry-after'), now);
  const later = after === undefined ? {} : { retryAfterMs: after };
  if (status === 429 || status === 412) return { kind: 'refused', scope: 'conversation', ...later };
  if (status === 401) return { kind: 'refused', scope: 'workspace', ...later };
  if (status === 403) return { kind: 'gone', why: said(e) === ':BotNotInConversationRoster' ? 'left' : 'blocked' };
  if (status === 404 || status === 410) return { kind: 'gone', why: 'left' };
  if (status === 408 || status >= 500 || status < 400) return { kind: 'ambiguous' };
  return { kind: 'faulty', code: `http-${status}${said(e)}` };
}

/**
 * Whether a change failed because its message is no longer there, which says nothing of its reader: somebody deleted it.
 * Teams answers 404 `ActivityNotFoundInConversation` for one it does not know, and 403 `ServiceError` for one that was
 * there (docs/platforms.md#a-deleted-message); a conversation that is gone is
 * 404 `ConversationNotFound`. Where it was their doing after all, the new message finds out.
 */
function isDeleted(e: Failure): boolean {
  if (e.statusCode === 404) return said(e) !== ':ConversationNotFound';
  return e.statusCode === 403 && said(e) === ':ServiceError';
}

/** A message around one card. `summary` stands in notifications, where the card itself cannot. */
export const messageOf = (card: Json, summary: string): Partial<Activity> => ({
  type: 'message',
  summary: shorten(summary, 300),
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
});

/** An outgoing message as an activity. */
export function activityOf(
  message: Outgoing,
  opens: (verb: string) => boolean,
  refreshedFor?: readonly string[],
): Partial<Activity> {
  const { card, reader, key, drawn, files } = message;
  const made = drawCard(card, { reader, key, drawn, files, stands: 'message', opens, refreshedFor });
  return messageOf(made, plain(card.summary, reader));
}

/** Teams' own ids, as far as they are known, of those for whom a card holds more; undefined where it is one for all. */
export async function refreshedFor(
  { card, reader }: Pick<Outgoing, 'card' | 'reader'>,
  tenant: string,
  references: Pick<References, 'person'>,
): Promise<readonly string[] | undefined> {
  if (card.differsFor === undefined) return undefined;
  const users = card.differsFor.flatMap((p) => reader.named(p).user ?? []).slice(0, mostRefreshed);
  const known = await Promise.all(users.map((user) => references.person(tenant, user)));
  return known.flatMap((p) => (p?.id.startsWith('29:') ? [p.id] : []));
}

/** Sends of our own accord, through the connector of the conversation's tenant; one request an attempt. */
export class Sender {
  readonly #with: Sending;
  readonly #now: () => number;
  constructor(sending: Sending, now: () => number) {
    this.#with = sending;
    this.#now = now;
  }

  /** Sends an activity into a known conversation; answers its id. @throws whatever the client does */
  async #post(at: Place, known: Conversation, activity: Partial<Activity>, timeout?: number): Promise<string> {
    const client = await this.#with.door.connector(known.serviceUrl, timeout);
    const sent = await client.conversations.sendToConversation(at.conversation, this.#addressed(activity, known));
    // Without an id the message stands there but can never be redrawn; sending again would double it.
    return sent.id === undefined || sent.id === '' ? '-' : sent.id;
  }

  /**
   * Answers somebody in their direct conversation, waiting no longer than they would.
   * @throws Refused as `openDirect`; whatever the client does
   */
  async answer(who: Account, activity: Partial<Activity>): Promise<void> {
    const { door, references } = this.#with;
    const at = placeOfAddress(await this.openDirect(who, door.turnTimeout));
    const known = at === undefined ? undefined : await references.conversation(at.tenant, at.conversation);
    if (at === undefined || known === undefined) throw notReachable();
    this.#with.spends(at);
    await this.#post(at, known, activity, door.turnTimeout);
  }

  #addressed(activity: Partial<Activity>, at: Conversation): Partial<Activity> {
    return {
      ...activity,
      channelId: 'msteams',
      serviceUrl: at.serviceUrl,
      from: { id: at.bot, name: '' },
      conversation: { id: at.conversation, name: '', conversationType: at.type, isGroup: at.type !== 'personal' },
    };
  }

  async #drawn(message: Outgoing, tenant: string): Promise<Partial<Activity>> {
    const { opens, references } = this.#with;
    if (message.plainly === true)
      return { type: 'message', text: plainest(message.card, message.reader, answerByTyping), textFormat: 'plain' };
    return activityOf(message, opens, await refreshedFor(message, tenant, references));
  }

  /** Where that conversation is; `unread` where the book could not be asked, before anything was sent. */
  async #known(at: Place): Promise<Conversation | 'unread' | undefined> {
    try {
      return await this.#with.references.conversation(at.tenant, at.conversation);
    } catch {
      return 'unread';
    }
  }

  async send(to: Address, message: Outgoing, mayBegin = (): boolean => true): Promise<Sent> {
    const at = placeOfAddress(to);
    if (at === undefined) return { kind: 'faulty', code: 'no-address' };
    const known = await this.#known(at);
    if (known === 'unread') return notTried;
    if (known === undefined) return { kind: 'gone', why: 'left' };
    const activity = await this.#drawn(message, at.tenant);
    if (!mayBegin()) return { kind: 'refused', scope: 'conversation', because: 'too-late' };
    try {
      return { kind: 'delivered', ref: refOf(at, await this.#post(at, known, activity)) };
    } catch (error) {
      return outcome(error, this.#now());
    }
  }

  async update(ref: MessageRef, message: Outgoing): Promise<Sent> {
    const at = placeOfRef(ref);
    if (at === undefined) return { kind: 'faulty', code: 'no-message' };
    const known = await this.#known(at);
    if (known === 'unread') return notTried;
    if (known === undefined) return { kind: 'gone', why: 'left' };
    try {
      const client = await this.#with.door.connector(known.serviceUrl);
      const activity = { ...this.#addressed(await this.#drawn(message, at.tenant), known), id: at.activity };
      await client.conversations.updateActivity(at.conversation, at.activity, activity);
      return { kind: 'delivered', ref };
    } catch (error) {
      return isDeleted(error as Failure) ? { kind: 'faulty', code: noSuchMessage } : outcome(error, this.#now());
    }
  }

  /**
   * The direct conversation with somebody: the one they write to us in, or a new one where the bot is installed for
   * them. Waits so long (ms) for each answer.
   * @throws Refused `not-reachable`; NotNow `teams-away` or `teams-unwritten` where it is worth trying again.
   */
  openDirect(who: Account, timeout?: number): Promise<Address> {
    return this.#with.references.during((since) => this.#opened(who, timeout, since));
  }

  async #opened(who: Account, timeout: number | undefined, since: Since): Promise<Address> {
    const { references, door } = this.#with;
    const person = await references.person(who.tenant, who.user);
    if (person?.direct !== undefined) return addressOf({ tenant: who.tenant, conversation: person.direct });
    const tenant = await references.tenant(who.tenant);
    if (tenant === undefined) throw notReachable();
    const { serviceUrl, bot } = tenant;
    let conversation: string;
    try {
      const client = await door.connector(serviceUrl, timeout);
      const made = await client.conversations.createConversation({
        isGroup: false,
        bot: { id: bot, name: '' },
        members: [{ id: person?.id ?? who.user, name: '' }],
        tenantId: who.tenant,
        channelData: { tenant: { id: who.tenant } },
        activity: undefined as unknown as Activity,
      });
      conversation = made.id;
    } catch (error) {
      const ended = outcome(error, this.#now());
      if (ended.kind === 'gone' || ended.kind === 'faulty') throw notReachable(error);
      // Beginning a conversation again answers the same one, so this may simply be tried later.
      throw new NotNow('teams-away', 'Teams does not answer just now. Try again in a few minutes.', ended, {
        cause: faultCode(error),
      });
    }
    const at = { tenant: who.tenant, conversation };
    try {
      await references.began(who.tenant, who.user, { serviceUrl, bot, conversation, type: 'personal' }, since);
    } catch (error) {
      // Whoever finds the book without it takes it for a conversation that they were put out of: what may wait is tried
      // again. For somebody who waits for an answer while the book is away, what was told stands in for it.
      if (timeout === undefined || (await this.#known(at)) === undefined)
        throw new NotNow('teams-unwritten', 'That did not work just now. Try again in a few minutes.', notTried, {
          cause: faultCode(error),
        });
    }
    return addressOf(at);
  }
}

/** Nothing left: the book could not be asked, or written to. */
const notTried = { kind: 'refused', scope: 'conversation' } as const;

const answerByTyping = 'To answer, type home in your chat with Mentorlog.';

const notReachable = (cause?: unknown): Refused =>
  new Refused(
    'not-reachable',
    'This person cannot be reached in Teams yet: ask them to add Mentorlog under Apps and to write to it once.',
    { cause: cause === undefined ? undefined : faultCode(cause) },
  );
