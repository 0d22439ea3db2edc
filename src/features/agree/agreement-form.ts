import { button, buttons, type Card, text } from '../../chat/card.js';
import { type Answers, type Field, type Form, formNote, type Problem, rowsOf, textOf } from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { noReaders, type PortfolioReaders } from '../../domain/allocation.js';
import { agreementBody } from '../../domain/catalogue.js';
import { defaultAgreement, durationUpTo05 } from '../../domain/defaults/agreement.js';
import {
  type AgreementBody,
  type AgreementText,
  askAgain,
  type Goal,
  isLive,
  liveBetween,
  type Mentorship,
  mostGoals,
  type Portfolio,
  signedByMentor,
} from '../../domain/mentorship.js';
import type { Person, Programme } from '../../domain/programme.js';
import { Refused } from '../../kernel/errors.js';
import type { GoalId, MentorshipId, PortfolioId } from '../../kernel/ids.js';
import { clean, cleanLine, shorten } from '../../kernel/words.js';
import type { ActorWork, FormFeature } from '../feature.js';
import { aboutMentorship, demand, mentorshipOf } from '../shared/guards.js';
import { isForUnit } from '../shared/unit.js';
import { namedReaders, whoReadsAgreement } from '../shared/who-reads.js';
import { agreementParts, partField } from './agreement-parts.js';
import { goalFields, goalWords, levelHints, levelProblems, newGoal, rowOfGoal, sameWords } from './goals.js';
import { howLongFields, howLongIn, howLongProblems, howLongSeed, meantNow } from './how-long.js';
import { againOccurrence, askSubject, newAgreementSubject, redrawAll, statusSubject } from './subjects.js';

/** The agreement as the mentor writes and signs it: the first time (`new:PERSON`), and each changed version. */

/** Who reads an agreement of this mentor's besides the two: where they have begun nothing yet, whoever reads of all. */
const namedTo = async (m: Mentorship | undefined, work: ActorWork): Promise<PortfolioReaders> => {
  if (m === undefined && work.programme.settings.unit.leadsTo === 'nothing') return noReaders;
  const [first] = m === undefined ? await work.rows.portfolios.ofMentor(work.actor.id) : [];
  return namedReaders(work, {
    id: m?.portfolio ?? first?.id ?? ('' as PortfolioId),
    mentor: m?.mentor ?? work.actor.id,
  });
};

interface About {
  readonly named: PortfolioReaders;
  readonly now: number;
  readonly programme: Programme;
  readonly forTarget: boolean;
}

function form(mentee: Person, m: Mentorship | undefined, { named, now, programme, forTarget }: About): Form {
  const first = m === undefined || m.agreedAt === null;
  const settled = (m?.goals ?? []).filter((g) => g.state === 'agreed' || (g.state === 'proposed' && !editable(g, m)));
  const readers = formNote(
    'limits-readers',
    say`${whoReadsAgreement([mention(mentee.id), 'you'], named)} read this. If someone may be at risk, that cannot stay between you: use “Worried about someone?”, and write nothing about it here.`,
  );
  return {
    id: 'agreement',
    title: 'Mentoring agreement',
    submit: 'Sign and send',
    signs: true,
    concern: 'mentor',
    steps: [
      {
        id: 'purpose',
        title: 'Purpose and rhythm',
        items: [
          formNote('about', say`With ${mention(mentee.id)}. Change whatever does not fit the two of you.`),
          readers,
          ...(m === undefined && programme.settings.unit.leadsTo === 'either' ? [forUnitField(programme)] : []),
          ...(m === undefined || m.agreement.changeWanted === ''
            ? []
            : [formNote('wish', say`What ${mention(mentee.id)} would like changed: ${m.agreement.changeWanted}`)]),
          partField('purpose'),
          ...howLongFields(m?.agreement.body.until !== undefined, forTarget),
          partField('duration'),
          partField('frequency'),
          partField('place'),
          partField('menteeRole'),
        ],
      },
      { id: 'roles', title: 'Roles and boundaries', items: [readers, partField('roles'), partField('boundaries')] },
      {
        id: 'confidentiality',
        title: 'Confidentiality',
        items: [
          formNote(
            'limits',
            say`Never promise to keep a secret. Anything that puts someone at risk goes to the safeguarding lead.`,
          ),
          partField('confidentiality'),
          partField('ending'),
        ],
      },
      {
        id: 'goals',
        title: 'Goals',
        items: [
          readers,
          ...settled.map((g) =>
            formNote(
              `goal-${g.id}`,
              say`${g.state === 'agreed' ? 'Agreed already' : 'Suggested already'}: ${g.what} (${g.baseline} → ${g.target})`,
            ),
          ),
          {
            kind: 'group',
            id: 'goals',
            label: first ? 'Goals' : 'New goals',
            one: 'Goal',
            hint: first
              ? 'What the mentee wants to get better at. They can add their own and say where they start.'
              : 'Goals you both agreed stay as they are: let one go and add another instead of changing it.',
            fields: goalFields('mentor'),
            min: first && settled.length === 0 ? 1 : 0,
            max: 6,
            addLabel: 'Add a goal',
          },
          formNote(
            'declaration',
            say`By pressing “Sign and send” you sign this agreement as the mentor on ${moment(now, 'date')}, and say that you will keep to it. ${mention(mentee.id)} is then asked to read and answer it.`,
          ),
        ],
      },
    ],
  };
}

