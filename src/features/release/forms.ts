import { type Card, sentence } from '../../chat/card.js';
import { type Answers, type Form, formNote, type Item, manyOf, type Step, textOf } from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import { literal, mention, say } from '../../chat/text.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { answersPart, chosen, type Passage, type Release } from '../../domain/release.js';
import { Refused } from '../../kernel/errors.js';
import { count } from '../../kernel/words.js';
import type { ActorWork, FormFeature } from '../feature.js';
import { aboutMentorship, demand, mentorshipOf } from '../shared/guards.js';
import { namesOutside, outside } from '../shared/outside-words.js';
import { mentorshipsIn } from '../shared/read-hours.js';
import { fieldOf, type Offered, offeredOf, seenAmong, stillIn, withStanding } from './offered.js';
import { inSteps, passageNotes } from './steps.js';
import { askSubject } from './subjects.js';

/** The mentee's choice of what is left out, and the mentor's look before it is let go. */

const offeredIn = async (m: Mentorship, answers: Answers, work: ActorWork): Promise<readonly Offered[]> =>
  seenAmong(await offeredOf(m, work), answers.values);

function sessionSteps(one: Offered): readonly Step[] {
  const readable = one.passages.filter((p) => p.menteeReads);
  const hidden = one.passages.length > readable.length;
  return inSteps(one, [
    ...readable.flatMap((p) => passageNotes(one, p, p.words)),
    {
      id: fieldOf(one.session.id),
      kind: 'choice',
      many: true,
      optional: true,
      shown: 'list',
      readers: 'both',
      label: 'Leave out',
      hint: 'Tick what nobody from outside should read.',
      of: one.passages.map((p) => ({
        value: p.part,
        label: p.menteeReads ? p.label : (unread[p.part] ?? 'Something only your mentor reads'),
      })),
    },
    ...(hidden
      ? [
          formNote(
            `${fieldOf(one.session.id)}-own`,
            'Your mentor also wrote about their own way of working. It is theirs, so it is not shown here; you can leave it out.',
            'muted',
          ),
        ]
      : []),
  ]);
}

/** What a mentee may leave out unread: it may be about them. */
const unread: Readonly<Record<string, string>> = {
  'record/change': 'What your mentor would do differently (only they read it)',
  'record/guidance': 'Which rules your mentor thought of (only they read it)',
};

const wholly = [
  { value: 'choose', label: 'I’ll choose' },
  { value: 'nothing', label: 'Show nothing' },
  { value: 'all', label: 'All of it is fine' },
] as const;

/** What is left out of one session by these answers; what is tender stays out where nobody chose. */
const leftOutOf = (one: Offered, how: string, ticked: readonly string[]): Release['leftOut'] => {
  if (how === 'nothing') return 'all';
  const known = new Set(one.passages.map((p) => p.part));
  // Answers that were not there to be chosen about stay out, whatever comes of them later.
  const unseen = known.has(answersPart) ? [] : [answersPart];
  if (how === 'all') return unseen;
  const out = ticked.filter((part) => known.has(part));
  return out.length === known.size ? 'all' : [...out, ...unseen];
};

const changedForMentee =
  'What was written, or what is asked, has changed since. Nothing you did not see is shown. Open it again.';
const hasAnswers = (one: Offered): boolean => one.passages.some((p) => p.part === answersPart);

export const choiceForm: FormFeature = {
  called: 'your choice about words for outside',
  async build({ subject, answers }, work): Promise<Form | Card> {
    const m = await mentorshipOf(work, subject);
    demand('release.answer', work, aboutMentorship(m));
    const asked = await offeredIn(m, answers, work);
    if (asked.length === 0) return sentence('Nothing to choose', changedForMentee);
    const how = textOf(answers.values, 'how');
    return {
      id: 'release-choice',
      title: 'Shown outside?',
      submit: 'That is my choice',
      concern: 'mentee',
      steps: [
        {
          id: 'how',
          title: 'What may be shown?',
          items: [
            formNote(
              'what',
              say`Somebody from outside checks how ${mention(m.mentor)} works. They could read what you two wrote about ${count(asked.length, 'session')}${asked.some(hasAnswers) ? ', and what you answered afterwards' : ''}. Your name, and every other name we know, is replaced.`,
            ),
            formNote('who-could', 'Somebody who knows you well might still guess. Leave out whatever could tell.'),
            {
              id: 'how',
              kind: 'choice',
              shown: 'buttons',
              readers: 'both',
              label: 'What would you like?',
              of: wholly,
            },
          ],
        },
        ...(how === 'choose' ? asked.flatMap(sessionSteps) : []),
      ],
    };
  },
  async follow({ subject, before, answers }, work) {
    if (textOf(answers.values, 'how') !== 'choose' || textOf(before.values, 'how') === 'choose') return answers;
    const m = await mentorshipOf(work, subject);
    // What is about somebody's needs begins as left out, and what they chose before stands as it was.
    const values = Object.fromEntries(
      (await offeredIn(m, answers, work)).map((one) => {
        const kept = one.release?.answeredAt == null ? undefined : one.release.leftOut;
        const out =
          kept === undefined
            ? one.passages.filter((p) => p.tender).map((p) => p.part)
            : kept === 'all'
              ? one.passages.map((p) => p.part)
              : kept.filter((part) => one.passages.some((p) => p.part === part));
        return [fieldOf(one.session.id), out];
      }),
    );
    return { ...answers, values: { ...values, ...answers.values } };
  },
  async submit({ subject, answers }, work) {
    const m = await mentorshipOf(work, subject);
    demand('release.answer', work, aboutMentorship(m));
    const how = textOf(answers.values, 'how');
    const asked = await offeredIn(m, answers, work);
    const after = asked.flatMap((one) =>
      one.release === undefined
        ? []
        : [chosen(one.release, leftOutOf(one, how, manyOf(answers.values, fieldOf(one.session.id))), work.now)],
    );
    if (after.length === 0) throw new Refused('not-asked', changedForMentee);
    await work.rows.releases.save(after);
    const leaves = after.filter((r) => r.leftOut === 'all').length;
    work.audit('release.chosen', m.id, { sessions: after.length, leftOut: leaves }, m.id);
    work.redraw(askSubject.write({ mentorship: m.id }));
    return closeWith(
      'Thank you',
      leaves === after.length
        ? 'Nothing is shown outside. You can change that whenever you like.'
        : 'Your mentor looks it through before anybody reads it. You can change your mind whenever you like.',
    );
  },
};

