import type { types, webApi } from '@slack/bolt';
import { type Card, text } from '../../src/chat/card.js';
import type { FormView } from '../../src/chat/form.js';
import type { Account, Address, Answer, Inbound, InboundOf } from '../../src/chat/inbound.js';
import { literal, plain, type Reader, type Text } from '../../src/chat/text.js';
import { faultCode } from '../../src/kernel/errors.js';
import { shorten } from '../../src/kernel/words.js';
import { withBeginning } from './begin-with.js';
import { drawMessage } from './blocks.js';
import { againAction, writeAgain, writePress } from './carried.js';
import { limits } from './limits.js';
import { type From, formModal, noteModal, panelModal } from './modal.js';
import type { ReplaceWord } from './response-url.js';
import { channelOf, publishHome } from './send.js';
import { plainText } from './text.js';
import type { Turn } from './turn.js';
import { faultOf, type Log, slackCode } from './web-api.js';

/** What goes into the acknowledgement itself, and what is shown once that is out. */
export interface Shown {
  readonly ack?: unknown;
  readonly after?: () => Promise<void>;
}

export interface Showing {
  /** Short-tempered: what it shows is of use for three seconds. */
  readonly client: webApi.WebClient;
  readonly log: Log;
  hear(event: Inbound): Promise<Answer>;
  missed(event: Inbound, answer: Answer): Promise<void>;
  told(event: Inbound): Promise<void>;
  /** The line at the foot of what they are shown. */
  footFor(user: string): Text | undefined;
  openDirect(who: Account): Promise<Address>;
  readonly replaceWord: ReplaceWord;
  /** One change of a view at a time, in the order they were answered. */
  inOrder(view: string, change: () => Promise<void>): Promise<void>;
}

export const sentences = {
  unreadable: 'That button or form cannot be read any more. Type /mentor home to go on from what is there now.',
  broken: 'That did not work just now and nothing was changed; try again in a minute.',
  lapsed: 'That took too long for Slack to open it; do the same once more.',
  saving:
    'Still saving. This takes longer than usual; it shows here when it is done. What you typed stands beneath this.',
  savingBeside:
    'Still saving. This takes longer than usual; where nothing changes here within a minute, send it again.',
  late: 'This takes longer than usual; the answer comes below. Where none has come within a minute, send it again.',
  goOn: 'Saved. Close this to go on.',
  saved: 'Done. You can close this.',
  done: 'Done.',
  savedLate: 'Your form has been sent. It took longer than usual.',
  elsewhere: 'Mentorlog answers in its own workspace only. Ask your coordinator to add it to yours.',
} as const;

/** A private word that stands in a place of others says how to type there what it asks for. */
const inChannelOf = (event: Inbound, card: Card): Card =>
  event.surface.scope === 'direct' ? card : withBeginning(card, 'channel');

const ephemeralAck = (event: Inbound, card: Card, reader: Reader): unknown => ({
  response_type: 'ephemeral',
  ...drawMessage(inChannelOf(event, card), { reader }),
});

/** A sentence of this adapter's own, where an event cannot reach the runtime. */
export function sentenceFor(
  turn: Turn | undefined,
  sentence: string,
  s: Pick<Showing, 'client' | 'log' | 'footFor'>,
): Shown {
  switch (turn?.where) {
    case 'command':
      return { ack: { response_type: 'ephemeral', text: sentence } };
    case 'submission':
      return { ack: overForm(turn, note(turn, sentence, s), sentence) };
    case 'modal':
    case 'home':
    case 'shortcut':
      return { after: () => tried(s, 'note', () => openView(turn, note(turn, sentence, s), s)) };
    case 'message': {
      const { channel, user } = turn;
      if (channel === undefined) return {};
      return {
        after: () => tried(s, 'note', () => s.client.chat.postEphemeral({ channel, user, text: sentence })),
      };
    }
    default:
      return {};
  }
}

/** A sentence of this adapter's own in a view, with the line that stands at the foot of all of them. */
export const note = (turn: Turn, sentence: string, s: Pick<Showing, 'footFor'>): types.ModalView =>
  noteModal(sentence, s.footFor(turn.user));

/**
 * On top of a form, so that what was typed is still there beneath it. Three views are the most that stand on each other:
 * there the sentence stands beside the first field instead.
 */
export function overForm(turn: Turn, view: types.ModalView, sentence: string): unknown {
  const [first] = turn.places ?? [];
  return turn.full === true && first !== undefined
    ? { response_action: 'errors', errors: { [first]: shorten(sentence, limits.fieldError) } }
    : { response_action: 'push', view };
}

