import { type Form, formNote, type Item, manyOf, type Step, textOf } from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { answersPart, chosen, type Passage, type Release } from '../../domain/release.js';
import { heldAt } from '../../domain/session.js';
import { Refused } from '../../kernel/errors.js';
import { count, shorten } from '../../kernel/words.js';
import type { ActorWork, FormFeature } from '../feature.js';
import { aboutMentorship, demand, mentorshipOf } from '../shared/guards.js';
import { mentorshipsOf, namesOutside, outside } from '../shared/outside-words.js';
import { fieldOf, mostAtOnce, type Offered, offeredOf, withStanding } from './offered.js';
import { askSubject } from './subjects.js';

/** The mentee's choice of what is left out, and the mentor's look before it is let go. */

/** What can be chosen about again: everything that was offered, the newest first. */
async function askedNow(m: Mentorship, work: ActorWork): Promise<readonly Offered[]> {
  const all = await offeredOf(m, work);
  const waiting = withStanding(all, 'offered', 'silent');
  return (waiting.length > 0 ? waiting : withStanding(all, 'left-out', 'answered', 'released')).slice(0, mostAtOnce);
}

/** Words and their label, as long as one note may be in every chat. */
const passageNote = (one: Offered, p: Passage, words: string): Item =>
  formNote(`${fieldOf(one.session.id)}-${p.part.replace(/[^\w-]/g, '-')}`, say`${p.label}: ${shorten(words, 2_000)}`);

function sessionStep(one: Offered): Step {
  const readable = one.passages.filter((p) => p.menteeReads);
  const hidden = one.passages.length > readable.length;
  return {
    id: fieldOf(one.session.id),
    title: 'One session',
    items: [
      formNote(`${fieldOf(one.session.id)}-about`, say`${one.session.title}, ${moment(heldAt(one.session), 'date')}`),
      ...readable.map((p) => passageNote(one, p, p.words)),
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
          label: p.menteeReads ? p.label : 'What your mentor would do differently (only they read it)',
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
    ],
  };
}

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

const hasAnswers = (one: Offered): boolean => one.passages.some((p) => p.part === answersPart);

export const choiceForm: FormFeature = {
  called: 'your choice about words for outside',
  async build({ subject, answers }, work): Promise<Form> {
    const m = await mentorshipOf(work, subject);
    demand('release.answer', work, aboutMentorship(m));
    const asked = await askedNow(m, work);
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
        ...(how === 'choose' ? asked.map(sessionStep) : []),
      ],
    };
  },
  async follow({ subject, before, answers }, work) {
    if (textOf(answers.values, 'how') !== 'choose' || textOf(before.values, 'how') === 'choose') return answers;
    const m = await mentorshipOf(work, subject);
    // What is about somebody's needs begins as left out, and what they chose before stands as it was.
    const values = Object.fromEntries(
      (await askedNow(m, work)).map((one) => {
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
    const asked = await askedNow(m, work);
    const after = asked.flatMap((one) =>
      one.release === undefined
        ? []
        : [chosen(one.release, leftOutOf(one, how, manyOf(answers.values, fieldOf(one.session.id))), work.now)],
    );
    if (after.length === 0)
      throw new Refused('not-asked', 'What was written has changed since. Nothing is shown; you will be asked again.');
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
function lookStep(one: Offered, items: readonly Item[], kept: readonly Passage[]): Step {
  return {
    id: fieldOf(one.session.id),
    title: 'One session',
    items: [
      formNote(`${fieldOf(one.session.id)}-about`, say`${one.session.title}, ${moment(heldAt(one.session), 'date')}`),
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
    ],
  };
}

/** Words that might still name somebody, each once. */
const doubtsIn = ({ text, doubts }: ReturnType<ReturnType<typeof namesOutside>['replaced']['of']>): string =>
  [...new Set(doubts.map((d) => `“${text.slice(d.at, d.at + d.length)}”`))].slice(0, 12).join(', ');

const readyToLetGo = async (m: Mentorship, work: ActorWork): Promise<readonly Offered[]> =>
  withStanding(await offeredOf(m, work), 'answered').slice(0, mostAtOnce);

const stillIn = (one: Offered): readonly Passage[] => {
  const left = one.release?.leftOut ?? 'all';
  return left === 'all' ? [] : one.passages.filter((p) => !left.includes(p.part));
};

export const lookForm: FormFeature = {
  called: 'words to let go',
  async build({ subject }, work): Promise<Form> {
    const m = await mentorshipOf(work, subject);
    demand('release.offer', work, aboutMentorship(m));
    const { replaced } = namesOutside((await work.people()).values(), await mentorshipsOf(work.rows, m));
    const ready = await readyToLetGo(m, work);
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
        ...ready.map((one) =>
          lookStep(
            one,
            stillIn(one).flatMap((p): readonly Item[] => {
              const { words } = outside(p, replaced);
              const doubts = doubtsIn(words);
              const note = passageNote(one, p, words.text);
              return doubts === ''
                ? [note]
                : [note, formNote(`${note.id}-doubts`, say`Look at ${doubts}: could it tell who somebody is?`)];
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
    const after = (await readyToLetGo(m, work)).flatMap((one): readonly Release[] =>
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
    await work.rows.releases.save(after);
    work.audit('release.let-go', m.id, { sessions: after.length }, m.id);
    return closeWith(
      'Let go',
      'Whoever assesses you from outside can read it now, with every name we know replaced. Your mentee can still take parts out.',
    );
  },
};
