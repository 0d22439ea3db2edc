import { type Block, button, buttons, type Card, concernButton, heading, list, muted, text } from '../../chat/card.js';
import { type Form, formNote, textOf } from '../../chat/form.js';
import { closeWith, panelWith, replyWith } from '../../chat/reply.js';
import { literal, moment as momentText, say, type Text } from '../../chat/text.js';
import {
  type CheckIn,
  type CheckLevel,
  type CheckMoment,
  canCheck,
  checkMoments,
  checkReaders,
  isLowCheck,
  levelOf,
} from '../../domain/check-in.js';
import { attendeeOf, heldAt, type Session } from '../../domain/session.js';
import { Refused } from '../../kernel/errors.js';
import type { SessionId } from '../../kernel/ids.js';
import type { FaceName } from '../../kernel/names.js';
import { id, oneOf, subject } from '../../kernel/subject.js';
import { cleanLine } from '../../kernel/words.js';
import type { ActorWork, FeatureOf, FormFeature, PressHandler } from '../feature.js';
import { checkInWords, checkReadersWords, momentWords } from '../shared/check-in.js';
import { aboutSession, demand, sessionOf } from '../shared/guards.js';
import { hardCard } from '../shared/hard-card.js';

/**
 * How a mentee arrives and leaves, in one tap and a word if they like (docs/field.md#how-it-starts-and-ends). It is no
 * evidence: no chain commits to it, and it stands in no record, digest, export or pack.
 */

/** Form `check-word`. */
export const checkSubject = subject`${['session', id<SessionId>()]}:${['moment', oneOf('in', 'out')]}`;

const longestWord = 120;
/** So many are shown of one's own, the newest. */
const mostListed = 20;

/** @throws Refused unless it is the actor's own, switched on, and the session is there for it */
async function mine(work: ActorWork, session: string): Promise<Session> {
  const s = await sessionOf(work, session);
  demand('check.give', work, aboutSession(s));
  if (work.witness !== undefined || attendeeOf(s, work.actor.id) === undefined)
    throw new Refused('on-lent-device', 'This is yours alone. Open it on a device of your own. Nothing is saved.');
  if (checkReaders(work.actor.manners) === undefined)
    throw new Refused('check-off', 'You have switched this off, so nothing is saved. Type settings to switch it on.');
  return s;
}

/** Their own cards alone: one of their mentor's that is drawn anew at that moment would tell that something was said. */
async function redrawOwn(s: Session, work: ActorWork): Promise<void> {
  for (const { face, subject: about, to } of await work.rows.posted.placesOf(s.id))
    if ('person' in to && to.person === work.actor.id) work.show(face as FaceName, about, to);
}

const given = async (work: ActorWork, s: Session, moment: CheckMoment): Promise<CheckIn | undefined> =>
  (await work.rows.checkIns.ofSession(s.id)).find((c) => c.mentee === work.actor.id && c.moment === moment);

/** One tap keeps it. The answer is for whoever pressed alone: of a low one their own card, with the numbers. */
const give: PressHandler = async (press, work) => {
  const s = await mine(work, press.subject);
  const [which, typed] = press.arg.split('.');
  const moment = checkMoments.find((m) => m === which);
  const level = levelOf(typed ?? '');
  if (moment === undefined || level === undefined)
    throw new Refused('no-such-level', 'Press one of the five. Nothing is saved yet.');
  if (!canCheck(s, moment, work.now))
    throw new Refused('check-over', 'The time for this is over. That is all right: nothing is saved.');
  const before = await given(work, s, moment);
  await work.rows.checkIns.save({
    session: s.id,
    mentee: work.actor.id,
    moment,
    level,
    word: before?.word ?? '',
    shared: checkReaders(work.actor.manners) === 'mentor',
    at: work.now,
  });
  await redrawOwn(s, work);
  return panelWith(await answered(s, moment, level, work));
};

async function answered(s: Session, moment: CheckMoment, level: CheckLevel, work: ActorWork): Promise<Card> {
  const readers = checkReadersWords(work.actor, s.mentor);
  const more: Block = buttons(
    button('Add a word', 'check.word', checkSubject.write({ session: s.id, moment })),
    button('Take it back', 'check.forget', s.id, { arg: moment }),
  );
  if (isLowCheck(level))
    return hardCard(work, [
      text(literal('Thank you for saying so. It is saved. Nobody gets a message about it.')),
      muted(readers),
      more,
    ]);
  const line = literal('Thank you. It is saved.');
  return {
    title: moment === 'in' ? 'As you arrive' : 'As you leave',
    summary: line,
    blocks: [text(line), muted(readers), more, buttons(concernButton('mentee'))],
  };
}