export async function tried(s: Pick<Showing, 'log'>, what: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    s.log(`slack.${what}`, { outcome: faultOf(error), fault: faultCode(error) });
  }
}

/** @throws whatever the call does */
export async function openView(turn: Turn, view: types.ModalView, s: Pick<Showing, 'client'>): Promise<void> {
  const trigger_id = turn.trigger ?? '';
  if (turn.where !== 'modal') {
    await s.client.views.open({ trigger_id, view });
    return;
  }
  try {
    await s.client.views.push({ trigger_id, view });
  } catch (error) {
    // Three views stand on each other already: the top one gives way.
    if (slackCode(error) !== 'push_limit_reached' || turn.view === undefined) throw error;
    await s.client.views.update({ view_id: turn.view, view });
  }
}

/** Opens a view; where it cannot be, the runtime sends a card with *Continue* for a form, and a panel is asked for again. */
async function openOrMiss(
  turn: Turn,
  event: Inbound,
  answer: Answer,
  view: types.ModalView,
  s: Showing,
): Promise<void> {
  if (turn.trigger !== undefined) {
    try {
      await openView(turn, view, s);
      return;
    } catch (error) {
      s.log('slack.open', { outcome: faultOf(error) });
      // The trigger was used: this is the same act delivered again, and its view is open.
      if (slackCode(error) === 'exchanged_trigger_id') return;
    }
  }
  if (answer.reply.kind === 'form') return s.missed(event, answer);
  // A panel holds private words, which may stand in no message: its button stands there, and a press brings the trigger
  // that a typed word has not.
  await tried(s, 'say', () => sayWords(turn, event.who, wayTo(turn, event, answer), s));
}

/** What stands in the place of a panel that cannot open: its name, and the button that asks for it again. */
function wayTo(turn: Turn, event: Inbound, answer: Answer): ReturnType<typeof drawMessage> {
  const { reply, reader } = answer;
  const title = reply.kind === 'panel' ? reply.card.title : '';
  const again = againOf(event);
  if (title === '' || again === undefined) return drawMessage(sentenceCard(sentences.lapsed), { reader });
  const line = `${title}: ${turn.trigger === undefined ? 'open it to read' : 'that took too long for Slack to open it. Open it now'}. Only you can see it.`;
  const words = drawMessage(sentenceCard(line), { reader });
  const open = { type: 'button' as const, text: plainText('Open'), style: 'primary' as const, ...again };
  return { ...words, blocks: [...words.blocks, { type: 'actions', elements: [open] }] };
}

/** The button that asks for the same once more: what was typed, or the press. */
function againOf(event: Inbound): { readonly action_id: string; readonly value: string } | undefined {
  if (event.kind === 'press') return { action_id: event.press.verb, value: writePress(event.press) };
  if (event.kind !== 'command') return undefined;
  const value = writeAgain({ text: event.text, users: event.mentions.map((m) => m.user) });
  return value === undefined ? undefined : { action_id: againAction, value };
}

const noPlace = new Set([
  'not_in_channel',
  'channel_not_found',
  'user_not_in_channel',
  'is_archived',
  'restricted_action',
]);

/** A private word: where the person acted, or in their own conversation with the bot. */
export async function sayPrivately(turn: Turn, who: Account, card: Card, reader: Reader, s: Showing): Promise<void> {
  await sayWords(turn, who, drawMessage(card, { reader }), s);
}

async function sayWords(turn: Turn, who: Account, drawn: ReturnType<typeof drawMessage>, s: Showing): Promise<void> {
  const words = { user: who.user, ...drawn };
  if (turn.channel !== undefined) {
    try {
      await s.client.chat.postEphemeral({
        channel: turn.channel,
        ...words,
        ...(turn.thread === undefined ? {} : { thread_ts: turn.thread }),
      });
      return;
    } catch (error) {
      if (!noPlace.has(slackCode(error) ?? '')) throw error;
    }
  }
  const direct = channelOf(await s.openDirect(who));
  if (direct !== undefined) await s.client.chat.postEphemeral({ channel: direct.channel, ...words });
}

const privately = (turn: Turn, event: Inbound, answer: Answer, card: Card, s: Showing): Shown => ({
  after: () => tried(s, 'say', () => sayPrivately(turn, event.who, inChannelOf(event, card), answer.reader, s)),
});

