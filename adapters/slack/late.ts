import { setTimeout as sleep } from 'node:timers/promises';
import type { types } from '@slack/bolt';
import type { Answer, Inbound } from '../../src/chat/inbound.js';
import { limits } from './limits.js';
import {
  drawn,
  note,
  overForm,
  type Showing,
  type Shown,
  sayPrivately,
  sentenceCard,
  sentenceFor,
  sentences,
  showAnswer,
  tried,
  withHome,
} from './respond.js';
import type { Turn } from './turn.js';
import { faultOf } from './web-api.js';

/** The note that stands on a form whose answer takes long: by this it is found again. */
const savingNote = (event: Inbound): string => `saving:${event.deliveryId}`.slice(0, limits.id);

/**
 * The acknowledgement of what was done where its answer is not there in time. A form stays as it is beneath a note,
 * with what was typed: nobody knows yet whether that was taken in, and the program may never come to say it. Of a command
 * nothing is left to see, and Slack does not send it again: so it says what to do should nothing come
 * (docs/platforms.md#slack-waits-three-seconds).
 */
export const lateAck = (turn: Turn, event: Inbound, s: Pick<Showing, 'client' | 'log' | 'footFor'>): unknown => {
  if (turn.where === 'command') return sentenceFor(turn, sentences.late, s).ack;
  return turn.where === 'submission'
    ? overForm(turn, { ...note(turn, sentences.saving, s), external_id: savingNote(event) }, sentences.savingBeside)
    : undefined;
};

/** Slack may still be putting up the note: it is looked for once more. */
const noteUpAfterMs = 1000;

async function lateSubmitted(turn: Turn, event: Inbound, answer: Answer, s: Showing): Promise<void> {
  const { reply, reader } = answer;
  /** Whether the view is still there, and says it now. */
  const says = async (at: { view_id: string } | { external_id: string }, view: types.ModalView): Promise<boolean> => {
    try {
      await s.client.views.update({ ...at, view });
      return true;
    } catch (error) {
      s.log('slack.redraw', { outcome: faultOf(error) });
      return false;
    }
  };
  const onNote = async (view: types.ModalView): Promise<boolean> => {
    if (turn.full === true) return false;
    const at = { external_id: savingNote(event) };
    if (await says(at, { ...view, ...at })) return true;
    await sleep(noteUpAfterMs, undefined, { ref: false });
    return says(at, { ...view, ...at });
  };
  const card =
    reply.kind === 'say' || reply.kind === 'panel' ? reply.card : reply.kind === 'close' ? reply.say : undefined;
  const end = card === undefined ? note(turn, sentences.saved, s) : drawn.panel(turn, card, reader, s);
  const told = await onNote(reply.kind === 'form' ? note(turn, sentences.goOn, s) : end);
  const inForm = (): Promise<boolean> =>
    turn.view === undefined
      ? Promise.resolve(false)
      : says(
          { view_id: turn.view },
          reply.kind === 'form' ? drawn.form(turn, reply.view, reader, s) : told ? note(turn, sentences.saved, s) : end,
        );
  // What was not done leaves the form as it is, for another try.
  if (answer.undone === true ? told : (await inForm()) || told) return;
  if (reply.kind === 'form') return s.missed(event, answer);
  // All of it was closed: it is said where the person will look. A panel's words may stand in no message.
  const say = reply.kind === 'panel' || card === undefined ? sentenceCard(sentences.savedLate) : card;
  await tried(s, 'say', () => sayPrivately({ where: turn.where, user: turn.user }, event.who, say, reader, s));
}

/** How an answer is shown whose acknowledgement went out without it: the trigger has lapsed by then. */
export function showLate(turn: Turn, event: Inbound, answer: Answer, s: Showing): Shown {
  if (turn.where === 'submission') {
    const change = (): Promise<void> => s.inOrder(turn.view ?? '', () => lateSubmitted(turn, event, answer, s));
    return withHome(turn, event, answer, { after: change }, s);
  }
  // A command's ephemeral word went with the acknowledgement: it is sent like any other now.
  return showAnswer(turn.where === 'command' ? { ...turn, where: 'message' } : turn, event, answer, s);
}
