import { type Card, sentence } from '../../chat/card.js';
import { type Answers, type Form, manyOf, type Option, type Step } from '../../chat/form.js';
import { newestOf, refOf, wordingsOf } from '../../domain/catalogue.js';
import type { PersonId } from '../../kernel/ids.js';
import { shorten } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';
import { carriedNotes, carriedOver } from './carried.js';
import { changeNotes } from './changes.js';
import { followingOf } from './following.js';
import { goalsIn, momentOf, type PlanSubject, subjectOf } from './making.js';
import { activitiesStep, goalsField, objectivesStep, type PlanAsked, supportStep } from './plan-steps.js';
import { promisesToAsk } from './putting-right.js';
import { datesStep, followingStep, repeats } from './repeating.js';
import { namesOf, roleNotes, saidNotes, supportItems } from './support.js';
import { whenStep } from './when-step.js';

/** The plan's form as it stands with these answers, or a card where no plan can be made or changed now. */
export async function buildPlanForm(
  about: { readonly subject: string; readonly answers: Answers },
  work: ActorWork,
): Promise<Form | Card> {
  const plan = await subjectOf(about.subject, work);
  const closed = cannotPlan(plan);
  if (closed !== undefined) return closed;
  const asked: PlanAsked = { plan, answers: about.answers };
  const [carried, names] = await Promise.all([carriedOver(plan, work), namesOf(plan, work)]);
  const promises = plan.session === undefined ? await promisesToAsk(plan, work) : [];
  const promised = new Set(promises.map((p) => p.promise.what));
  const notes = [...saidNotes(plan, names), ...carriedNotes(carried, true, promised)];
  const when = await whenStep(asked, { notes, promises }, work);
  const goals = goalsOf(asked, names);
  const at = momentOf(about.answers.values, work.actor.zone, String);
  const changing = await changeNotes(plan, 'say' in at ? undefined : at.at, work);
  const steps: readonly Step[] = plan.forUnit
    ? [
        when,
        ...(await seriesSteps(asked, work)),
        objectivesStep(carried, goals),
        activitiesStep(about.answers, changing),
        supportStep(
          roleNotes(plan, names),
          await supportItems(plan, names, work),
          await guidanceFor(about.answers, work),
        ),
      ]
    : [
        { ...when, items: [...when.items, ...changing, ...(goals.length === 0 ? [] : [goalsField(goals)])] },
        ...(await seriesSteps(asked, work)),
      ];
  return {
    id: 'plan',
    title: plan.session === undefined ? 'Plan a session' : 'Change the plan',
    submit: plan.session === undefined ? 'Save the plan' : 'Save the change',
    concern: 'mentor',
    steps:
      plan.session === undefined
        ? steps
        : steps.map((s) => (mayEnd(s) ? { ...s, submit: 'Save the change', onward: 'See the rest' } : s)),
  };
}

/**
 * A change can be saved from every step: the others hold what was planned before. Not from where it is chosen that all
 * that follow move too, for their dates are looked at first.
 */
const mayEnd = (step: Step): boolean => !step.items.some((i) => i.id === 'scope');

/** The dates of a series that is being planned, or of the sessions that follow one that is being changed. */
async function seriesSteps({ plan, answers }: PlanAsked, work: ActorWork): Promise<readonly Step[]> {
  if (plan.session === undefined) return repeats(answers.values) ? [await datesStep(answers, work)] : [];
  const at = momentOf(answers.values, work.actor.zone, String);
  const changes = await followingOf(plan.session, answers, work);
  return changes === undefined || 'say' in at ? [] : [followingStep(at.at, changes, work)];
}

/** The mentees' agreed goals, each with its mentee's name in a group; and those this plan names that were let go since. */
function goalsOf({ plan, answers }: PlanAsked, names: ReadonlyMap<PersonId, string>): readonly Option[] {
  const named = plan.mentorships.length > 1;
  const chosen = goalsIn(answers);
  return plan.mentorships.flatMap((m) =>
    m.goals
      .filter((g) => g.state === 'agreed' || chosen.includes(g.id))
      .map((g) => ({
        value: g.id,
        label: shorten(named ? `${names.get(m.mentee) ?? ''}: ${g.what}` : g.what, 75),
      })),
  );
}

/** The programme's guidance as it is now, and what this plan refers to already in words that are not used any more. */
async function guidanceFor(answers: Answers, work: ActorWork): Promise<readonly Option[]> {
  const every = await work.rows.catalogue.every('guidance');
  const words = wordingsOf(every);
  const current = newestOf(every).filter((row) => row.retiredAt === null);
  const refs = new Set([...current.map(refOf), ...manyOf(answers.values, 'guidance')]);
  return [...refs].flatMap((ref) => {
    const text = words.get(ref);
    return text === undefined ? [] : [{ value: ref, label: shorten(text, 75) }];
  });
}

/** Why no plan can be made or changed now, as a card; undefined where one can. */
export function cannotPlan(plan: PlanSubject): Card | undefined {
  const { session } = plan;
  if (session?.state === 'cancelled')
    return sentence('Cancelled', 'This session was cancelled. Your words are kept; type plan to make a new one.');
  if (session !== undefined && session.state !== 'planned')
    return sentence(
      'Already begun',
      'This session has already begun, so its plan stays as it was. Type sessions to see what is coming.',
    );
  if (plan.mentorships.some((m) => m.state === 'ended' || m.state === 'declined'))
    return sentence('Ended', 'This mentorship has ended. Type start and a name to begin a new one.');
  if (plan.mentorships.some((m) => m.state === 'paused'))
    return sentence('Paused', 'This mentorship is paused. Type start and their name to resume it, then plan.');
  return undefined;
}
