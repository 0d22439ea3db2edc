import type { Activity, Mention } from 'botbuilder';
import type { Answers } from '../../src/chat/form.js';
import type { Account, Inbound, MessageRef } from '../../src/chat/inbound.js';
import type { DraftId } from '../../src/kernel/ids.js';
import { clean, mentionMark } from '../../src/kernel/words.js';
import { addressOf, refOf, teamsAccount, withoutThread } from './address.js';
import { type CardData, readAnswers, readData } from './data.js';
import { longestSaid, mostEntities, mostMentioned } from './limits.js';
import { typeOf } from './references.js';

/** How an activity asks to be answered. */
export type Turn =
  /** A typed message. */
  | 'typed'
  /** A button of an old client: a message with a value, which can only be answered by another message. */
  | 'submitted'
  /** `Action.Execute`: answered with the card as it stands then. */
  | 'execute'
  /** A button asked for a dialog. */
  | 'fetch'
  /** A button in a dialog. */
  | 'dialog';

/** One event, and what its answer needs to know of where it came from. */
export interface Heard {
  readonly turn: Turn;
  /** Others read what is said there. */
  readonly shared: boolean;
  /** It is a team's channel, which many read; among the shared ones the others are groups. */
  readonly channel?: true;
  readonly event: Inbound;
  /** The button that was pressed. */
  readonly data?: CardData;
  /** A form's submission: what was typed with it. */
  readonly filled?: Answers;
}

/** Where a conversation's ids come from; who they are was settled by the door. */
export interface Known {
  readonly tenant: string;
  readonly user: string;
}

const isBot = (activity: Activity, id: string): boolean => id === activity.recipient.id;

export interface Said {
  readonly text: string;
  /** Teams' accounts of the people mentioned, in their order: an Entra object id where given, else Teams' own id. */
  readonly mentioned: readonly { readonly id: string; readonly user?: string }[];
}

/**
 * A message without what it quotes. To a reply Teams puts in front, as markup, the message that it answers (or a mark of
 * an attachment that does): somebody else's words. What is opened and never closed is what somebody typed.
 */
function withoutQuoted(text: string): string {
  const pieces = text.split(/(<\/?(?:blockquote|attachment)(?:\s[^<>]*)?>)/i);
  if (pieces.length < 3) return text;
  const said: string[] = [];
  let depth = 0;
  for (const [i, piece] of pieces.entries()) {
    if (i % 2 === 0) {
      if (depth === 0) said.push(piece);
    } else if (!piece.startsWith('</')) depth += 1;
    else if (depth > 0) depth -= 1;
  }
  if (depth > 0) return text;
  return said.join(' ').replace(/<\/?(?:p|br|div|span)(?:\s[^<>]*)?\/?>/gi, ' ');
}

/**
 * What was said to the bot: without its own mention, with everybody else's as placeholders (see `kernel/words.ts`),
 * and without the `/mentor` that people bring along from elsewhere. Teams writes a mention as `<at>Name</at>`, and the
 * entity with that text, in the same order, tells whom it means; a tag without an entity is what somebody typed.
 */
