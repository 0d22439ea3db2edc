import { type Card, sentence } from '../../chat/card.js';
import { type Form, type Item, type Option, textOf } from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import { literal, mention, say, strong } from '../../chat/text.js';
import { decided, type Goal, isLive, liveGoals, type Mentorship, mostGoals } from '../../domain/mentorship.js';
import { Refused } from '../../kernel/errors.js';
import type { GoalId } from '../../kernel/ids.js';
import type { ActorWork, FormFeature } from '../feature.js';
import { levelOf, levelOptions } from '../shared/goal-levels.js';
import { aboutMentorship, demand, mentorshipOf } from '../shared/guards.js';
import { type NamedReaders, namedReaders, whoReadsAgreement } from '../shared/who-reads.js';
import { goalFields, goalWords, levelHints, levelProblems, newGoal } from './goals.js';
import { menteeWords, put } from './mentee-words.js';
import { goalSubject, redrawAll } from './subjects.js';

/**
 * A goal by itself: suggested by either side once both have signed (the mentee before that, too), answered by the
 * other. A goal that both agreed is never rewritten, for plans and records cite it: one lets it go and adds another.
 */

const w = menteeWords.goalForm;

async function subjectOf(subject: string, work: ActorWork): Promise<{ m: Mentorship; goal: Goal | undefined }> {
  const about = goalSubject.read(subject);
  const m = await mentorshipOf(work, about?.mentorship ?? subject);
  demand('goal.propose', work, aboutMentorship(m));
  if (about?.goal === null) return { m, goal: undefined };
  const goal = m.goals.find((g) => g.id === about?.goal);
  if (goal === undefined)
    throw new Refused('no-such-goal', 'That goal is no longer here. Open the mentorship to see those that are.');
  return { m, goal };
}

const sorry = (line: string): Card => sentence('A goal', line);

/** A sentence where this form cannot be had now. */
function closedTo(m: Mentorship, goal: Goal | undefined, mentee: boolean): Card | null {
  if (!isLive(m))
    return sorry(
      mentee ? menteeWords.refused.ended : 'This mentorship is not going on, so its goals rest as they are.',
    );
  if (goal?.state === 'dropped')
    return sorry(mentee ? menteeWords.refused.goalDone : 'That goal has been let go already. Nothing has changed.');
  if (goal === undefined && liveGoals(m).length >= mostGoals)
    return sorry(mentee ? menteeWords.refused.manyGoals : `There are ${mostGoals} goals already. Let one go first.`);
  return null;
}

const limits = (m: Mentorship, mentee: boolean, named: NamedReaders): readonly Item[] =>
  mentee
    ? [
        { kind: 'note', id: 'limits', text: literal(menteeWords.form.limits) },
        {
          kind: 'note',
          id: 'readers',
          text: put(menteeWords.form.readers, { all: whoReadsAgreement(['You', mention(m.mentor)], named) }),
        },
        ...(named.handedIn === true
          ? [
              {
                kind: 'note' as const,
                id: 'outside',
                text: put(menteeWords.form.outside.join(' '), { mentor: mention(m.mentor) }),
              },
            ]
          : []),
      ]
    : [
        {
          kind: 'note',
          id: 'limits',
          text: say`${whoReadsAgreement([mention(m.mentee), 'you'], named)} read this. If someone may be at risk, that cannot stay between you.`,
        },
      ];

/** What this person may say to this goal: agree or not, keep or stop, or take their own back. */
function choices(goal: Goal, actor: string): readonly Option[] {
  if (goal.state === 'agreed')
    return [
      { value: 'keep', label: w.keep },
      { value: 'dropped', label: w.stop },
    ];
  if (goal.proposedBy === actor)
    return [
      { value: 'keep', label: w.keep },
      { value: 'dropped', label: w.back },
    ];
  return [
    { value: 'agreed', label: w.agree },
    { value: 'dropped', label: w.drop },
  ];
}