const openWord: PressHandler = async (press, work) => {
  const about = checkSubject.read(press.subject);
  const s = await mine(work, about?.session ?? press.subject);
  const before = about === undefined ? undefined : await given(work, s, about.moment);
  if (before === undefined) throw new Refused('no-level', 'Press one of the five first. Then add a word, if you like.');
  return work.forms.open('check-word', press.subject, { values: { word: before.word }, rows: {} }, { fresh: true });
};

const wordForm: FormFeature = {
  called: 'a word on how you are',
  async build({ subject: about }, work): Promise<Form> {
    const s = await mine(work, checkSubject.read(about)?.session ?? about);
    const shared = checkReaders(work.actor.manners) === 'mentor';
    return {
      id: 'check-word',
      title: 'A word, if you like',
      submit: 'Save',
      concern: 'mentee',
      steps: [
        {
          id: 'word',
          title: 'A word, if you like',
          items: [
            formNote(
              'limits-readers',
              say`${checkReadersWords(work.actor, s.mentor)} If someone may be at risk, it can’t stay private. Then use “Worried about someone?”.`,
            ),
            {
              id: 'word',
              kind: 'text',
              lines: 'one',
              max: longestWord,
              optional: true,
              readers: shared ? 'sharing' : 'own',
              anothers: true,
              label: 'How are you?',
              hint: 'One word is enough. You can skip this.',
            },
          ],
        },
      ],
    };
  },
  async submit({ subject: about, answers }, work) {
    const of = checkSubject.read(about);
    const s = await mine(work, of?.session ?? about);
    const before = of === undefined ? undefined : await given(work, s, of.moment);
    if (before === undefined) return closeWith('Not saved', 'You have taken it back, so there is nothing to add to.');
    await work.rows.checkIns.save({
      ...before,
      word: cleanLine(textOf(answers.values, 'word')),
      shared: checkReaders(work.actor.manners) === 'mentor',
    });
    return closeWith('Saved', 'Your word is saved.');
  },
};

/** One's own, to read and to take back. */
async function ownCard(work: ActorWork): Promise<Card> {
  const all = await work.rows.checkIns.ofMentee(work.actor.id, mostListed);
  const sessions = new Map((await work.rows.sessions.some(all.map((c) => c.session))).map((s) => [s.id, s]));
  const line = literal(all.length === 0 ? 'You have saved none.' : 'How you arrived at sessions, and how you left.');
  const one = (c: CheckIn): Text => {
    const s = sessions.get(c.session);
    const when = s === undefined ? momentText(c.at, 'date') : momentText(heldAt(s), 'date');
    return say`${momentWords[c.moment]}, ${when}: ${checkInWords(c)}`;
  };
  return {
    title: 'How it started and ended',
    summary: line,
    blocks: [
      text(line),
      ...(all.length === 0 ? [] : [heading(literal('Newest first')), list(all.map(one))]),
      muted(
        literal(
          checkReaders(work.actor.manners) === 'mentor'
            ? 'Your mentor reads those that you gave while you shared them. Settings change that at once.'
            : 'Only you read them.',
        ),
      ),
      buttons(
        all.length === 0 ? null : button('Delete all of them', 'check.forget', '-', { style: 'danger' }),
        button('Back to what is kept about me', 'data.open', '-'),
      ),
    ],
  };
}

const forget: PressHandler = async (press, work) => {
  demand('check.read-own', work, { owner: work.actor.id });
  if (press.subject === '-') {
    await work.rows.checkIns.remove(work.actor.id);
    return replyWith('Deleted', 'All of them are deleted. Nobody can read them.');
  }
  const s = await sessionOf(work, press.subject);
  demand('check.give', work, aboutSession(s));
  const moment = checkMoments.find((m) => m === press.arg);
  if (moment === undefined) throw new Refused('no-such-check', 'There is nothing to take back here.');
  const kept = (await work.rows.checkIns.ofSession(s.id)).filter(
    (c) => c.mentee === work.actor.id && c.moment !== moment,
  );
  await work.rows.checkIns.remove(work.actor.id, s.id);
  for (const c of kept) await work.rows.checkIns.save(c);
  await redrawOwn(s, work);
  return replyWith('Taken back', 'It is deleted. Nobody can read it.');
};

declare module '../../kernel/names.js' {
  interface Capabilities {
    'check-in': {
      verb: 'check.give' | 'check.word' | 'check.list' | 'check.forget';
      form: 'check-word';
      audit: 'check.read';
    };
  }
}

export const feature: FeatureOf<'check-in'> = {
  name: 'check-in',
  presses: {
    'check.give': { opens: give },
    'check.word': { opens: openWord },
    'check.list': {
      async opens(_press, work) {
        demand('check.read-own', work, { owner: work.actor.id });
        return panelWith(await ownCard(work));
      },
    },
    'check.forget': forget,
  },
  forms: { 'check-word': wordForm },
};