const forUnitField = ({ settings }: Programme): Field => ({
  id: 'for-unit',
  kind: 'choice',
  shown: 'buttons',
  optional: true,
  readers: 'shown',
  label: `Is it for the unit “${shorten(settings.unit.title, 80)}”?`,
  hint: 'Without it a plan is a goal and a time, and nobody assesses you. It cannot be changed later.',
  of: [
    { value: 'yes', label: 'Yes' },
    { value: 'no', label: 'No' },
  ],
});

const hasTarget = (m: Mentorship | undefined, work: ActorWork): Promise<boolean> =>
  m === undefined ? Promise.resolve(work.programme.settings.unit.leadsTo !== 'nothing') : isForUnit(m.portfolio, work);

/** Until both have signed, what the mentor put in can be changed or taken out; afterwards goals are facts. */
const editable = (g: Goal, m: Mentorship | undefined): boolean =>
  m !== undefined && m.agreedAt === null && g.state === 'proposed' && g.proposedBy === m.mentor;

/** The text that the coordinator set for this programme; its parts that they left alone are the standard ones. */
async function programmesText(work: ActorWork): Promise<AgreementBody> {
  const [row] = await work.rows.catalogue.current('agreement');
  const own = agreementBody.safeParse(row?.body);
  return own.success ? { ...defaultAgreement, ...own.data } : defaultAgreement;
}

/** The standard words of before 0.6.0 said how long; a day and hours say it now, and nobody is asked the same thing twice. */
const withoutLength = (body: AgreementBody): AgreementBody =>
  body.duration === durationUpTo05 ? { ...body, duration: defaultAgreement.duration } : body;

/** What the form opens with: the default text and one empty goal, or the current version. */
export async function agreementSeed(m: Mentorship | undefined, work: ActorWork): Promise<Answers> {
  const body = withoutLength(m?.agreement.body ?? (await programmesText(work)));
  const goals = (m?.goals ?? []).filter((g) => editable(g, m)).map(rowOfGoal);
  const blank = m === undefined ? [{ key: work.ids.next('row'), values: {} }] : [];
  return {
    values: {
      ...Object.fromEntries(agreementParts.map((p) => [p.id, body[p.id]])),
      ...howLongSeed(m, await meantNow(m, work), work.now, work.programme.zone),
    },
    rows: { goals: goals.length > 0 ? goals : blank },
  };
}

/** Who may begin a mentorship with whom; the sentence says why not. @throws Refused */
export function demandNew(mentee: Person | undefined, work: ActorWork): Person {
  demand('agreement.propose', work);
  if (!work.actor.roles.includes('mentor'))
    throw new Refused('not-a-mentor', 'Only a mentor can start one. Ask your coordinator to make you a mentor first.');
  if (mentee === undefined || mentee.erasedAt !== null)
    throw new Refused('no-such-person', 'That person is not here any more. Type start and somebody else’s name.');
  if (mentee.id === work.actor.id)
    throw new Refused('oneself', 'You cannot mentor yourself. Type start and the name of the person you will mentor.');
  return mentee;
}