export const sentenceCard = (sentence: string): Card => ({
  title: '',
  summary: literal(sentence),
  blocks: [text(literal(sentence))],
});

/** Where the private word stood that was pressed in: its buttons must not outlive what came of them. */
async function inPlaceOfWord(turn: Turn, event: Inbound, answer: Answer, card: Card, s: Showing): Promise<void> {
  const url = turn.word;
  if (url !== undefined) {
    const words = { response_type: 'ephemeral', ...drawMessage(inChannelOf(event, card), { reader: answer.reader }) };
    try {
      await s.replaceWord(url, { replace_original: true, ...words });
      return;
    } catch (error) {
      s.log('slack.word', { fault: faultCode(error) });
    }
  }
  await tried(s, 'say', () => sayPrivately(turn, event.who, card, answer.reader, s));
}

/** The App Home, published again: it shows what was so before. */
async function homeAgain(event: Inbound, s: Showing): Promise<void> {
  const { who, deliveryId } = event;
  const surface = { scope: 'direct', form: false } as const;
  const home = { kind: 'home', who, deliveryId: `${deliveryId}:home`, surface } as const;
  const answer = await s.hear(home);
  // What is no home (too many acts at once, say) does not take its place.
  if (answer.undone !== true) await showHome(home, answer, s).after?.();
}

/** What was done in the App Home, or in a view that was opened from it, is seen there too. */
export function withHome(turn: Turn, event: Inbound, answer: Answer, shown: Shown, s: Showing): Shown {
  if (turn.home !== true || answer.reply.kind === 'form') return shown;
  return {
    ...shown,
    after: async () => {
      await shown.after?.();
      await tried(s, 'home', () => homeAgain(event, s));
    },
  };
}

/** A view that carries where it was opened from. */
export const drawn = {
  form: (turn: Turn, view: FormView, reader: Reader, s: Pick<Showing, 'footFor'>): types.ModalView =>
    formModal(view, reader, from(turn, s)),
  panel: (turn: Turn, card: Card, reader: Reader, s: Pick<Showing, 'footFor'>): types.ModalView =>
    panelModal(card, reader, from(turn, s)),
};
function from({ home, seek, user }: Turn, s: Pick<Showing, 'footFor'>): From {
  const foot = s.footFor(user);
  return {
    ...(home === undefined ? {} : { home }),
    ...(seek === undefined ? {} : { seek }),
    ...(foot === undefined ? {} : { foot }),
  };
}

/**
 * Whether an answer to a press in a panel stands in its place: what came of the press does, and the same panel drawn
 * anew. What is only read stands on top, with the way back to where it was pressed.
 */
const replacesPanel = (turn: Turn, answer: Answer, card: Card): boolean =>
  turn.panel !== undefined &&
  answer.undone !== true &&
  (answer.changed === true || turn.panel === panelModal(card, answer.reader).title.text);

/** A view answered to a view: a push, or an opening, that needs no *Continue* when it fails. */
const onTop = (turn: Turn, event: Inbound, answer: Answer, card: Card, s: Showing): Shown => ({
  after: async () => {
    try {
      await openView(turn, drawn.panel(turn, card, answer.reader, s), s);
    } catch (error) {
      s.log('slack.open', { outcome: faultOf(error) });
      await tried(s, 'say', () =>
        sayPrivately({ where: turn.where, user: turn.user }, event.who, card, answer.reader, s),
      );
    }
  },
});

const redrawView = (turn: Turn, view: types.ModalView, s: Showing): Shown => ({
  after: () => {
    const id = turn.view;
    if (id === undefined) return Promise.resolve();
    return s.inOrder(id, () => tried(s, 'redraw', () => s.client.views.update({ view_id: id, view })));
  },
});

/**
 * How an answer is shown to the person who acted. The acknowledgement is sent at once; what needs a call of its own
 * comes after it.
 */
export function showAnswer(turn: Turn, event: Inbound, answer: Answer, s: Showing): Shown {
  if (event.kind === 'home') return showHome(event, answer, s);
  const shown =
    turn.where === 'submission'
      ? showSubmitted(turn, event as InboundOf<'form'>, answer, s)
      : showActed(turn, event, answer, s);
  return withHome(turn, event, answer, shown, s);
}

