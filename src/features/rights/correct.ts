import { type Form, formNote, type Item, longestText, type Problem, textOf, type Values } from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import { hasAccount, type Person } from '../../domain/programme.js';
import { type CorrectionOutcome, correctionOutcomes, isOpen, type RightsRequest } from '../../domain/rights.js';
import { heldAt, type Session } from '../../domain/session.js';
import { correctionSubject, rightsSubject } from '../../domain/subjects.js';
import { clean, cleanLine } from '../../kernel/words.js';
import { showMoment } from '../../kernel/zoned.js';
import type { ActorWork, FormFeature, PressHandler } from '../feature.js';
import { correctionAsked } from '../shared/correction-asked.js';
import { demandSettle, personOf, requestOf, settle } from './asked.js';

/**
 * What somebody says is not right is put right here, or they read why not (docs/field.md#rights): their name, what is noted of
 * them, and a note beside a record, which is never written over itself.
 */

/** As many as a list of any chat takes, the newest first. */
const mostSessions = 25;

const outcomeLabels: Readonly<Record<CorrectionOutcome, string>> = {
  here: 'I put it right here: see the next step',
  elsewhere: 'It was put right another way',
  refused: 'It stays as it is',
};

export const openAnswer: PressHandler = async (press, work) => {
  const request = await requestOf(press.subject, work);
  await demandSettle(request.about, work);
  const person = await personOf(request.about, work);
  return work.forms.open('rights-answer', request.id, { values: asTheyAre(person), rows: {} }, { fresh: true });
};

const asTheyAre = (p: Person): Values => ({
  name: p.name,
  pronouns: p.pronouns ?? '',
  adult: p.adult === true ? 'yes' : 'no',
});

/** Their sessions that are over, the newest first. */
async function sessionsOf(person: Person, work: ActorWork): Promise<readonly Session[]> {
  const all = new Map<string, Session>();
  for (const m of await work.rows.mentorships.of(person.id))
    for (const s of await work.rows.sessions.ofMentorship(m.id)) if (s.endedAt !== null) all.set(s.id, s);
  return [...all.values()].sort((a, b) => heldAt(b) - heldAt(a)).slice(0, mostSessions);
}

async function rightItems(person: Person, work: ActorWork): Promise<readonly Item[]> {
  const sessions = await sessionsOf(person, work);
  const { zone, locale } = work.actor;
  return [
    formNote('right', 'Only if you put it right here. What you leave as it is stays.'),
    {
      id: 'name',
      kind: 'text',
      lines: 'one',
      max: 120,
      optional: true,
      readers: 'shown',
      label: 'What they are called',
    },
    { id: 'pronouns', kind: 'text', lines: 'one', max: 40, optional: true, readers: 'shown', label: 'Their pronouns' },
    {
      id: 'adult',
      kind: 'choice',
      optional: true,
      shown: 'buttons',
      readers: 'about-them',
      label: 'Are they 18 or over?',
      of: [
        { value: 'yes', label: 'Yes' },
        { value: 'no', label: 'No, or not known' },
      ],
    },
    ...(sessions.length === 0
      ? []
      : [
          {
            id: 'session',
            kind: 'choice' as const,
            optional: true as const,
            shown: 'list' as const,
            readers: 'coordinator' as const,
            label: 'A note beside the record of',
            hint: 'A record is never written over. The note stands under it.',
            of: sessions.map((s) => ({
              value: s.id as string,
              label: `${showMoment(heldAt(s), zone, locale, 'date')}: ${s.title}`.slice(0, 75),
            })),
          },
          {
            id: 'note',
            kind: 'text' as const,
            lines: 'many' as const,
            max: longestText,
            optional: true as const,
            readers: 'both' as const,
            label: 'The note',
            hint: 'Whoever reads the record reads it, the mentor too. Write what is right, and not what they wrote to you.',
          },
        ]),
  ];
}

/** What is changed of them; the same person where nothing is. */
function corrected(person: Person, values: Values): Person {
  const name = cleanLine(textOf(values, 'name'));
  const pronouns = cleanLine(textOf(values, 'pronouns'));
  const adult = textOf(values, 'adult');
  const { pronouns: _p, adult: _a, ...rest } = person;
  const isAdult = adult === '' ? person.adult === true : adult === 'yes';
  return {
    ...rest,
    name: name === '' ? person.name : name,
    ...(pronouns === '' ? {} : { pronouns }),
    ...(isAdult ? { adult: true as const } : {}),
  };
}

const differ = (a: Person, b: Person): boolean => a.name !== b.name || a.pronouns !== b.pronouns;

