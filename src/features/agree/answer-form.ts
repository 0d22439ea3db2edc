import { button, buttons, type Card, sentence, text } from '../../chat/card.js';
import {
  type Answers,
  type Form,
  formNote,
  type Item,
  manyOf,
  type Problem,
  rowsOf,
  type Step,
  textOf,
} from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import { literal, mention, moment, type Part, say, strong, type Text } from '../../chat/text.js';
import {
  answered,
  bothSigned,
  type Goal,
  isLive,
  liveGoals,
  type MenteeWord,
  type Mentorship,
  mostGoals,
} from '../../domain/mentorship.js';
import { agreementAgainPrompt } from '../../domain/subjects.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import { rootOf } from '../../kernel/subject.js';
import { clean } from '../../kernel/words.js';
import type { ActorWork, FormFeature } from '../feature.js';
import { levelOf, levelOptions } from '../shared/goal-levels.js';
import { lookWhetherReached } from '../shared/going-on.js';
import { aboutMentorship, demand, mentorshipOf } from '../shared/guards.js';
import { lookForReview } from '../shared/open-review.js';
import { type NamedReaders, namedReaders, whoReadsAgreement } from '../shared/who-reads.js';
import { agreementInWords } from './agreement-parts.js';
import { goalFields, goalWords, levelProblems, newGoal } from './goals.js';
import { avoidChoices, helpsChoices, menteeWords, put } from './mentee-words.js';
import { againOccurrence, againSubject, redrawAll, versionIn, wordSubject } from './subjects.js';

/** The mentee reads the agreement, says what helps them, suggests goals and gives their word. Nothing of it is forced. */

const w = menteeWords.form;
type Word = Exclude<MenteeWord, 'asked'>;

/** Days after "I need time" at which the mentee is reminded, once. */
const againAfterDays = 3;
/** A reminder that could not go for this long is not worth sending any more. */
const againExpiresDays = 7;

const menteeNote = (id: string, words: string, parts: Readonly<Record<string, Part | Text>> = {}): Item =>
  formNote(id, put(words, parts));

function goalItems(g: Goal, mentee: PersonId): readonly Item[] {
  const said = g.state === 'agreed' ? w.goalAgreed : g.proposedBy === mentee ? w.goalYours : w.goalFrom;
  const levelsSaid = put(said, { from: mention(g.proposedBy), now: String(g.baseline), level: String(g.target) });
  return [
    {
      kind: 'note',
      id: `goal-${g.id}`,
      text: say`${strong(g.what)}${g.how === '' ? '' : `\n${g.how}`}\n${levelsSaid}`,
    },
    {
      kind: 'choice',
      id: `baseline-${g.id}`,
      label: w.yourLevel,
      hint: w.yourLevelHint,
      of: levelOptions,
      shown: 'list',
      optional: true,
      readers: 'both',
    },
  ];
}

function choiceStep(m: Mentorship, reads: Text): Step {
  const signed = m.agreement.menteeSignedAt !== null;
  const words: readonly Word[] = signed
    ? ['signed', 'change-wanted']
    : ['signed', 'change-wanted', 'waiting', 'declined'];
  return {
    id: 'answer',
    title: w.steps.answer,
    items: [
      menteeNote('any', w.anyAnswer),
      ...(signed ? [] : [menteeNote('signing', w.signing)]),
      {
        kind: 'choice',
        id: 'word',
        label: w.choice,
        of: words.map((value) => ({ value, label: signed && value === 'signed' ? w.choices.keep : w.choices[value] })),
        shown: 'buttons',
        readers: 'both',
      },
      menteeNote('limits-change', w.limits),
      menteeNote('readers-change', w.readers, { all: reads }),
      {
        kind: 'text',
        id: 'change',
        label: w.change,
        hint: w.changeHint,
        lines: 'many',
        max: 1000,
        optional: true,
        readers: 'both',
      },
    ],
  };
}

