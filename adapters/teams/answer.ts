import { createHash } from 'node:crypto';
import type { Activity } from 'botbuilder';
import type { Block, Card } from '../../src/chat/card.js';
import type { FormView } from '../../src/chat/form.js';
import type { Account, Answer, Inbound, Outgoing } from '../../src/chat/inbound.js';
import { plain, type Reader, type Text, literal as words } from '../../src/chat/text.js';
import { base32 } from '../../src/kernel/ids.js';
import { shorten } from '../../src/kernel/words.js';
import { action, actionSets, actionStyle, drawCard, mutedText, noFiles, opener, textBlock } from './card.js';
import { type CardData, dataOf } from './data.js';
import { drawForm, typedHere } from './form.js';
import { longestDialogTitle } from './limits.js';
import type { Arrived } from './post-answers.js';
import type { Heard } from './receive.js';
import { messageOf } from './send.js';
import { draw, type Json, Mentions } from './text.js';

/** What an answer needs to be shown. */
export interface Answering {
  /** Verbs whose button opens a dialog at once. */
  readonly opens: (verb: string) => boolean;
  /** Dialogs are to be had (not in the Agents Playground). */
  readonly dialogs: boolean;
  /** In a group or channel, what was typed there is answered there: it asks for nothing that is anybody's own. */
  readonly inPlace: (typed: string) => boolean;
  /** The line at the foot of the forms and panels that whoever acted is shown. */
  readonly foot: Text | undefined;
  /** Who has Teams ask for their own drawing of this message by itself; undefined where it is the same for all. */
  readonly refreshedFor: (message: Outgoing) => Promise<readonly string[] | undefined>;
  /** Posts where the event came from. */
  readonly here: (activity: Partial<Activity>) => Promise<Arrived>;
  /** Posts to the direct conversation with somebody. */
  readonly direct: (who: Account, activity: Partial<Activity>) => Promise<Arrived>;
}

/** What goes back in the invoke's own response, and whether what was to be shown got there. */
export interface Shown {
  readonly body?: Json | null;
  readonly shown: Arrived;
}

/** The same for every delivery of one event, so that its buttons are too. */
const nonceOf = (deliveryId: string): string =>
  base32(createHash('sha256').update(deliveryId).digest().subarray(0, 16));

export const sentToYou = 'Sent to you in our chat.';
/** To everybody in a group chat or a team, once, as the bot comes into it: what it answers there, and what it does not. */
export const hereNow =
  'Hello, I am Mentorlog. I keep formal mentoring on the record. Mention me with “help” to see what you can type, or with “digest” for the programme’s week. Everything personal I answer in private.';
const notReachable =
  'I cannot write to you in private yet. Add Mentorlog for yourself: find it under Apps, choose Add, then write to me there.';
const notJustNow = 'I could not write to you in private just now. Look in our chat in a minute, or ask me again there.';
const outOfDate = 'This card is out of date. Type home to see what waits for you.';

const executed = (card: Json): Json => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.card.adaptive',
  value: card,
});
const executedMessage = (value: string): Json => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value,
});

const taskMessage = (value: string): Json => ({ task: { type: 'message', value } });
const taskCard = (title: string, card: Json, height: 'large' | 'medium'): Json => ({
  task: {
    type: 'continue',
    value: {
      title: shorten(title, longestDialogTitle),
      height,
      width: 'medium',
      card: { contentType: 'application/vnd.microsoft.card.adaptive', content: card },
    },
  },
});

/** A button's data that is none of ours, or from before a change; `foot`: the line under it, where it opens a window. */
export function answerUnreadable(turn: Heard['turn'], foot?: Text): Json {
  const inWindow = foot === undefined ? outOfDate : `${outOfDate} ${plain(foot, anyone)}`;
  if (turn === 'execute')
    return {
      statusCode: 400,
      type: 'application/vnd.microsoft.error',
      value: { code: 'BadRequest', message: outOfDate },
    };
  return turn === 'fetch' || turn === 'dialog' ? taskMessage(inWindow) : { type: 'message', text: outOfDate };
}

const closedCard: Card = {
  title: 'Closed',
  summary: words('Closed.'),
  blocks: [{ kind: 'text', text: words('Type home to see what waits for you.'), tone: 'muted' }],
};
const anyone: Reader = { person: null, platform: 'teams', zone: 'UTC', locale: 'en-GB', named: () => ({ name: '' }) };

/** What stands in the place of a panel that was closed. */
export const answerClosed = (): Json =>
  executed(
    drawCard(closedCard, {
      reader: anyone,
      key: 'closed',
      drawn: 0,
      files: noFiles,
      stands: 'message',
      opens: () => false,
    }),
  );

