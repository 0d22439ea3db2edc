import type { Card } from '../../src/chat/card.js';
import type { Account, Address, MessageRef, Outgoing } from '../../src/chat/inbound.js';
import { sampleChannel } from '../../src/local/sample-people.js';
import type { ChatPort, Hears, Profile, Sent } from '../../src/ports/chat.js';
import type { DrawnFile } from '../../src/ports/documents.js';

/** A message as it stands in the fake chat. */
export interface Seen {
  readonly ref: MessageRef;
  readonly address: Address;
  readonly key: string;
  message: Outgoing;
  edits: number;
  /** How often a message with this key was posted here: more than once is a fault. */
  posts: number;
}

/** A chat in memory: it keeps what was sent, and does what a test scripts of its faults. */
export interface FakeChat extends ChatPort {
  readonly messages: Seen[];
  /** Answers the next sends instead of delivering; `deliver: true` also keeps the message (a reset after accept). */
  readonly faults: { readonly sent: Sent; readonly deliver?: boolean }[];
  /** Every card ever drawn, sent or redrawn, in order. */
  readonly drawn: { readonly address: Address; readonly message: Outgoing }[];
  /** Every file that was placed, in order. */
  readonly placed: { readonly address: Address; readonly file: DrawnFile }[];
  /** Thrown by the next calls of `place`; `deliver: true` keeps the file first (a reset after accept). */
  readonly placeFaults: { readonly thrown: unknown; readonly deliver?: boolean }[];
  /** Whose account it was told to forget, in order. */
  readonly forgotten: Account[];
  /** How often it was told to forget everybody. */
  forgottenAll: number;
  hears: Hears | undefined;
  in(address: Address): readonly Seen[];
}

export const channelAddress = `web:#${sampleChannel}` as Address;

export const directOf = (user: string): Address => `web:${user}` as Address;

export function fakeChat(
  options: {
    readonly lookUp?: boolean;
    readonly files?: ChatPort['can']['files'];
    readonly profile?: (who: Account) => Profile;
    /** What stands in it already. */
    readonly before?: Pick<FakeChat, 'messages' | 'drawn'>;
  } = {},
): FakeChat {
  let n = options.before?.messages.length ?? 0;
  const chat: FakeChat = {
    platform: 'web',
    can: { files: options.files ?? 'none', lookUp: options.lookUp ?? true },
    acceptDelayMs: 0,
    limits: [],
    messages: (options.before?.messages ?? []).map((m) => ({ ...m })),
    faults: [],
    drawn: [...(options.before?.drawn ?? [])],
    placed: [],
    placeFaults: [],
    forgotten: [],
    forgottenAll: 0,
    hears: undefined,
    in: (address) => chat.messages.filter((m) => m.address === address),
    async listen(hears) {
      chat.hears = hears;
      return async () => {
        chat.hears = undefined;
      };
    },
    openDirect: async (who) => directOf(who.user),
    async place(to, file) {
      const fault = chat.placeFaults.shift();
      if (fault === undefined || fault.deliver === true) chat.placed.push({ address: to, file });
      if (fault !== undefined) throw fault.thrown;
      return { kind: 'placed', ref: `file-${chat.placed.length}` };
    },
    async send(to, message) {
      chat.drawn.push({ address: to, message });
      const fault = chat.faults.shift();
      if (fault !== undefined && fault.deliver !== true) return fault.sent;
      const there = chat.messages.find((m) => m.address === to && m.key === message.key);
      if (there !== undefined) {
        there.posts += 1;
        return fault?.sent ?? { kind: 'delivered', ref: there.ref };
      }
      n += 1;
      const ref = `web:${n}` as MessageRef;
      chat.messages.push({ ref, address: to, key: message.key, message, edits: 0, posts: 1 });
      return fault?.sent ?? { kind: 'delivered', ref };
    },
    async update(ref, message) {
      const there = chat.messages.find((m) => m.ref === ref);
      if (there === undefined) return { kind: 'faulty', code: 'no-such-message' };
      chat.drawn.push({ address: there.address, message });
      there.message = message;
      there.edits += 1;
      return { kind: 'delivered', ref };
    },
    forget: (who) => void chat.forgotten.push(who),
    forgetAll() {
      chat.forgottenAll += 1;
    },
    wasSent: async (to, key) => chat.messages.find((m) => m.address === to && m.key === key)?.ref,
    home: async () => ({ kind: 'delivered', ref: 'web:home' as MessageRef }),
    profile: async (who) =>
      options.profile?.(who) ?? { name: who.user, zone: 'Europe/London', locale: 'en-GB', standing: 'member' },
  };
  return chat;
}

/** Every button of a card. */
export const buttonsOf = (
  card: Card,
): readonly {
  readonly label: string;
  readonly press: { readonly verb: string; readonly subject: string; readonly arg?: string };
}[] => card.blocks.flatMap((b) => (b.kind === 'buttons' ? b.items : []));