function form(m: Mentorship, readers: NamedReaders, locale: string): Form {
  const mentor = mention(m.mentor);
  const reads = whoReadsAgreement(['You', mentor], readers);
  const body = m.agreement.body;
  const goals = liveGoals(m);
  const helpsField = (id: 'helps' | 'avoid', of: readonly string[]): readonly Item[] => [
    {
      kind: 'choice',
      id,
      label: w[id],
      hint: w.skip,
      of: of.map((label, i) => ({ value: String(i), label })),
      many: true,
      shown: 'list',
      optional: true,
      readers: 'both',
    },
    {
      kind: 'text',
      id: `${id}-more`,
      label: id === 'helps' ? w.helpsMore : w.avoidMore,
      hint: w.skip,
      lines: 'many',
      max: 500,
      optional: true,
      readers: 'both',
    },
  ];
  return {
    id: 'agreement-answer',
    title: w.title,
    submit: w.submit,
    signs: true,
    concern: 'mentee',
    steps: [
      {
        id: 'read',
        title: w.steps.read,
        items: [
          menteeNote('hello', w.hello, { mentor }),
          ...agreementInWords(body, locale).map(
            (p): Item => ({ kind: 'note', id: `part-${p.id}`, text: say`${strong(p.label)}\n${p.words}` }),
          ),
        ],
      },
      {
        id: 'goals',
        title: w.steps.goals,
        items: [
          menteeNote('goals-intro', goals.length === 0 ? w.noGoals : w.goalsIntro),
          ...goals.flatMap((g) => goalItems(g, m.mentee)),
          menteeNote('limits-goals', w.limits),
          menteeNote('readers-goals', w.readers, { all: reads }),
          ...(readers.handedIn === true ? [menteeNote('outside', w.outside.join(' '), { mentor })] : []),
          {
            kind: 'group',
            id: 'propose',
            label: w.propose,
            one: w.proposeOne,
            hint: w.proposeHint,
            fields: goalFields('mentee'),
            min: 0,
            max: 3,
            addLabel: w.proposeAdd,
          },
        ],
      },
      {
        id: 'helps',
        title: w.steps.helps,
        items: [
          menteeNote('limits-helps', w.limits),
          menteeNote('readers-helps', w.readers, { all: reads }),
          ...helpsField('helps', helpsChoices),
          ...helpsField('avoid', avoidChoices),
        ],
      },
      choiceStep(m, reads),
    ],
  };
}

/** What was ticked and what was added, one a line, as the agreement keeps it. */
function linesOf(answers: Answers, id: 'helps' | 'avoid'): string {
  const of = id === 'helps' ? helpsChoices : avoidChoices;
  const ticked = of.filter((_, i) => manyOf(answers.values, id).includes(String(i)));
  const more = clean(textOf(answers.values, `${id}-more`));
  return [...ticked, ...(more === '' ? [] : [more])].join('\n');
}

/** `linesOf` backwards: lines that are choices are ticked again, the rest is text. */
function valuesOf(kept: string, id: 'helps' | 'avoid'): Answers['values'] {
  const of = id === 'helps' ? helpsChoices : avoidChoices;
  const lines = kept === '' ? [] : kept.split('\n');
  const more = lines.filter((l) => !of.includes(l)).join('\n');
  return {
    [id]: of.flatMap((label, i) => (lines.includes(label) ? [String(i)] : [])),
    ...(more === '' ? {} : { [`${id}-more`]: more }),
  };
}

/** What the mentee has said before, so that opening the form again loses none of it. */
export function answerSeed(m: Mentorship): Answers {
  const { helps, avoid } = m.agreement.body;
  return {
    values: {
      ...Object.fromEntries(
        liveGoals(m).flatMap((g) =>
          g.menteeBaseline === null ? [] : [[`baseline-${g.id}`, String(g.menteeBaseline)]],
        ),
      ),
      ...valuesOf(helps, 'helps'),
      ...valuesOf(avoid, 'avoid'),
      ...(m.agreement.changeWanted === '' ? {} : { change: m.agreement.changeWanted }),
    },
    rows: { propose: [] },
  };
}

/** A card where this form cannot be had: it has ended, or the mentor has changed the agreement since. */
async function closedTo(m: Mentorship, version: number, work: ActorWork): Promise<Card | null> {
  if (m.state === 'ended') return sentence(menteeWords.over.title, menteeWords.refused.ended);
  if (version !== m.agreement.version)
    return {
      ...sentence(menteeWords.older.title, w.stale),
      blocks: [text(literal(w.stale)), buttons(button(menteeWords.buttons.answer, 'agreement.answer', m.id))],
    };
  if (await replaced(m, work)) return sentence(menteeWords.older.title, menteeWords.refused.newer);
  return null;
}

/** A mentor may begin again after a no; then the old card's answer is no longer the one that matters. */
export async function replaced(m: Mentorship, work: Pick<ActorWork, 'rows'>): Promise<boolean> {
  if (isLive(m)) return false;
  const all = await work.rows.mentorships.of(m.mentee);
  return all.some((o) => o.id !== m.id && o.mentor === m.mentor && isLive(o));
}

