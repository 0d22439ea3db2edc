import type { types, webApi } from '@slack/bolt';
import { type Card, text } from '../../src/chat/card.js';
import type { FormView } from '../../src/chat/form.js';
import type { Account, Address, Answer, Inbound, InboundOf } from '../../src/chat/inbound.js';
import { literal, type Reader } from '../../src/chat/text.js';
import { faultCode } from '../../src/kernel/errors.js';
import { shorten } from '../../src/kernel/words.js';
import { drawMessage } from './blocks.js';
import { limits } from './limits.js';
import { formModal, noteModal, panelModal } from './modal.js';
import type { Turn } from './receive.js';
import { channelOf, publishHome } from './send.js';
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
  missed(event: Inbound, answer: Answer): Promise<void>;
  openDirect(who: Account): Promise<Address>;
  /** Remembers the revision that a refused submission brought its draft to. */
  refused(view: string, revision: number): void;
  /** One change of a view at a time, in the order they were answered. */
  inOrder(view: string, change: () => Promise<void>): Promise<void>;
}

export const sentences = {
  unreadable: 'That button or form cannot be read any more. Type /mentor home to go on from what is there now.',
  broken: 'That did not work just now and nothing was changed; try again in a minute.',
  byCommand: 'Slack opens this from a command only: type /mentor and the same words.',
  lapsed: 'That took too long for Slack to open it; do the same once more.',
  saving: 'Still saving. This takes longer than usual; it shows here when it is done.',
  saved: 'Done. You can close this.',
  elsewhere: 'Mentorlog answers in its own workspace only. Ask your coordinator to add it to yours.',
} as const;

const ephemeralAck = (card: Card, reader: Reader): unknown => ({
  response_type: 'ephemeral',
  ...drawMessage(card, { reader }),
});

/** A sentence of this adapter's own, where an event cannot reach the runtime. */
export function sentenceFor(turn: Turn | undefined, sentence: string, s: Pick<Showing, 'client' | 'log'>): Shown {
  switch (turn?.where) {
    case 'command':
      return { ack: { response_type: 'ephemeral', text: sentence } };
    case 'submission':
      // On top, so that what was typed is still there beneath it.
      return { ack: { response_action: 'push', view: noteModal(sentence) } };
    case 'modal':
    case 'home':
    case 'shortcut':
      return { after: () => tried(s, 'note', () => openView(turn, noteModal(sentence), s)) };
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

async function tried(s: Pick<Showing, 'log'>, what: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    s.log(`slack.${what}`, { outcome: faultOf(error), fault: faultCode(error) });
  }
}

async function openView(turn: Turn, view: types.ModalView, s: Pick<Showing, 'client'>): Promise<void> {
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
  // A panel holds private words, which may stand in no message: the way to it is said in its place.
  const sentence = turn.trigger === undefined ? sentences.byCommand : sentences.lapsed;
  const card: Card = { title: '', summary: literal(sentence), blocks: [text(literal(sentence))] };
  await tried(s, 'say', () => sayPrivately(turn, event.who, card, answer.reader, s));
}

const noPlace = new Set([
  'not_in_channel',
  'channel_not_found',
  'user_not_in_channel',
  'is_archived',
  'restricted_action',
]);

/** A private word: where the person acted, or in their own conversation with the bot. */
async function sayPrivately(turn: Turn, who: Account, card: Card, reader: Reader, s: Showing): Promise<void> {
  const words = { user: who.user, ...drawMessage(card, { reader }) };
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
  after: () => tried(s, 'say', () => sayPrivately(turn, event.who, card, answer.reader, s)),
});

/** A view answered to a view: a push, or an opening, that needs no *Continue* when it fails. */
const onTop = (turn: Turn, event: Inbound, answer: Answer, card: Card, s: Showing): Shown => ({
  after: async () => {
    try {
      await openView(turn, panelModal(card, answer.reader), s);
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
  if (turn.where === 'submission') return showSubmitted(turn, event as InboundOf<'form'>, answer, s);
  if (event.kind === 'home') return showHome(event, answer, s);
  const { reply, reader } = answer;
  const inView = turn.where === 'modal' || turn.where === 'home' || turn.where === 'shortcut';
  switch (reply.kind) {
    case 'done':
      return {};
    case 'say':
      if (turn.where === 'command') return { ack: ephemeralAck(reply.card, reader) };
      return inView ? onTop(turn, event, answer, reply.card, s) : privately(turn, event, answer, reply.card, s);
    case 'close':
      if (turn.where === 'modal')
        // Only a submission can close a modal: a button in it can but change what it says.
        return redrawView(
          turn,
          reply.say === undefined ? noteModal(sentences.saved) : panelModal(reply.say, reader),
          s,
        );
      if (reply.say === undefined) return {};
      return turn.where === 'command'
        ? { ack: ephemeralAck(reply.say, reader) }
        : privately(turn, event, answer, reply.say, s);
    case 'form':
      if (event.kind === 'form') {
        if (event.move.do === 'closed') return {};
        return redrawView(turn, formModal(reply.view, reader), s);
      }
      return opened(turn, event, answer, formModal(reply.view, reader), s);
    case 'panel':
      return opened(turn, event, answer, panelModal(reply.card, reader), s);
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
      return { after: async () => void (await publishHome(s.client, event.who, reply.card, reader, s.log)) };
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
      if (errors === undefined) return { ack: { response_action: 'update', view: formModal(reply.view, reader) } };
      // The view stays as it is and keeps the older revision: it is remembered beside it.
      if (turn.view !== undefined) s.refused(turn.view, reply.view.revision);
      return { ack: { response_action: 'errors', errors } };
    }
    case 'panel':
    case 'say':
      return answer.undone === true
        ? // On top, so that what was typed is still there beneath it.
          { ack: { response_action: 'push', view: panelModal(reply.card, reader) } }
        : { ack: { response_action: 'update', view: panelModal(reply.card, reader) } };
    case 'close': {
      const clear = { ack: { response_action: 'clear' } };
      return reply.say === undefined ? clear : { ...clear, ...privately(turn, event, answer, reply.say, s) };
    }
    default:
      return reply satisfies never;
  }
}

/** The acknowledgement of a submission whose answer is not there in time; the form stays open beneath the word. */
export const savingAck = { response_action: 'update', view: noteModal(sentences.saving) } as const;

/** How an answer is shown whose acknowledgement went out without it: the trigger has lapsed by then. */
export function showLate(turn: Turn, event: Inbound, answer: Answer, s: Showing): Shown {
  const { reply, reader } = answer;
  if (turn.where === 'submission') {
    switch (reply.kind) {
      case 'form':
        return redrawView(turn, formModal(reply.view, reader), s);
      case 'panel':
      case 'say':
        return redrawView(turn, panelModal(reply.card, reader), s);
      case 'close':
        return redrawView(
          turn,
          reply.say === undefined ? noteModal(sentences.saved) : panelModal(reply.say, reader),
          s,
        );
      case 'done':
        return redrawView(turn, noteModal(sentences.saved), s);
      default:
        return reply satisfies never;
    }
  }
  // A command's ephemeral word went with the acknowledgement: it is sent like any other now.
  return showAnswer(turn.where === 'command' ? { ...turn, where: 'message' } : turn, event, answer, s);
}