/** The mentorship a form's subject is about; undefined for a new one. */
async function subjectOf(
  subject: string,
  work: ActorWork,
): Promise<{ readonly mentee: Person; readonly m: Mentorship | undefined }> {
  const anew = newAgreementSubject.read(subject);
  if (anew !== undefined) {
    const mentee = demandNew(await work.rows.people.get(anew.mentee), work);
    return { mentee, m: undefined };
  }
  const m = await mentorshipOf(work, subject);
  demand('agreement.change', work, aboutMentorship(m));
  const mentee = await work.rows.people.get(m.mentee);
  if (mentee === undefined)
    throw new Refused('no-such-person', 'That person is not here any more, so the agreement cannot be changed.');
  return { mentee, m };
}

function notNow(title: string, line: Text, open?: MentorshipId): Card {
  return {
    title,
    summary: line,
    blocks: [text(line), ...(open === undefined ? [] : [buttons(button('Open it', 'mentorship.open', open))])],
  };
}

/** A sentence where this form cannot be had now. */
async function closedTo(mentee: Person, m: Mentorship | undefined, work: ActorWork): Promise<Card | null> {
  if (m === undefined) {
    const live = liveBetween(await work.rows.mentorships.of(work.actor.id), work.actor.id, mentee.id);
    return live === undefined
      ? null
      : notNow('Already there', say`You and ${mention(mentee.id)} have one open already.`, live.id);
  }
  if (isLive(m)) return null;
  return m.state === 'declined'
    ? notNow('Said no', say`${mention(mentee.id)} said no thank you. You can begin again with start, when it suits.`)
    : notNow('Ended', literal('This mentorship has ended. You can begin a new one with start.'));
}

const bodyOf = (answers: Answers): AgreementBody & ReturnType<typeof howLongIn> => {
  const written = (id: AgreementText): string =>
    id === 'menteeRole' ? cleanLine(textOf(answers.values, id)) : clean(textOf(answers.values, id));
  return {
    purpose: written('purpose'),
    duration: written('duration'),
    frequency: written('frequency'),
    place: written('place'),
    menteeRole: written('menteeRole'),
    roles: written('roles'),
    boundaries: written('boundaries'),
    confidentiality: written('confidentiality'),
    ending: written('ending'),
    ...howLongIn(answers.values),
    // The mentee's own: they say these in their answer.
    helps: '',
    avoid: '',
  };
};

/**
 * Goals after the mentor's form. A row of a goal that may still change changes it, and its absence takes it out; a row
 * of one that was agreed meanwhile never does: written differently it is a new suggestion beside it.
 */
function mergeGoals(m: Mentorship, answers: Answers, next: () => GoalId): readonly Goal[] {
  const rows = rowsOf(answers, 'goals');
  const kept = m.goals.map((g): Goal => {
    if (!editable(g, m)) return g;
    const row = rows.find((r) => r.key === g.id);
    return row === undefined ? { ...g, state: 'dropped' } : { ...g, ...goalWords(row.values) };
  });
  const added = rows
    .filter((r) => {
      const known = m.goals.find((g) => g.id === r.key);
      return known === undefined || (!editable(known, m) && !sameWords(known, goalWords(r.values)));
    })
    .map((r) => newGoal(next(), goalWords(r.values), m.mentor, m.mentee));
  return [...kept, ...added];
}

/** Whether a mentorship that begins now is for the unit. */
const willCount = (answers: Answers, { settings }: Programme): boolean =>
  settings.unit.leadsTo === 'either'
    ? textOf(answers.values, 'for-unit') !== 'no'
    : settings.unit.leadsTo !== 'nothing';

