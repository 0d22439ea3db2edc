import { type Answers, manyOf, numberOf, type Problem, rowsOf, textOf } from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import { join, literal, say, strong, type Text } from '../../chat/text.js';
import type { SeriesDates } from '../../domain/series.js';
import type { SessionKind } from '../../domain/session.js';
import { sameJson } from '../../kernel/chain.js';
import { count } from '../../kernel/words.js';
import type { ActorWork, FormFeature } from '../feature.js';
import { follow, isUnchanged, partsAsGiven, sourceOf } from './begin-from.js';
import { buildPlanForm } from './fields.js';
import { changeFromHere, followingOf } from './following.js';
import { answersOf, bodyOf, clashWith, momentOf, savePlan, subjectOf, takenInWords } from './making.js';
import { hintsFor } from './measurable.js';
import { sumWords } from './plan-steps.js';
import { keepPromised } from './putting-right.js';
import { onHolidayOf, repeats, seriesOf } from './repeating.js';
import { leftOutInWords, sameWords, saveSeries, seriesClashes, seriesTaken, spansOf } from './series.js';
import { toldNow } from './told-now.js';

async function problems(
  about: { readonly subject: string; readonly answers: Answers },
  work: ActorWork,
): Promise<readonly Problem[]> {
  const { values } = about.answers;
  const found: Problem[] = [];
  const plan = await subjectOf(about.subject, work);
  const at = momentOf(values, work.actor.zone, (ms) =>
    new Intl.DateTimeFormat('en-GB', {
      timeZone: work.actor.zone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(ms),
  );
  const minutes = numberOf(values, 'minutes') ?? 0;
  const series = plan.session === undefined && repeats(values) ? await seriesOf(values, work) : undefined;
  if ('say' in at) found.push(at);
  else if (series !== undefined) found.push(...(await seriesProblems(at.at, series, minutes, work)));
  else {
    const tookPlace = manyOf(values, 'afterwards').includes('yes');
    if (at.at < work.now && !tookPlace)
      found.push({
        at: 'time',
        say:
          plan.session === undefined
            ? 'This time is past. Choose a later one, or say that it took place already.'
            : 'This time is past. Choose a later one.',
      });
    else if (at.at > work.now + 2 * 366 * 86_400_000)
      found.push({ at: 'date', say: 'This is more than two years away. Check the year.' });
    else {
      const following = await followingOf(plan.session, about.answers, work);
      const clash =
        following === undefined
          ? await clashWith(plan, { startsAt: at.at, minutes }, work)
          : await seriesClashes(following.moved, work, following.moved);
      if (clash !== undefined) found.push({ at: 'time', say: clash });
    }
  }
  if (plan.mentorships.some((m) => m.state === 'proposed') && textOf(values, 'kind') !== 'first')
    found.push({
      at: 'kind',
      say: 'The agreement is not signed by both yet: only a first meeting can be planned until it is.',
    });
  const activities = rowsOf(about.answers, 'activities');
  const sum = activities.reduce((n, r) => n + (numberOf(r.values, 'minutes') ?? 0), 0);
  if (plan.forUnit && activities.length > 0 && sum !== minutes)
    found.push({ at: 'activities', say: sumWords(about.answers) });
  return found;
}

async function seriesProblems(
  first: number,
  series: SeriesDates | Problem,
  minutes: number,
  work: ActorWork,
): Promise<readonly Problem[]> {
  if (first < work.now) return [{ at: 'time', say: 'This time is past. A series begins later than now.' }];
  if ('say' in series) return [series];
  const moments = series.dates.map((d) => d.at);
  const clash = await seriesClashes(spansOf(moments, minutes), work);
  return clash === undefined ? [] : [{ at: 'time', say: clash }];
}

const sentences = (...all: readonly Text[]): Text => join(all);

const leftOutIn = (leftOut: SeriesDates['leftOut'], work: ActorWork): readonly Text[] =>
  leftOut.length === 0 ? [] : [leftOutInWords(leftOut, work.actor.zone)];

/** What nobody has touched is worth a thought: it was written for anybody. */
async function givenHints(answers: Answers, work: ActorWork): Promise<readonly Problem[]> {
  const parts = await partsAsGiven(
    { body: bodyOf(answers), minutes: numberOf(answers.values, 'minutes') ?? 0 },
    {},
    work,
  );
  return parts.map((part) => ({ at: part, say: asGivenWords[part] }));
}

const asGivenWords = {
  objectives: 'This is the template’s own objective: what is it for them, this time?',
  activities: 'These are the template’s own activities: what will be different this time?',
} as const;

export const planForm: FormFeature = {
  called: 'a plan',
  build: buildPlanForm,
  problems,
  async hints(answers, about, work) {
    const found = [...hintsFor(rowsOf(answers, 'objectives')), ...(await givenHints(answers, work))];
    const at = momentOf(answers.values, work.actor.zone, String);
    if (!('say' in at)) {
      const plan = await subjectOf(about.subject, work);
      const minutes = numberOf(answers.values, 'minutes') ?? 0;
      if (plan.session === undefined && repeats(answers.values)) {
        const series = await seriesOf(answers.values, work);
        const moments = 'say' in series ? [] : series.dates.map((d) => d.at);
        for (const line of await seriesTaken(plan, spansOf(moments, minutes), work))
          found.push({ at: 'time', say: line });
        return found;
      }
      const following = await followingOf(plan.session, answers, work);
      if (following !== undefined) {
        for (const line of await seriesTaken(plan, following.moved, work, following.moved))
          found.push({ at: 'time', say: line });
        return found;
      }
      const taken = await takenInWords(plan, { startsAt: at.at, minutes }, work);
      if (taken !== undefined) found.push({ at: 'time', say: taken });
    }
    return found;
  },
  follow,
  async submit(about, work) {
    const plan = await subjectOf(about.subject, work);
    const { values } = about.answers;
    const at = momentOf(values, work.actor.zone, String);
    if ('say' in at) return { problems: [at] };
    const typed = bodyOf(about.answers);
    const source = plan.session === undefined ? await sourceOf(plan, textOf(values, 'template'), work) : undefined;
    const old = plan.session === undefined ? undefined : await work.rows.sessions.plan(plan.session.id);
    if (old !== undefined && plan.session !== undefined) {
      const when = { date: textOf(values, 'date'), time: textOf(values, 'time') };
      const same = answersOf(old, when, plan.mentorships.length > 1);
      const nothing =
        plan.session.startsAt === at.at &&
        sameJson(bodyOf(same), typed) &&
        ['minutes', 'title', 'place', 'kind'].every((f) => (same.values[f] ?? '') === (values[f] ?? ''));
      if (nothing) return closeWith('Nothing changed', 'The plan is as it was, so nobody was told.');
    }
    const length = numberOf(values, 'minutes') ?? 0;
    const body = bodyOf(about.answers, await partsAsGiven({ body: typed, minutes: length }, { source, old }, work));
    const written = {
      startsAt: at.at,
      minutes: length,
      title: textOf(values, 'title'),
      place: textOf(values, 'place'),
      kind: textOf(values, 'kind') as SessionKind,
      body,
      copiedFrom: source?.copiedFrom ?? old?.copiedFrom ?? null,
      // A copy that is only moved stays an unchanged copy.
      unchanged:
        source === undefined ? old?.unchanged === true && sameWords(old.body, body) : isUnchanged(source, body, length),
      afterwards: at.at < work.now,
    };
    const people = await work.people();
    const told = toldNow(
      plan.mentorships.map((m) => m.mentee),
      people,
    );
    if (plan.session === undefined && repeats(values)) {
      const series = await seriesOf(values, work);
      if ('say' in series) return { problems: [series] };
      const taken = await seriesTaken(
        plan,
        spansOf(
          series.dates.map((d) => d.at),
          written.minutes,
        ),
        work,
      );
      const made = await saveSeries(plan, series, written, onHolidayOf(values), work);
      if (made[0] !== undefined) await keepPromised(plan, about.answers, made[0], work);
      return closeWith(
        'Planned',
        sentences(
          say`${strong(written.title)}: ${count(made.length, 'session')}.`,
          ...leftOutIn(series.leftOut, work),
          ...taken.map(literal),
          told,
        ),
      );
    }
    const following = await followingOf(plan.session, about.answers, work);
    if (plan.session !== undefined && following !== undefined) {
      const changed = await changeFromHere(plan.session, written, following, work, (s) => subjectOf(s.id, work));
      return closeWith(
        'Plan changed',
        sentences(say`${count(changed.length, 'session')} changed.`, ...leftOutIn(following.leftOut, work), told),
      );
    }
    const taken = await takenInWords(plan, written, work);
    const session = await savePlan(plan, written, work);
    if (plan.session === undefined) await keepPromised(plan, about.answers, session, work);
    const free = taken === undefined ? [] : [literal(taken)];
    return {
      kind: 'close',
      say: {
        title: plan.session === undefined ? 'Planned' : 'Plan changed',
        summary: say`${told}`,
        blocks: [
          {
            kind: 'text',
            text: sentences(
              say`${strong(session.title)}, ${{ moment: session.startsAt, as: 'day-time' }}.`,
              ...free,
              told,
            ),
          },
        ],
      },
    };
  },
};