function showActed(turn: Turn, event: Inbound, answer: Answer, s: Showing): Shown {
  const { reply, reader } = answer;
  const inView = turn.where === 'modal' || turn.where === 'home' || turn.where === 'shortcut';
  const inWord = (card: Card): Shown => ({ after: () => inPlaceOfWord(turn, event, answer, card, s) });
  switch (reply.kind) {
    case 'done':
      if (turn.panel !== undefined) return redrawView(turn, note(turn, sentences.saved, s), s);
      return turn.word === undefined ? {} : inWord(sentenceCard(sentences.done));
    case 'say':
      if (turn.where === 'command') return { ack: ephemeralAck(event, reply.card, reader) };
      if (replacesPanel(turn, answer, reply.card)) return redrawView(turn, drawn.panel(turn, reply.card, reader, s), s);
      if (turn.word !== undefined && answer.undone !== true) return inWord(reply.card);
      return inView ? onTop(turn, event, answer, reply.card, s) : privately(turn, event, answer, reply.card, s);
    case 'close':
      if (turn.where === 'modal')
        // Only a submission can close a modal: a button in it can but change what it says.
        return redrawView(
          turn,
          reply.say === undefined ? note(turn, sentences.saved, s) : drawn.panel(turn, reply.say, reader, s),
          s,
        );
      if (turn.word !== undefined) return inWord(reply.say ?? sentenceCard(sentences.done));
      if (reply.say === undefined) return {};
      return turn.where === 'command'
        ? { ack: ephemeralAck(event, reply.say, reader) }
        : privately(turn, event, answer, reply.say, s);
    case 'form':
      if (event.kind === 'form') {
        if (event.move.do === 'closed') return {};
        return redrawView(turn, drawn.form(turn, reply.view, reader, s), s);
      }
      return opened(turn, event, answer, drawn.form(turn, reply.view, reader, s), s);
    case 'panel': {
      const view = drawn.panel(turn, reply.card, reader, s);
      if (replacesPanel(turn, answer, reply.card)) return redrawView(turn, view, s);
      const { word } = turn;
      if (word === undefined || answer.changed !== true) return opened(turn, event, answer, view, s);
      // What came of it stands in the panel: the word with its buttons goes.
      return {
        after: async () => {
          await openOrMiss(turn, event, answer, view, s);
          await tried(s, 'word', () => s.replaceWord(word, { delete_original: true }));
        },
      };
    }
    default:
      return reply satisfies never;
  }
}

const opened = (turn: Turn, event: Inbound, answer: Answer, view: types.ModalView, s: Showing): Shown => ({
  after: () => openOrMiss(turn, event, answer, view, s),
});

function showHome(event: Inbound, answer: Answer, s: Showing): Shown {
  const { reply, reader } = answer;
  switch (reply.kind) {
    case 'panel':
    case 'say':
      return {
        after: async () => {
          await publishHome(s.client, event.who, reply.card, reader, s.log, s.footFor(event.who.user));
        },
      };
    case 'form':
      return { after: () => s.missed(event, answer) };
    default:
      return {};
  }
}

/** Beside the fields, where every problem has one in the view that was submitted; undefined otherwise. */
function errorsBeside(turn: Turn, event: InboundOf<'form'>, view: FormView): Record<string, string> | undefined {
  if (view.problems.length === 0 || view.step !== event.step) return undefined;
  if (!view.problems.every((p) => turn.places?.has(p.at) === true)) return undefined;
  const errors = new Map<string, string>();
  for (const p of view.problems) {
    const before = errors.get(p.at);
    errors.set(p.at, shorten(before === undefined ? p.say : `${before} ${p.say}`, limits.fieldError));
  }
  return Object.fromEntries(errors);
}

function showSubmitted(turn: Turn, event: InboundOf<'form'>, answer: Answer, s: Showing): Shown {
  const { reply, reader } = answer;
  switch (reply.kind) {
    case 'done':
      return {};
    case 'form': {
      const errors = errorsBeside(turn, event, reply.view);
      if (errors === undefined)
        return { ack: { response_action: 'update', view: drawn.form(turn, reply.view, reader, s) } };
      // The view stays as it is and keeps the older revision: by its name the draft knows it again.
      return { ack: { response_action: 'errors', errors } };
    }
    case 'panel':
    case 'say': {
      const view = drawn.panel(turn, reply.card, reader, s);
      return answer.undone === true
        ? { ack: overForm(turn, view, plain(reply.card.summary, reader)) }
        : { ack: { response_action: 'update', view } };
    }
    case 'close': {
      const clear = { ack: { response_action: 'clear' } };
      return reply.say === undefined ? clear : { ...clear, ...privately(turn, event, answer, reply.say, s) };
    }
    default:
      return reply satisfies never;
  }
}
