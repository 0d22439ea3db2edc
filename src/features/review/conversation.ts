import { type Block, button, buttons, type Card, facts, heading, muted, sentence, text } from '../../chat/card.js';
import { type Form, formNote, longestText, textOf } from '../../chat/form.js';
import { closeWith, panelWith } from '../../chat/reply.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import { type Attestation, type AttestationId, emptyAttestation } from '../../domain/attestation.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { noteSubject } from '../../domain/subjects.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import { rootOf } from '../../kernel/subject.js';
import { clean } from '../../kernel/words.js';
import { type CivilDate, local, placeAnyway } from '../../kernel/zoned.js';
import type { ActorWork, FormFeature, Presses, PressHandler } from '../feature.js';
import { aboutMentorship, demand, mentorshipOf } from '../shared/guards.js';
import { namedReaders, readFromOutside, whoReadsAgreement } from '../shared/who-reads.js';
import { askAboutNote, noteAskedFor } from './prompts.js';
import { conversationAskPrompt, notedSubject } from './subjects.js';

/**
 * What a mentor and a mentee said to each other about their mentoring, noted by either. It counts once the mentee says
 * that it was so (docs/field.md#testimony-and-observation); one of which they say the opposite looks, to everybody else,
 * like one that they have said nothing about.
 */

/** A talk about how it was may be noted for so long (ms) after the end. */
const afterTheEnd = 21 * day;

async function notedWith(subject: string, work: ActorWork): Promise<Mentorship> {
  const m = await mentorshipOf(work, noteSubject.read(subject)?.mentorship ?? rootOf(subject));
  demand('conversation.note', work, aboutMentorship(m));
  if (m.agreedAt === null)
    throw new Refused('not-agreed', 'You have not both signed yet. Sign the agreement first, then note what you said.');
  if (m.endedAt !== null && work.now > m.endedAt + afterTheEnd)
    throw new Refused('ended', 'This mentorship ended some weeks ago, so nothing is noted any more.');
  return m;
}

const openNote: PressHandler = async (press, work) => {
  const m = await notedWith(press.subject, work);
  const session = noteSubject.read(press.subject)?.session ?? null;
  const on = session === null ? undefined : await work.rows.sessions.get(session);
  return work.forms.open('conversation', noteSubject.write({ mentorship: m.id, session }), {
    values: { on: local(on?.startedAt ?? on?.startsAt ?? work.now, work.actor.zone).date },
    rows: {},
  });
};

export const conversationForm: FormFeature = {
  called: 'a note of what you two said',
  async build({ subject }, work): Promise<Form> {
    const m = await notedWith(subject, work);
    const mentee = work.actor.id === m.mentee;
    const other = mention(mentee ? m.mentor : m.mentee);
    const readers = await namedReaders(work, { id: m.portfolio, mentor: m.mentor });
    const outside = readFromOutside(readers, mention(m.mentor));
    return {
      id: 'conversation',
      title: 'What you two said',
      submit: 'Save',
      concern: mentee ? 'mentee' : 'mentor',
      steps: [
        {
          id: 'note',
          title: 'What you two said',
          items: [
            formNote('reads', say`You, ${whoReadsAgreement([other], readers)} can read this.`),
            ...(mentee && outside !== null ? [formNote('outside', outside)] : []),
            formNote(
              'counts',
              mentee
                ? say`Write what you and ${other} said about how it goes. It is your word, and you can take it back.`
                : say`What ${other} and you said about your mentoring, as near to their words as you can. It counts once ${other} says that it was so.`,
            ),
            { kind: 'date', id: 'on', label: 'When was it?', readers: 'both' },
            {
              kind: 'text',
              id: 'words',
              label: 'What was said?',
              hint: 'If someone may be at risk, use “Worried about someone?” instead.',
              lines: 'many',
              max: longestText,
              readers: 'both',
            },
          ],
        },
      ],
    };
  },
  async problems({ answers }, work) {
    const on = textOf(answers.values, 'on');
    return on > local(work.now, work.actor.zone).date
      ? [{ at: 'on', say: 'That day is still to come. Choose the day on which you spoke.' }]
      : [];
  },
  async submit({ subject, answers }, work) {
    const m = await notedWith(subject, work);
    const words = clean(textOf(answers.values, 'words'));
    if (words === '') return { problems: [{ at: 'words', say: 'Write a few words of what was said.' }] };
    const own = work.actor.id === m.mentee;
    const note: Attestation = {
      id: work.ids.next('attestation'),
      programme: work.programme.id,
      portfolio: m.portfolio,
      mentorship: m.id,
      session: noteSubject.read(subject)?.session ?? null,
      kind: 'conversation',
      by: m.mentee,
      body: { ...emptyAttestation, on: textOf(answers.values, 'on') as CivilDate, words },
      askedBy: work.actor.id,
      askedAt: work.now,
      ...(own ? so(m, work) : { state: 'asked', givenAt: null, countersigned: null }),
    };
    await work.rows.attestations.save(note);
    work.audit('conversation.noted', note.id, {}, m.id);
    if (own) return closeWith('Saved', 'It is saved. You can read it, or take it back, in review.');
    const mentee = await work.rows.people.get(m.mentee);
    if (mentee !== undefined) askAboutNote(note.id, m.mentee, work.now + noteAskedFor, work.now, mentee.zone, work);
    return closeWith('Saved', say`It is saved. It counts once ${mention(m.mentee)} says that it was so.`);
  },
};