/** A message as one of its readers sees it: what replaces it in their client, and in nobody else's. */
function drawStanding(
  message: Outgoing,
  opens: (verb: string) => boolean,
  refreshedFor: readonly string[] | undefined,
  more: readonly Json[] = [],
): Json {
  const { card, reader, key, drawn, files } = message;
  return drawCard(card, { reader, key, drawn, files, stands: 'message', opens, more, refreshedFor });
}

/** A client that asked for its reader's own drawing of a card; where there is none, what stands there stays. */
export function answerLook(
  message: Outgoing | undefined,
  how: Pick<Answering, 'opens' | 'dialogs'>,
  refreshedFor: readonly string[] | undefined,
): Json {
  if (message !== undefined)
    return executed(drawStanding(message, how.dialogs ? how.opens : () => false, refreshedFor));
  return {
    statusCode: 404,
    type: 'application/vnd.microsoft.error',
    value: { code: 'NotFound', message: outOfDate },
  };
}

/** Draws one answer for the surface that its event came from. */
class Answerer {
  readonly key: string;
  readonly reader: Reader;
  constructor(
    readonly heard: Heard,
    readonly event: Inbound,
    readonly answer: Answer,
    readonly how: Answering,
    readonly refreshedFor: readonly string[] | undefined,
  ) {
    this.key = nonceOf(event.deliveryId);
    this.reader = answer.reader;
  }

  /** They typed in a conversation that nobody else reads: what may stand in a message is there at once. */
  get ownChat(): boolean {
    return this.event.kind === 'command' && !this.heard.shared;
  }

  card(card: Card, stands: 'message' | 'dialog', more: readonly Json[] = []): Json {
    const opens = this.how.dialogs ? this.how.opens : () => false;
    return drawCard(card, { reader: this.reader, key: this.key, drawn: 0, files: noFiles, stands, opens, more });
  }

  /** The pressed message as it stands after the press, with `more` under it. */
  redrawn(more: readonly Json[] = []): Json | undefined {
    const { redrawn } = this.answer;
    if (redrawn === undefined) return undefined;
    return drawStanding(redrawn.message, this.how.dialogs ? this.how.opens : () => false, this.refreshedFor, more);
  }

  resume(view: FormView, here: boolean): CardData {
    const press = { verb: 'draft.continue', subject: view.draft };
    return { kind: 'press', press, key: this.key, drawn: 0, here };
  }

  /** *Open* and, where no dialog is to be had or wanted, *here*: both ask for the same thing again. */
  ways(open: string, here: string, data: (here: boolean) => CardData): readonly Json[] {
    return actionSets([
      ...(this.how.dialogs ? [opener(open, dataOf(data(false), true), actionStyle('main'))] : []),
      action(here, dataOf(data(true)), 'message', { associatedInputs: 'none' }),
    ]);
  }

  /** A message that leads to a form: forms open from a button's own request, never from a message. */
  readyForm(view: FormView): Partial<Activity> {
    const card: Card = {
      title: view.form.title,
      summary: words(`${view.form.title}: your form is ready.`),
      blocks: [{ kind: 'text', text: words('Your form is ready.') }],
    };
    const more = this.ways('Open the form', 'Fill in here', (here) => this.resume(view, here));
    return messageOf(this.card(card, 'message', more), plain(card.summary, this.reader));
  }

  /**
   * A message that leads to a panel. What stands in a panel may be private, its first sentence too, so a message names
   * it and no more, and its button asks for it again. `inMessage`: what of it may stand there all the same.
   */
  readyPanel(panel: Card, inMessage?: Card): Partial<Activity> {
    // Nothing to be opened that does not stand here already.
    if (inMessage === panel) return this.message(panel);
    const card: Card = {
      title: panel.title,
      summary: words(`${panel.title}: open it to read.`),
      blocks: [{ kind: 'text', text: words('Open it to read. It is shown to you alone.'), tone: 'muted' }],
    };
    const { event } = this;
    const [open, inPlace] = inMessage === undefined ? ['Open', 'Show here'] : ['Open all of it', 'Show all of it here'];
    const more = this.ways(open, inPlace, (here) =>
      event.kind === 'press'
        ? { kind: 'press', press: event.press, key: this.key, drawn: 0, here }
        : {
            kind: 'again',
            text: event.kind === 'command' ? event.text : '',
            mentions: event.kind === 'command' ? event.mentions.map((m) => m.user) : [],
            key: this.key,
          },
    );
    const shown = inMessage ?? card;
    return messageOf(this.card(shown, 'message', more), plain(shown.summary, this.reader));
  }