function form(m: Mentorship, goal: Goal | undefined, actor: string, named: NamedReaders): Form {
  const mentee = actor === m.mentee;
  const items: readonly Item[] =
    goal === undefined
      ? [...limits(m, mentee, named), ...goalFields(mentee ? 'mentee' : 'mentor')]
      : [
          {
            kind: 'note',
            id: 'goal',
            text: say`${strong(goal.what)}${goal.how === '' ? '' : `\n${goal.how}`}\n${goal.baseline} → ${goal.target}`,
          },
          ...(mentee
            ? [
                {
                  kind: 'choice' as const,
                  id: 'own',
                  label: menteeWords.form.yourLevel,
                  hint: menteeWords.form.yourLevelHint,
                  of: levelOptions,
                  shown: 'list' as const,
                  optional: true as const,
                  readers: 'both' as const,
                },
              ]
            : []),
          {
            kind: 'choice',
            id: 'word',
            label: mentee ? w.choice : 'Your answer',
            of: choices(goal, actor),
            shown: 'buttons',
            readers: 'both',
          },
        ];
  return {
    id: 'goal',
    title: goal === undefined ? w.propose : w.title,
    submit: w.submit,
    concern: mentee ? 'mentee' : 'mentor',
    steps: [{ id: 'goal', title: w.title, items }],
  };
}

/** The actor's new goal, kept as suggested; the other side is told that there is one, not what it says. */
async function suggest(m: Mentorship, goal: Goal, work: ActorWork): Promise<void> {
  const after: Mentorship = { ...m, goals: [...m.goals, goal] };
  await work.rows.mentorships.save(after);
  work.audit('goal.proposed', goal.id, { by: work.actor.id === m.mentee ? 'mentee' : 'mentor' }, m.id);
  redrawAll(after, work);
  work.show('goal-news', goalSubject.write({ mentorship: m.id, goal: goal.id }), {
    person: work.actor.id === m.mentee ? m.mentor : m.mentee,
  });
}

/** @throws Refused where it was said already */
async function decide(m: Mentorship, goal: Goal, word: 'agreed' | 'dropped', work: ActorWork): Promise<void> {
  const mentee = work.actor.id === m.mentee;
  const after = decided(m, goal.id, work.actor.id, word);
  if (after === undefined)
    throw new Refused(
      'goal-decided',
      mentee ? menteeWords.refused.goalDone : 'That goal has been answered already. Nothing has changed.',
    );
  await work.rows.mentorships.save(after);
  work.audit(`goal.${word}`, goal.id, { by: mentee ? 'mentee' : 'mentor' }, m.id);
  redrawAll(after, work);
  work.show('goal-news', goalSubject.write({ mentorship: m.id, goal: goal.id }), {
    person: mentee ? m.mentor : m.mentee,
  });
}

export const goalForm: FormFeature = {
  called: 'a goal',
  async build({ subject }, work) {
    const { m, goal } = await subjectOf(subject, work);
    const named = await namedReaders(work, { id: m.portfolio, mentor: m.mentor });
    return closedTo(m, goal, work.actor.id === m.mentee) ?? form(m, goal, work.actor.id, named);
  },
  async problems({ answers }) {
    return levelProblems(answers, null, menteeWords.form.goalBelow);
  },
  hints: (answers) => levelHints(answers, null),
  async submit({ subject, answers }, work) {
    const { m, goal } = await subjectOf(subject, work);
    const mentee = work.actor.id === m.mentee;
    const other = mention(mentee ? m.mentor : m.mentee);
    const closed = closedTo(m, goal, mentee);
    if (closed !== null) return { kind: 'close', say: closed };
    if (goal === undefined) {
      await suggest(
        m,
        newGoal(work.ids.next<'goal'>('goal') as GoalId, goalWords(answers.values), work.actor.id, m.mentee),
        work,
      );
      return mentee
        ? closeWith(w.title, ...menteeWords.thanks.goalSent.map((line) => put(line, { mentor: other })))
        : closeWith(w.title, say`${other} is asked whether they would like to work on it.`);
    }
    const own = levelOf(answers.values, 'own');
    const withOwn: Mentorship =
      mentee && own !== undefined
        ? { ...m, goals: m.goals.map((g) => (g.id === goal.id ? { ...g, menteeBaseline: own } : g)) }
        : m;
    const word = textOf(answers.values, 'word');
    if (word === 'keep') {
      if (withOwn !== m) await work.rows.mentorships.save(withOwn);
      return closeWith(w.title, literal(menteeWords.thanks.kept[0]));
    }
    if (word !== 'agreed' && word !== 'dropped') return { problems: [{ at: 'word', say: w.choice }] };
    await decide(withOwn, goal, word, work);
    if (!mentee) return closeWith(w.title, say`${other} is told.`);
    const said = word === 'agreed' ? menteeWords.thanks.goalAgreed : menteeWords.thanks.goalDropped;
    return closeWith(w.title, ...said.map((line) => put(line, { mentor: other })));
  },
};