const so = (m: Mentorship, work: ActorWork): Pick<Attestation, 'state' | 'givenAt' | 'countersigned'> => ({
  state: 'given',
  givenAt: work.now,
  countersigned: { by: m.mentee, at: work.now },
});

interface Noted {
  readonly note: Attestation;
  readonly m: Mentorship;
}

/** @throws Refused unless the actor takes part in it, and it is there for them to read */
async function notedOf(id: string, work: ActorWork): Promise<Noted> {
  const note = await work.rows.attestations.get(id as AttestationId);
  const m =
    note === undefined || note.kind !== 'conversation' || note.mentorship === null
      ? undefined
      : await work.rows.mentorships.get(note.mentorship);
  if (note === undefined || m === undefined)
    throw new Refused('no-such-note', 'That is no longer here. Type review to see what is.');
  demand('conversation.note', work, aboutMentorship(m));
  if (!isSeenBy(note, m, work))
    throw new Refused('no-such-note', 'That is no longer here. Type review to see what is.');
  return { note, m };
}

/** What a mentee noted and took back is theirs alone; what a mentor noted stays the mentor's own to read. */
export const isSeenBy = (note: Attestation, m: Pick<Mentorship, 'mentee'>, work: Pick<ActorWork, 'actor'>): boolean =>
  work.actor.id === m.mentee || note.askedBy !== m.mentee || note.state === 'given';

/** Whether it counts, as each side reads it: what was said to be otherwise is, to the mentor, not confirmed yet. */
export const standingOfNote = (note: Attestation, m: Pick<Mentorship, 'mentee'>, work: Pick<ActorWork, 'actor'>) => {
  const own = work.actor.id === m.mentee;
  if (note.state === 'given' && note.countersigned !== null)
    return own
      ? literal('You said that it was so. It counts.')
      : say`${mention(m.mentee)} said that it was so, ${moment(note.countersigned.at, 'date')}. It counts.`;
  if (own && note.state === 'withdrawn') return literal('You said that it was not so. It does not count.');
  return own
    ? literal('It counts only if you say that it was so.')
    : say`It counts once ${mention(m.mentee)} says that it was so.`;
};

const noteCard = ({ note, m }: Noted, work: ActorWork): Card => {
  const own = work.actor.id === m.mentee;
  return {
    title: 'What you two said',
    summary: say`Noted by ${mention(note.askedBy)}.`,
    blocks: [
      facts(
        ['Noted by', say`${mention(note.askedBy)}, ${moment(note.askedAt, 'date')}`],
        note.body.on === null
          ? null
          : ['Said on', say`${moment(placeAnyway(note.body.on, '12:00', work.actor.zone), 'date')}`],
      ),
      heading(literal('What was said')),
      text(literal(note.body.words)),
      text(standingOfNote(note, m, work)),
      ...(own ? answerBlocks(note, m) : []),
      buttons(button('Back', 'review.panel', '-')),
    ],
  };
};

const answerBlocks = (note: Attestation, m: Mentorship): readonly Block[] => [
  buttons(
    note.state === 'given' ? null : button('Yes, it was so', 'conversation.confirm', note.id, { arg: 'yes' }),
    note.state === 'withdrawn'
      ? null
      : button('That is not what we said', 'conversation.confirm', note.id, { arg: 'no' }),
  ),
  muted(say`You can leave it. If you say no, ${mention(m.mentor)} is not told: it just does not count.`),
];

const openNoted: PressHandler = async (press, work) => panelWith(noteCard(await notedOf(press.subject, work), work));

const confirm: PressHandler = async (press, work) => {
  const { note, m } = await notedOf(press.subject, work);
  demand('conversation.confirm', work, aboutMentorship(m));
  if (press.arg !== 'yes' && press.arg !== 'no')
    throw new Refused('unknown-choice', 'Choose one of the buttons. Nothing has changed.');
  const next: Attestation =
    press.arg === 'yes'
      ? { ...note, ...so(m, work) }
      : { ...note, state: 'withdrawn', givenAt: null, countersigned: null };
  if (next.state !== note.state) {
    await work.rows.attestations.save(next);
    // Which of the two it was stands in the note alone.
    work.audit('conversation.answered', note.id, {}, m.id);
    work.cancelAll(conversationAskPrompt.begin({ note: note.id }));
    work.redraw(notedSubject.write({ mentorship: m.id, note: note.id }));
  }
  return panelWith(
    press.arg === 'yes'
      ? sentence('Thank you', 'It counts from now on. You can change your mind in review.')
      : sentence('That’s fine', 'It does not count. Nobody is told that you said so.'),
  );
};

export const conversationPresses = {
  'conversation.note': { opens: openNote },
  'conversation.read': { opens: openNoted },
  'conversation.confirm': { opens: confirm },
} satisfies Presses;