export function saidIn(activity: Activity): Said {
  const entities = (activity.entities ?? []).filter((e): e is Mention => e.type === 'mention');
  /** Those of each text, the last first. */
  const open = new Map<string, Mention['mentioned'][]>();
  for (const e of entities.slice(0, mostEntities).reverse()) {
    const text = clean(e.text ?? '');
    open.set(text, [...(open.get(text) ?? []), e.mentioned]);
  }
  const mentioned: { id: string; user?: string }[] = [];
  const whole = withoutQuoted((activity.text ?? '').slice(0, longestSaid)).replaceAll('&nbsp;', ' ');
  // No `<` within: what is between is looked at once, however many tags are opened and never closed.
  const text = clean(whole).replace(/<at(?:\s[^<>]*)?>([^<]*)<\/at>/gi, (tag, name) => {
    const who = open.get(tag)?.pop();
    if (who?.id === undefined) return String(name);
    const { id, aadObjectId } = who;
    if (isBot(activity, id)) return ' ';
    if (mentioned.length >= mostMentioned) return String(name);
    mentioned.push({ id, ...(aadObjectId ? { user: aadObjectId } : {}) });
    return `${mentionMark}${mentioned.length - 1}\uE001`;
  });
  const words = text
    .replace(/\u00a0/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return { text: words.replace(/^\/?mentor(?=$|[\s:,])[\s:,]*/i, ''), mentioned };
}

/** What stands the same in every event of an activity. */
function base(activity: Activity, { tenant, user }: Known) {
  const shared = typeOf(activity) !== 'personal';
  const conversation = withoutThread(activity.conversation.id);
  return { shared, who: teamsAccount(tenant, user), at: addressOf({ tenant, conversation }), conversation };
}

const inChannel = (activity: Activity): Pick<Heard, 'channel'> =>
  typeOf(activity) === 'channel' ? { channel: true } : {};

/** A typed command. `mentions` stand in the order of `saidIn`. */
export function heardCommand(activity: Activity, known: Known, said: Said, mentions: readonly Account[]): Heard {
  const { shared, who, at, conversation } = base(activity, known);
  return {
    turn: 'typed',
    shared,
    ...inChannel(activity),
    event: {
      kind: 'command',
      deliveryId: ['teams', 'said', known.tenant, conversation, activity.id ?? ''].map(encodeURIComponent).join(':'),
      who,
      // A dialog opens from a button only: a typed word is answered with one.
      surface: { scope: shared ? 'shared' : 'direct', form: false, apart: true },
      at,
      text: said.text,
      mentions,
    },
  };
}

/**
 * A button that was pressed, in a message or a dialog.
 * @returns `close` where a panel is to go away, which needs nobody's answer; `unreadable` where its data is none of ours, or not in the shape that we write.
 */
export function heardButton(
  activity: Activity,
  known: Known,
  turn: Exclude<Turn, 'typed'>,
): Heard | 'close' | 'unreadable' {
  const value: unknown = activity.value;
  const raw =
    turn === 'submitted'
      ? value
      : turn === 'execute'
        ? (value as { action?: { data?: unknown } } | null)?.action?.data
        : (value as { data?: unknown } | null)?.data;
  const data = readData(raw);
  // To look is no press, whatever it came as.
  if (data === undefined || data.kind === 'look') return 'unreadable';
  const { shared, who, at } = base(activity, known);
  const inDialog = turn === 'fetch' || turn === 'dialog';
  const surface = {
    scope: shared ? 'shared' : 'direct',
    form: inDialog || (turn === 'execute' && !shared),
    ...(turn === 'execute' ? { redraws: true as const } : {}),
  } as const;
  const key = (...parts: readonly (string | number)[]): string =>
    ['teams', ...parts, known.user].map((p) => encodeURIComponent(p)).join(':');
  // Teams may deliver a request for a dialog twice, but asking for one again later is a new act: opening has no effect
  // that could be doubled, and must work every time.
  const opening = turn === 'fetch' ? [activity.id ?? ''] : [];
  const heard = { turn, shared, data, ...inChannel(activity) } as const;
  switch (data.kind) {
    case 'close':
      return 'close';
    case 'again':
      return {
        ...heard,
        event: {
          kind: 'command',
          deliveryId: key('again', data.key, activity.id ?? ''),
          who,
          surface,
          at,
          text: data.text,
          mentions: data.mentions.map((user) => teamsAccount(known.tenant, user)),
        },
      };
    case 'press': {
      const { verb, subject, arg } = data.press;
      const ref = turn === 'dialog' ? undefined : messageIn(activity, known);
      return {
        ...heard,
        event: {
          kind: 'press',
          deliveryId: key(data.key, data.drawn, verb, subject, arg ?? '', ...opening),
          who,
          surface,
          at,
          press: data.press,
          ...(ref === undefined ? {} : { on: { ref, drawn: data.drawn } }),
        },
      };
    }
    case 'form': {
      const filled = readAnswers(raw);
      if (filled === undefined) return 'unreadable';
      const { draft, revision, step, move } = data;
      const place = 'group' in move ? [move.group, ...('row' in move ? [move.row] : [])] : [];
      return {
        ...heard,
        filled,
        event: {
          kind: 'form',
          deliveryId: key('form', draft, revision, move.do, ...place),
          who,
          surface,
          draft: draft as DraftId,
          revision,
          move: move.do === 'concern' ? { do: 'save' } : move,
          step,
          answers: filled,
        },
      };
    }
    default:
      return data satisfies never;
  }
}

/**
 * Whether a client asks for a card as its reader sees it: of its own accord, as the card comes into view, whatever data
 * came along; or because they chose *Refresh*. Nobody pressed anything of ours then.
 */
export function asksToLook(activity: Activity): boolean {
  const value = activity.value as { trigger?: unknown; action?: { data?: unknown } } | null | undefined;
  return value?.trigger === 'automatic' || readData(value?.action?.data)?.kind === 'look';
}

/** The message that an activity is about; none where it is about no message. */
export function messageIn(activity: Activity, { tenant }: Pick<Known, 'tenant'>): MessageRef | undefined {
  const message = activity.replyToId ?? '';
  if (message === '') return undefined;
  return refOf({ tenant, conversation: withoutThread(activity.conversation.id) }, message);
}

/**
 * "Worried about someone?" in a form: whom to tell, asked for as every time anew. The form is kept by the `save` that
 * `heardButton` made of the same press.
 */
export function concernIn(activity: Activity, known: Known, heard: Heard): Inbound | undefined {
  if (heard.data?.kind !== 'form' || heard.data.move.do !== 'concern') return undefined;
  const { at, who } = base(activity, known);
  return {
    kind: 'press',
    deliveryId: `${heard.event.deliveryId}:${encodeURIComponent(activity.id ?? '')}`,
    who,
    surface: heard.event.surface,
    at,
    press: { verb: 'concern.open', subject: '-', arg: heard.data.move.as },
  };
}

/** The bot came into a conversation, or was taken out of it. `count`: how often it was taken out before. */
export function heardInstallation(
  activity: Activity,
  known: Known,
  what: 'installed' | 'removed',
  count: number,
): Inbound {
  const { shared, who, at, conversation } = base(activity, known);
  const data = activity.channelData as { team?: { name?: string } } | undefined;
  const name = data?.team?.name ?? activity.conversation.name;
  const common = {
    deliveryId: ['teams', what, known.tenant, conversation, String(count)].map(encodeURIComponent).join(':'),
    who,
    surface: { scope: shared ? 'shared' : 'direct', form: false },
  } as const;
  return what === 'removed'
    ? { ...common, kind: 'removed' }
    : { ...common, kind: 'installed', at, ...(name ? { name } : {}) };
}

/** Whether an activity says that the bot itself was added or removed; Teams says so twice, in two kinds of activity. */
export function installationIn(activity: Activity): 'installed' | 'removed' | undefined {
  if (activity.type === 'installationUpdate') {
    // `add-upgrade` and `remove-upgrade` come with a new version of the package: nothing has changed for anyone.
    return activity.action === 'add' ? 'installed' : activity.action === 'remove' ? 'removed' : undefined;
  }
  if (activity.membersAdded?.some((m) => isBot(activity, m.id))) return 'installed';
  if (activity.membersRemoved?.some((m) => isBot(activity, m.id))) return 'removed';
  return undefined;
}