  inCardForm(view: FormView): Json {
    const { filled } = this.heard;
    const step = view.form.steps.find((s) => s.id === view.step);
    const typed = filled === undefined ? new Set<string>() : typedHere(step?.items ?? [], view.answers, filled);
    return drawForm(view, {
      reader: this.reader,
      stands: 'message',
      typed,
      dialog: this.how.dialogs,
      key: this.key,
      foot: this.how.foot,
    });
  }

  dialogForm(view: FormView): Json {
    const card = drawForm(view, {
      reader: this.reader,
      stands: 'dialog',
      typed: new Set(),
      dialog: true,
      key: this.key,
      foot: this.how.foot,
    });
    return taskCard(view.form.title, card, 'large');
  }

  /** Posts something meant for the person who acted: where they acted if nobody else reads it, else in private. */
  async tell(activity: Partial<Activity>): Promise<Arrived> {
    return this.heard.shared ? this.how.direct(this.event.who, activity) : this.how.here(activity);
  }

  /** What is said in a shared place of an answer that was to go to somebody in private. */
  inPlaceOf(shown: Arrived): string {
    if (shown === 'shown') return sentToYou;
    return shown === 'nowhere' ? notReachable : notJustNow;
  }

  /**
   * What somebody in need waits for, without a second step (docs/concern.md#no-dead-end): where they acted if nobody else
   * reads it; else in their own chat, and in the place what names nobody: in a channel always, for it is read by many of
   * whom one may need it; in a group, where the other could not be said.
   */
  async urgent(card: Card, inPublic: Card): Promise<Shown> {
    const { event, how, heard } = this;
    if (!heard.shared) return { shown: await how.here(this.message(card)) };
    const shown = await how.direct(event.who, this.message(card));
    if (shown === 'shown' && heard.channel !== true) {
      await how.here({ type: 'message', text: sentToYou, textFormat: 'plain' });
      return { shown };
    }
    const line: Block = { kind: 'text', text: words(this.inPlaceOf(shown)), tone: 'muted' };
    const stands = await how.here(this.message({ ...inPublic, blocks: [...inPublic.blocks, line] }));
    // Whoever cannot be written to in private has it in the place, unless that failed as well.
    return { shown: shown === 'shown' ? shown : stands === 'shown' && shown === 'nowhere' ? 'shown' : 'missed' };
  }

  message(card: Card): Partial<Activity> {
    return messageOf(this.card(card, 'message'), plain(card.summary, this.reader));
  }

  /** What follows a press inside a form that is not one of its moves: the way back. */
  back(): readonly Json[] {
    const { data, turn } = this.heard;
    if (data?.kind !== 'form' || data.move.do !== 'concern') return [];
    const press = { verb: 'draft.continue', subject: data.draft };
    const resume = dataOf({ kind: 'press', press, key: this.key, drawn: 0, here: true });
    return actionSets([action('Back to the form', resume, turn === 'dialog' ? 'dialog' : 'message')]);
  }

  /** The line under what is only shown in answer to a press: whom to call and to tell. */
  foot(): readonly Json[] {
    const { foot } = this.how;
    return foot === undefined ? [] : [textBlock(draw(foot, this.reader, new Mentions()), { separator: true })];
  }

  async byMessage(): Promise<Shown> {
    const { reply, urgent } = this.answer;
    if (urgent !== undefined && 'card' in reply && reply.card !== undefined)
      return this.urgent(reply.card, urgent.inPublic);
    if (reply.kind === 'done' || (reply.kind === 'close' && reply.say === undefined)) return { shown: 'shown' };
    const activity =
      reply.kind === 'form'
        ? this.readyForm(reply.view)
        : reply.kind === 'panel'
          ? this.readyPanel(reply.card, this.ownChat ? reply.inMessage : undefined)
          : this.message(reply.kind === 'close' ? (reply.say ?? closedCard) : reply.card);
    const { event } = this;
    if (!this.heard.shared) return { shown: await this.how.here(activity) };
    if (reply.kind === 'say' && event.kind === 'command' && this.how.inPlace(event.text))
      return { shown: await this.how.here(activity) };
    const shown = await this.how.direct(event.who, activity);
    if (event.kind === 'installed') {
      // Nobody asked for anything yet: what comes in private is for whoever added the bot, and the place is told of it.
      await this.how.here({ type: 'message', text: hereNow, textFormat: 'plain' });
      return { shown };
    }
    await this.how.here({ type: 'message', text: this.inPlaceOf(shown), textFormat: 'plain' });
    return { shown };
  }