/** The mentor's portfolio of that kind, made with their first mentorship; its target is the programme's unit's. */
async function portfolioOf(forUnit: boolean, work: ActorWork): Promise<Portfolio> {
  const own = (await work.rows.portfolios.ofMentor(work.actor.id)).find((p) => (p.withoutUnit !== true) === forUnit);
  if (own !== undefined) return own;
  const portfolio: Portfolio = {
    id: work.ids.next('portfolio'),
    programme: work.programme.id,
    mentor: work.actor.id,
    targetMinutes: forUnit ? work.programme.settings.unit.targetMinutes : 0,
    startedAt: work.now,
    ...(forUnit ? {} : { withoutUnit: true }),
  };
  await work.rows.portfolios.save(portfolio);
  work.audit('portfolio.started', portfolio.id, { targetMinutes: portfolio.targetMinutes });
  return portfolio;
}

async function begin(mentee: Person, answers: Answers, work: ActorWork): Promise<Mentorship> {
  const portfolio = await portfolioOf(willCount(answers, work.programme), work);
  // Whoever was only named until now is told by the question itself who asks them, and what this is.
  const { named } = mentee;
  if (!mentee.roles.includes('mentee') || named?.told === false)
    await work.rows.people.save({
      ...mentee,
      roles: [...new Set([...mentee.roles, 'mentee' as const])],
      ...(named === undefined ? {} : { named: { ...named, told: true } }),
    });
  return {
    id: work.ids.next('mentorship'),
    programme: work.programme.id,
    portfolio: portfolio.id,
    mentor: work.actor.id,
    mentee: mentee.id,
    state: 'proposed',
    createdAt: work.now,
    agreedAt: null,
    endedAt: null,
    agreement: signedByMentor(1, bodyOf(answers), work.now),
    goals: rowsOf(answers, 'goals').map((r) =>
      newGoal(work.ids.next('goal'), goalWords(r.values), work.actor.id, mentee.id),
    ),
  };
}

export const agreementForm: FormFeature = {
  called: 'an agreement',
  async build({ subject }, work) {
    const { mentee, m } = await subjectOf(subject, work);
    const closed = await closedTo(mentee, m, work);
    if (closed !== null) return closed;
    const { now, programme } = work;
    return form(mentee, m, { named: await namedTo(m, work), now, programme, forTarget: await hasTarget(m, work) });
  },
  async problems({ subject, answers }, work) {
    const { m } = await subjectOf(subject, work);
    const problems: Problem[] = [
      ...howLongProblems(answers.values, work.now, work.programme.zone),
      ...levelProblems(
        answers,
        'goals',
        'Choose a target that is not below the start: 5 is where you both want to be.',
      ),
    ];
    const after =
      m === undefined
        ? rowsOf(answers, 'goals').length
        : mergeGoals(m, answers, () => '' as GoalId).filter((g) => g.state !== 'dropped').length;
    if (after > mostGoals)
      problems.push({ at: 'goals', say: `That makes more than ${mostGoals} goals. Let some go first.` });
    return problems;
  },
  hints: (answers) => levelHints(answers, 'goals'),
  async submit({ subject, answers }, work) {
    const { mentee, m } = await subjectOf(subject, work);
    const closed = await closedTo(mentee, m, work);
    if (closed !== null) return { kind: 'close', say: closed };
    let after: Mentorship;
    if (m === undefined) {
      after = await begin(mentee, answers, work);
    } else {
      work.cancel(againOccurrence(m));
      const changed = askAgain(
        m,
        bodyOf(answers),
        mergeGoals(m, answers, () => work.ids.next('goal')),
        work.now,
      );
      if ('no' in changed) throw new Refused(`agreement-${changed.no}`, 'This agreement cannot be changed any more.');
      after = changed.mentorship;
    }
    await work.rows.mentorships.save(after);
    work.audit(
      m === undefined ? 'mentorship.proposed' : 'agreement.changed',
      after.id,
      { version: after.agreement.version, goals: after.goals.filter((g) => g.state !== 'dropped').length },
      after.id,
    );
    redrawAll(after, work);
    work.show('agreement-ask', askSubject(after), { person: after.mentee });
    work.show('agreement-status', statusSubject(after), { person: after.mentor });
    const line = say`You have signed. ${mention(after.mentee)} is asked to read it and answer, in their own time.`;
    return closeWith('Signed and sent', line);
  },
};
