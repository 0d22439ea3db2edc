import { type Block, button, buttons, type Card, muted, sentence, text } from '../../chat/card.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import { isDisputed, lengthAskedAbout } from '../../domain/hours.js';
import { type Attendee, heldAt, type Session } from '../../domain/session.js';
import type { SessionId } from '../../kernel/ids.js';
import { minutesInWords } from '../../kernel/words.js';
import type { Drawing, Face } from '../feature.js';
import { unansweredOf } from '../shared/asked-after.js';
import { checkBlocks } from '../shared/check-in.js';
import { askedOf } from './asked.js';
import { askCard } from './card.js';
import { severalCard } from './several.js';
import { severalSubject } from './subjects.js';

/** How the mentee's card is drawn, as it stands now for its reader; `lead` goes before all else. */
const asking =
  (lead?: string): Face['draw'] =>
  async (drawing) => {
    if (drawing.reader === null) return null;
    const asked = await askedOf(drawing, drawing.subject, drawing.reader.id);
    if (asked === undefined) return null;
    const card = askCard(asked, lead === undefined ? undefined : literal(lead));
    // Not beside a question with five buttons of its own, nor where they were not there.
    const beside = asked.step.at !== 'question' && asked.review?.step.at !== 'question' && !asked.absent;
    const check = beside ? await checkBlocks(drawing, asked.session, 'out') : [];
    return { ...card, blocks: [...card.blocks, ...check] };
  };

const byLink: Face['withoutAccount'] = {
  link: 'session-answers',
  to: 'say how long your session was, and how it was for them',
};

const afterSession: Face = {
  called: 'asking after a session',
  comes: 'with-session',
  why: {
    say: 'Your session is over. Your answers help. You can skip all, and stop these in your settings.',
    asks: ['hours.confirm', 'ask.not-today', 'ask.skip', 'review.skip'],
  },
  withoutAccount: byLink,
  folded: null,
  draw: asking(),
};

const askAgain: Face = {
  called: 'asking after a session once more',
  comes: 'with-session',
  why: {
    say: 'You said “not today”, so I ask once more. I will not ask again.',
    asks: ['ask.open'],
  },
  withoutAccount: byLink,
  folded: 'Questions after a session',
  draw: asking('You said not today, so here it is once more. I won’t remind you again.'),
};

const hoursChanged: Face = {
  called: 'a changed length',
  comes: 'with-session',
  why: {
    say: 'Your mentor changed a length that you had confirmed. Only you can say if it is right.',
    asks: ['hours.confirm'],
  },
  withoutAccount: byLink,
  folded: null,
  draw: asking('The length of this session was changed.'),
};

/** The mentor's: who remembers another length, with both figures and a way to talk it over. */
const hoursDispute: Face = {
  called: 'a length that is not agreed',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(drawing) {
    const found = await sessionAndRecord(drawing);
    if (found === undefined || drawing.reader?.id !== found.session.mentor) return null;
    const { session, minutes, recorded } = found;
    const open = session.attendees.filter((a) => isDisputed(a, minutes));
    const which = muted(say`${session.title}, ${moment(heldAt(session))}.`);
    if (open.length === 0) {
      const card = sentence('Session length', 'Nothing is left to talk over about this length. Thank you.');
      return { ...card, blocks: [which, ...card.blocks] };
    }
    const lines = open.map((a) => disputeLine(a));
    return {
      title: 'A different length',
      summary: lines[0] ?? literal('A different length.'),
      blocks: [
        which,
        ...lines.map(text),
        text(
          say`${recorded ? 'You wrote' : 'I noted'} ${minutesInWords(minutes)}. Both are kept, and this time waits until it is settled. That is no reproach: talk it over. Then either of you can change your own figure.`,
        ),
        buttons(
          button(recorded ? 'Change my record' : 'Write the record', 'record.open', session.id),
          open[0] === undefined ? null : button('See the hours', 'hours.read', open[0].mentorship),
        ),
        muted(literal('If you cannot agree, the coordinator can record an outcome.')),
      ],
    } satisfies Card;
  },
};

const disputeLine = (a: Attendee) =>
  a.confirmation === 'did-not-happen'
    ? say`${mention(a.mentee)} says that the session did not happen.`
    : say`${mention(a.mentee)} remembers a different length: ${minutesInWords(a.confirmedMinutes ?? 0)}.`;

/** To both: how it was settled. A mentee sees nothing of another mentee. */
const hoursSettled: Face = {
  called: 'a length that was settled',
  comes: 'with-session',
  why: 'says-itself',
  withoutAccount: { passOn: 'the coordinator has settled the length of a session' },
  folded: null,
  async draw(drawing) {
    const found = await sessionAndRecord(drawing);
    const reader = drawing.reader?.id;
    if (found === undefined || reader === undefined) return null;
    const { session, minutes, recorded } = found;
    const isMentor = reader === session.mentor;
    const parts = session.attendees.filter((a) => a.settledMinutes !== null && (isMentor || a.mentee === reader));
    if (parts.length === 0) return null;
    const lines = parts.map((a): Block => {
      const theirs = a.confirmation === 'did-not-happen' ? 0 : (a.confirmedMinutes ?? 0);
      const settled = minutesInWords(a.settledMinutes ?? 0);
      return text(
        isMentor
          ? say`${settled} count with ${mention(a.mentee)}. ${recorded ? 'You had' : 'I had noted'} ${minutesInWords(minutes)}, they had ${minutesInWords(theirs)}.`
          : say`${settled} count. You had ${minutesInWords(theirs)}, ${recorded ? mention(session.mentor) : 'I'} had ${recorded ? '' : 'noted '}${minutesInWords(minutes)}.`,
      );
    });
    return {
      title: 'Length settled',
      summary: literal('The coordinator has settled the length of your session.'),
      blocks: [
        muted(say`${session.title}, ${moment(heldAt(session))}.`),
        text(literal('The coordinator has settled the length of your session.')),
        ...lines,
        muted(literal('Not right? Talk to the coordinator. All figures are kept.')),
      ],
    };
  },
};

const confirmSeveral: Face = {
  called: 'several lengths to confirm',
  comes: 'with-session',
  why: {
    say: 'Some lengths have no answer yet. You can stop this in your settings.',
    asks: ['hours.confirm-all'],
  },
  withoutAccount: 'nothing',
  folded: 'Lengths of sessions to confirm',
  async draw(drawing) {
    const mentee = severalSubject.read(drawing.subject)?.mentee;
    if (mentee === undefined || drawing.reader?.id !== mentee) return null;
    return severalCard(drawing.subject, await unansweredOf(drawing.rows, mentee));
  },
};

async function sessionAndRecord(
  drawing: Drawing,
): Promise<{ readonly session: Session; readonly minutes: number; readonly recorded: boolean } | undefined> {
  const session = await drawing.rows.sessions.get(drawing.subject as SessionId);
  if (session === undefined) return undefined;
  const record = await drawing.rows.records.get(session.id);
  return { session, minutes: lengthAskedAbout(session, record?.body), recorded: record !== undefined };
}

export const faces = {
  'after-session': afterSession,
  'ask-again': askAgain,
  'hours-changed': hoursChanged,
  'hours-dispute': hoursDispute,
  'hours-settled': hoursSettled,
  'confirm-several': confirmSeveral,
};