  /** In the invoke's response only whoever pressed sees the card; it is kept in no message. */
  async byExecute(): Promise<Shown> {
    const { reply } = this.answer;
    const wantsHere = this.heard.data?.kind === 'form' || (this.heard.data?.kind === 'press' && this.heard.data.here);
    // The response is seen by whoever pressed alone: what is urgent, and no secret, stands in it wherever that was.
    if (this.heard.shared && reply.kind !== 'done' && this.answer.urgent === undefined) {
      const said = await this.byMessageOf(reply);
      const redrawn = this.redrawn();
      return {
        ...said,
        // What could not be said in private is said here, rather than how the card stands.
        body:
          redrawn === undefined || said.shown !== 'shown'
            ? executedMessage(this.inPlaceOf(said.shown))
            : executed(redrawn),
      };
    }
    switch (reply.kind) {
      case 'done':
        return { shown: 'shown', body: this.bodyOr('Done.') };
      case 'say': {
        if (this.heard.data?.kind === 'form')
          return { shown: 'shown', body: executed(this.card(reply.card, 'message', this.back())) };
        const shown = await this.tell(this.message(reply.card));
        return { shown, body: this.bodyOr(plain(reply.card.summary, this.reader)) };
      }
      case 'form': {
        if (wantsHere || !this.how.dialogs) return { shown: 'shown', body: executed(this.inCardForm(reply.view)) };
        const ways = this.ways('Open the form', 'Fill in here', (here) => this.resume(reply.view, here));
        const under = this.redrawn([textBlock('Your form is ready.', { separator: true }), ...ways]);
        if (under !== undefined) return { shown: 'shown', body: executed(under) };
        const card: Card = { title: reply.view.form.title, summary: words('Your form is ready.'), blocks: [] };
        return {
          shown: 'shown',
          body: executed(this.card(card, 'message', [mutedText('Your form is ready.'), ...ways])),
        };
      }
      case 'panel': {
        const close = actionSets([action('Close', dataOf({ kind: 'close' }), 'message', { associatedInputs: 'none' })]);
        const back = this.back();
        const more = [...(back.length > 0 ? back : close), ...this.foot()];
        return { shown: 'shown', body: executed(this.card(reply.card, 'message', more)) };
      }
      case 'close':
        return { shown: 'shown', body: executed(this.card(reply.say ?? closedCard, 'message')) };
      default:
        return reply satisfies never;
    }
  }

  bodyOr(message: string): Json {
    const redrawn = this.redrawn();
    return redrawn === undefined ? executedMessage(shorten(message, 300)) : executed(redrawn);
  }

  async byMessageOf(reply: Answer['reply']): Promise<{ readonly shown: Arrived }> {
    if (reply.kind === 'form') return { shown: await this.tell(this.readyForm(reply.view)) };
    if (reply.kind === 'panel') return { shown: await this.tell(this.readyPanel(reply.card)) };
    if (reply.kind === 'say') return { shown: await this.tell(this.message(reply.card)) };
    if (reply.kind === 'close' && reply.say !== undefined) return { shown: await this.tell(this.message(reply.say)) };
    return { shown: 'shown' };
  }

  async byDialog(): Promise<Shown> {
    const { reply } = this.answer;
    const under = (): readonly Json[] => [...this.back(), ...this.foot()];
    const asCard = (card: Card): Json => taskCard(card.title, this.card(card, 'dialog', under()), 'medium');
    switch (reply.kind) {
      case 'form':
        return { shown: 'shown', body: this.dialogForm(reply.view) };
      case 'panel':
        return {
          shown: 'shown',
          body: taskCard(reply.card.title, this.card(reply.card, 'dialog', under()), 'large'),
        };
      case 'say':
        return { shown: 'shown', body: asCard(reply.card) };
      case 'done':
      case 'close': {
        const say = reply.kind === 'close' ? reply.say : undefined;
        const shown = say === undefined ? 'shown' : await this.how.direct(this.event.who, this.message(say));
        if (this.heard.turn === 'dialog') return { shown, body: null };
        return {
          shown,
          body: taskMessage(say === undefined ? 'Done.' : shorten(plain(say.summary, this.reader), 300)),
        };
      }
      default:
        return reply satisfies never;
    }
  }
}

/**
 * Shows an answer to the person who acted, and to nobody else.
 * @returns `body`: what an invoke is answered with (null closes a dialog); `shown`: how what was posted ended.
 */
export async function show(heard: Heard, event: Inbound, answer: Answer, how: Answering): Promise<Shown> {
  const standing = answer.redrawn?.message;
  const refreshedFor = standing === undefined ? undefined : await how.refreshedFor(standing);
  const answerer = new Answerer(heard, event, answer, how, refreshedFor);
  if (heard.turn === 'typed' || heard.turn === 'submitted') return answerer.byMessage();
  if (heard.turn === 'execute') return answerer.byExecute();
  return answerer.byDialog();
}