/** Gives the mentee's word, tells the mentor, and sets or drops the one reminder. @throws Refused where it cannot be */
export async function giveWord(
  m: Mentorship,
  word: Word,
  work: ActorWork,
  more: { readonly wish?: string; readonly proposed?: number } = {},
): Promise<Mentorship> {
  if (await replaced(m, work)) throw new Refused('newer-agreement', menteeWords.refused.newer);
  const changed = answered(m, word, work.now, more.wish ?? '');
  if ('no' in changed) throw new Refused(`agreement-${changed.no}`, menteeWords.refused[changed.no]);
  const after = changed.mentorship;
  await work.rows.mentorships.save(after);
  if (word === 'waiting')
    work.schedule({
      ...agreementAgainPrompt.prompt({ mentorship: after.id, version: after.agreement.version }),
      subject: againSubject(after),
      to: after.mentee,
      dueAt: work.now + againAfterDays * day,
      expiresAt: work.now + (againAfterDays + againExpiresDays) * day,
    });
  else work.cancel(againOccurrence(after));
  if (bothSigned(after.agreement)) lookForReview(after, `version-${after.agreement.version}`, work);
  work.audit(
    `agreement.${word}`,
    after.id,
    { version: after.agreement.version, state: after.state, goalsProposed: more.proposed ?? 0 },
    after.id,
  );
  redrawAll(after, work);
  if (word === 'signed') lookWhetherReached(work, [after.id]);
  // Keeping what was signed already is no news; nor is the same word said again.
  const keeps = word === 'signed' && m.agreement.menteeWord === 'signed' && (more.proposed ?? 0) === 0;
  if (!keeps) work.show('agreement-status', wordSubject(after), { person: after.mentor });
  return after;
}

/** The mentee's goals and levels from their answers: their own starts, and what they suggest. */
function withGoals(
  m: Mentorship,
  answers: Answers,
  work: ActorWork,
): { readonly m: Mentorship; readonly proposed: number } {
  const proposed = rowsOf(answers, 'propose').map((r) =>
    newGoal(work.ids.next('goal'), goalWords(r.values), m.mentee, m.mentee),
  );
  const goals = m.goals.map((g) =>
    g.state === 'dropped' ? g : { ...g, menteeBaseline: levelOf(answers.values, `baseline-${g.id}`) ?? null },
  );
  return { m: { ...m, goals: [...goals, ...proposed] }, proposed: proposed.length };
}

/**
 * A wish goes with the answer that asks for one: with another it would be kept nowhere, and whoever wrote it not know.
 * `sent`: what they asked for before, which stands in the form as it is opened.
 */
const wishProblems = (word: string, wish: string, sent: string): readonly Problem[] => {
  if (word === 'change-wanted') return wish === '' ? [{ at: 'change', say: w.changeMissing }] : [];
  return isWord(word) && wish !== '' && wish !== sent ? [{ at: 'change', say: w.changeBeside }] : [];
};

const isWord = (s: string): s is Word => ['signed', 'change-wanted', 'waiting', 'declined'].includes(s);

async function subjectOf(subject: string, work: ActorWork): Promise<{ m: Mentorship; version: number }> {
  const m = await mentorshipOf(work, rootOf(subject));
  demand('agreement.answer', work, aboutMentorship(m));
  return { m, version: versionIn(subject, m.agreement.version) };
}

export const answerForm: FormFeature = {
  called: 'your answer to the agreement',
  async build({ subject }, work) {
    const { m, version } = await subjectOf(subject, work);
    return (
      (await closedTo(m, version, work)) ??
      form(m, await namedReaders(work, { id: m.portfolio, mentor: m.mentor }), work.actor.locale)
    );
  },
  async problems({ subject, answers }, work) {
    const { m } = await subjectOf(subject, work);
    const many = liveGoals(m).length + rowsOf(answers, 'propose').length > mostGoals;
    return [
      ...levelProblems(answers, 'propose', w.goalBelow),
      ...(many ? [{ at: 'propose', say: menteeWords.refused.manyGoals }] : []),
      ...wishProblems(
        textOf(answers.values, 'word'),
        clean(textOf(answers.values, 'change')),
        m.agreement.changeWanted,
      ),
    ];
  },
  async submit({ subject, answers }, work) {
    const { m, version } = await subjectOf(subject, work);
    const closed = await closedTo(m, version, work);
    if (closed !== null) return { kind: 'close', say: closed };
    const word = textOf(answers.values, 'word');
    if (!isWord(word)) return { problems: [{ at: 'word', say: w.choice }] };
    const kept = m.agreement.menteeSignedAt !== null && word === 'signed';
    const { m: withTheirs, proposed } = withGoals(
      {
        ...m,
        agreement: {
          ...m.agreement,
          body: { ...m.agreement.body, helps: linesOf(answers, 'helps'), avoid: linesOf(answers, 'avoid') },
        },
      },
      answers,
      work,
    );
    const after = await giveWord(withTheirs, word, work, { wish: clean(textOf(answers.values, 'change')), proposed });
    const reminded = (await work.rows.prompts.get(againOccurrence(m)))?.state === 'fired';
    const said = word === 'waiting' && reminded ? 'waitingOn' : kept ? 'kept' : word;
    const byLink = work.actor.accounts.every((a) => a.platform === 'link');
    const words = { ...menteeWords.thanks, ...(byLink ? menteeWords.thanksByLink : {}) };
    const lines = words[said].map((line) =>
      put(line, { mentor: mention(after.mentor), when: moment(work.now, 'date') }),
    );
    return closeWith(w.title, ...lines);
  },
};