async function keepCorrected(person: Person, to: Person, work: ActorWork): Promise<void> {
  await work.rows.people.save(to);
  if (differ(person, to)) work.audit('person.corrected', person.id);
  if (person.adult === to.adult) return;
  // That it was noted, never what: the trail has more readers than the note.
  work.audit('person.adult-noted', person.id);
  await work.rows.kept.forget(correctionAsked, person.id);
  work.redraw(correctionSubject.write({ person: person.id }));
}

/** The note that was asked for; a problem where it cannot stand. */
async function noteIn(
  person: Person,
  values: Values,
  work: ActorWork,
): Promise<{ readonly session: Session; readonly words: string } | Problem | null> {
  const words = clean(textOf(values, 'note'));
  const chosen = textOf(values, 'session');
  if (chosen === '' && words === '') return null;
  if (words === '') return { at: 'note', say: 'Write the note, or choose no session.' };
  const session = (await sessionsOf(person, work)).find((s) => s.id === chosen);
  if (session === undefined) return { at: 'session', say: 'Choose the session whose record the note stands under.' };
  return (await work.rows.records.head(session.id)) === undefined
    ? { at: 'session', say: 'No record of that session is written yet, so there is none to put right.' }
    : { session, words };
}

export const answerForm: FormFeature = {
  called: 'an answer to what is not right',
  async build({ subject }, work): Promise<Form> {
    const request = await requestOf(subject, work);
    await demandSettle(request.about, work);
    const person = await personOf(request.about, work);
    return {
      id: 'rights-answer',
      title: 'Put it right, or say why not',
      submit: 'Send the answer',
      concern: 'mentor',
      steps: [
        {
          id: 'answer',
          title: 'What comes of it',
          items: [
            formNote(
              'how',
              'A record: its mentor can amend it, or you put a note beside it. A length: record the outcome in hours. If it stays as it is, say why: they read it, and that they can complain.',
            ),
            {
              id: 'outcome',
              kind: 'choice',
              shown: 'list',
              readers: 'about-them',
              label: 'What comes of it',
              of: correctionOutcomes.map((value) => ({ value, label: outcomeLabels[value] })),
            },
            {
              id: 'answer',
              kind: 'text',
              lines: 'many',
              max: longestText,
              readers: 'about-them',
              label: 'What was put right, or why not',
            },
          ],
        },
        { id: 'right', title: 'What is put right', items: await rightItems(person, work) },
      ],
    };
  },
  async submit({ subject, answers }, work) {
    const request = await requestOf(subject, work);
    await demandSettle(request.about, work);
    if (!isOpen(request))
      return closeWith('Answered already', 'Somebody has answered it meanwhile. Type rights to see it.');
    const { values } = answers;
    const answer = clean(textOf(values, 'answer'));
    const outcome = correctionOutcomes.find((one) => one === textOf(values, 'outcome'));
    if (outcome === undefined) return { problems: [{ at: 'outcome', say: 'Choose what comes of it.' }] };
    if (answer === '') return { problems: [{ at: 'answer', say: 'Write the answer.' }] };
    const person = await personOf(request.about, work);
    const to = corrected(person, values);
    const note = await noteIn(person, values, work);
    const changes = differ(person, to) || person.adult !== to.adult;
    if (outcome === 'here') {
      if (note !== null && 'at' in note) return { problems: [note] };
      if (!changes && note === null)
        return { problems: [{ at: 'name', say: 'Nothing is changed here yet. Change it, or choose another answer.' }] };
      if (changes) await keepCorrected(person, to, work);
      if (note !== null) noted(note.session, request, work);
    } else if (changes || note !== null)
      // What was filled in and not chosen would look as if it had been done.
      return {
        problems: [{ at: 'outcome', say: 'Something is filled in to be put right. Choose “I put it right here”.' }],
      };
    const kept = outcome === 'here' && note !== null && 'words' in note ? note : null;
    const done = await settle(
      request,
      { answer, outcome, note: kept === null ? null : { session: kept.session.id, words: kept.words } },
      work,
    );
    if (!hasAccount(person)) return closeWith('Kept', 'They have no account, so nobody is told. Tell them yourself.');
    work.show('rights-answered', rightsSubject.write({ request: done.id }), { person: person.id }, { sensitive: true });
    return closeWith('Sent', 'They are told that there is an answer.');
  },
};

/** On the chain of each mentorship that the record is of: that a note stands beside it, never its words or who asked. */
function noted(session: Session, { about }: RightsRequest, work: ActorWork): void {
  const theirs = session.attendees.filter((a) => a.mentee === about);
  for (const a of theirs.length > 0 ? theirs : session.attendees)
    work.audit('record.noted', session.id, {}, a.mentorship);
}