/** What the mentor looks at, with every name replaced, and what might still name somebody. */
const lookSteps = (one: Offered, items: readonly Item[], kept: readonly Passage[]): readonly Step[] =>
  inSteps(one, [
    ...items,
    {
      id: fieldOf(one.session.id),
      kind: 'choice',
      many: true,
      optional: true,
      shown: 'list',
      readers: 'mentor',
      label: 'Hold back',
      of: kept.map((p) => ({ value: p.part, label: p.label })),
    },
  ]);

/** Words that might still name somebody, each once. */
const doubtsIn = ({ text, doubts }: ReturnType<ReturnType<typeof namesOutside>['replaced']['of']>): string =>
  [...new Set(doubts.map((d) => `“${text.slice(d.at, d.at + d.length)}”`))].slice(0, 12).join(', ');

/** What was opened to be looked through, where the mentee has not chosen anew since. */
const readyToLetGo = async (m: Mentorship, answers: Answers, work: ActorWork): Promise<readonly Offered[]> =>
  withStanding(await offeredIn(m, answers, work), 'answered');

const changedForMentor =
  'Your mentee has chosen anew, or what was written has changed. Nothing is let go. Open it again.';

export const lookForm: FormFeature = {
  called: 'words to let go',
  async build({ subject, answers }, work): Promise<Form | Card> {
    const m = await mentorshipOf(work, subject);
    demand('release.offer', work, aboutMentorship(m));
    const { replaced } = namesOutside(
      (await work.people()).values(),
      await mentorshipsIn(work.rows, { id: m.portfolio, mentor: m.mentor }),
    );
    const ready = await readyToLetGo(m, answers, work);
    if (ready.length === 0) return sentence('Nothing to look through', changedForMentor);
    return {
      id: 'release-look',
      title: 'Words for outside',
      submit: 'Let it go',
      concern: 'mentor',
      steps: [
        {
          id: 'how',
          title: 'As it will be read',
          items: [
            formNote(
              'what',
              literal(
                `${count(ready.length, 'session')} as somebody from outside will read them. Look for whatever could tell who your mentee is: a school, a place, a club, an event. Hold back what could.`,
              ),
            ),
          ],
        },
        ...ready.flatMap((one) =>
          lookSteps(
            one,
            stillIn(one).flatMap((p): readonly Item[] => {
              const { words } = outside(p, replaced);
              const doubts = doubtsIn(words);
              const notes = passageNotes(one, p, words.text);
              return doubts === ''
                ? notes
                : [
                    ...notes,
                    formNote(`${notes[0]?.id}-doubts`, say`Look at ${doubts}: could it tell who somebody is?`),
                  ];
            }),
            stillIn(one),
          ),
        ),
      ],
    };
  },
  async submit({ subject, answers }, work) {
    const m = await mentorshipOf(work, subject);
    demand('release.offer', work, aboutMentorship(m));
    const after = (await readyToLetGo(m, answers, work)).flatMap((one): readonly Release[] =>
      one.release === undefined
        ? []
        : [
            {
              ...one.release,
              releasedAt: work.now,
              heldBack: [
                ...manyOf(answers.values, fieldOf(one.session.id)).filter((part) =>
                  one.passages.some((p) => p.part === part),
                ),
                // What they may not read, they have not looked through.
                ...(hasAnswers(one) ? [] : [answersPart]),
              ],
            },
          ],
    );
    if (after.length === 0) throw new Refused('not-ready', changedForMentor);
    await work.rows.releases.save(after);
    work.audit('release.let-go', m.id, { sessions: after.length }, m.id);
    return closeWith(
      'Let go',
      'Whoever assesses you from outside can read it now, with every name we know replaced. Your mentee can still take parts out.',
    );
  },
};
