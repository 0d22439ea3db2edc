import type { Account, Address, MessageRef } from '../../chat/inbound.js';
import type { Platform } from '../../chat/text.js';
import type { Person } from '../../domain/programme.js';
import { isByLink } from '../../kernel/account.js';
import { Bounded } from '../../kernel/bounded.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import type { ChatPort } from '../../ports/chat.js';
import type { OutboxRow, Posted, Store } from '../../ports/store.js';
import type { Passed, Waited } from './platform-limits.js';
import { workspaceOf } from './platforms-away.js';

/** How a message gets to whom it is for: by which chat and account, and into which conversation. */

export interface Way {
  readonly chat: ChatPort;
  readonly account: Pick<Account, 'platform' | 'tenant'>;
  /** The conversation, of a channel; a person's has still to be found (`conversations`). */
  readonly who: Account | { readonly channel: Address };
}

/**
 * A card is updated where it stands; a new one goes to the first account that this program serves. Undefined where there
 * is none. `through`: by an account of this platform alone.
 */
export function wayTo(
  row: Pick<OutboxRow, 'to'>,
  chats: ReadonlyMap<Platform, ChatPort>,
  people: ReadonlyMap<PersonId, Person>,
  posted: Posted | undefined,
  through?: Platform,
): Way | undefined {
  if ('channel' in row.to) {
    const [platform = '', tenant = ''] = row.to.channel.split(':');
    const chat = chats.get(platform as Platform);
    const account = { platform: platform as Platform, tenant: decodeURIComponent(tenant) };
    return chat === undefined ? undefined : { chat, account, who: { channel: row.to.channel } };
  }
  const accounts = people.get(row.to.person)?.accounts ?? [];
  const there = posted === undefined ? undefined : accounts.find((a) => posted.ref.startsWith(`${a.platform}:`));
  // What is to go by one of somebody's accounts goes by no other: it would tell the one what is the other's.
  const account =
    through === undefined
      ? (there ?? accounts.find((a) => chats.has(a.platform)))
      : accounts.find((a) => a.platform === through);
  const chat = account === undefined ? undefined : chats.get(account.platform);
  return account === undefined || chat === undefined ? undefined : { chat, account, who: account };
}

/** Nobody without an account is written to: whoever works with them is told what to do. */
export function hasOnlyLinks(row: Pick<OutboxRow, 'to'>, people: ReadonlyMap<PersonId, Person>): boolean {
  const accounts = 'person' in row.to ? (people.get(row.to.person)?.accounts ?? []) : [];
  return accounts.length > 0 && accounts.every(isByLink);
}

/** Conversations remembered; another is asked for anew. */
const remembered = 20_000;

export interface Conversations {
  /**
   * Where to write to them: the conversation that the row was tried in, the one that was opened before, the one in which
   * something stands already; only then one is opened, at the platform's pace.
   * @returns the address; `unreachable`; or that it may not be opened yet
   * @throws whatever `openDirect` does, but for `not-reachable`
   */
  of(row: OutboxRow, way: Way): Promise<{ readonly address: Address } | 'unreachable' | Extract<Passed, { go: false }>>;
  /** What was known of this person is not so any more: the next time theirs is opened anew. Answers whether it was known. */
  wrong(way: Way): boolean;
  /** Lets go of what is known of this account: its person was erased. */
  forget(who: Account): void;
  /** The same of everybody. */
  forgetAll(): void;
}

export function conversations(deps: {
  readonly store: Pick<Store, 'read'>;
  /** Whether a conversation may be opened now. */
  open(chat: ChatPort, workspace: string, waited: Waited): Promise<Passed>;
  waited(row: OutboxRow): Waited;
}): Conversations {
  type Known = { readonly address: Address; readonly from: 'opened' | 'posted' };
  const known = new Bounded<string, Known>(remembered);
  /** Those whose messages stand in another conversation than theirs by now. */
  const moved = new Bounded<string, true>(remembered);
  const keyOf = (who: Account): string => `${workspaceOf(who)}|${who.user}`;

  const posted = async (row: OutboxRow, { chat, account }: Way): Promise<Address | undefined> => {
    if (chat.conversationOf === undefined || !('person' in row.to)) return undefined;
    const ref: MessageRef | undefined = await deps.store.read((tx) =>
      tx.in(row.programme).posted.anyTo(row.to, `${account.platform}:${account.tenant}:`),
    );
    return ref === undefined ? undefined : chat.conversationOf(ref);
  };

  return {
    async of(row, way) {
      const { who, chat } = way;
      if ('channel' in who) return { address: who.channel };
      const key = keyOf(who);
      if (row.address?.startsWith(`${who.platform}:`) && !moved.has(key)) return { address: row.address };
      const before = known.get(key);
      if (before !== undefined) return { address: before.address };
      const stands = moved.has(key) ? undefined : await posted(row, way);
      if (stands !== undefined) {
        known.set(key, { address: stands, from: 'posted' });
        return { address: stands };
      }
      const passed = await deps.open(chat, workspaceOf(who), deps.waited(row));
      if (!passed.go) return passed;
      try {
        const address = await chat.openDirect(who);
        // Elsewhere somebody's conversation may be another one tomorrow, and asking costs no request.
        if (chat.conversationOf !== undefined) known.set(key, { address, from: 'opened' });
        return { address };
      } catch (error) {
        if (error instanceof Refused && error.code === 'not-reachable') return 'unreachable';
        throw error;
      }
    },
    forget(who) {
      known.delete(keyOf(who));
      moved.delete(keyOf(who));
    },
    forgetAll() {
      known.clear();
      moved.clear();
    },
    wrong({ who }) {
      if ('channel' in who) return false;
      const key = keyOf(who);
      if (known.get(key)?.from !== 'posted') return false;
      known.delete(key);
      moved.set(key, true);
      return true;
    },
  };
}
