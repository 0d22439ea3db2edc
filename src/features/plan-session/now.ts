import { answers, button, buttons, type Card, facts, text } from '../../chat/card.js';
import { longestTitle, numberOf, textOf } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal, say } from '../../chat/text.js';
import type { PlanWords } from '../../commands/when.js';
import { mostTemplates, type TemplateBody } from '../../domain/catalogue.js';
import { minute } from '../../kernel/clock.js';
import type { MentorshipId } from '../../kernel/ids.js';
import { cleanLine, minutesInWords } from '../../kernel/words.js';
import type { DraftRow } from '../../ports/store.js';
import type { ActorWork } from '../feature.js';
import { mentorshipOf } from '../shared/guards.js';
import { slotOf } from './asking.js';
import { mentees } from './faces.js';
import { cannotPlan } from './fields.js';
import { goalServed, savePlan, scaled, subjectOf, takenInWords, templatesOf } from './making.js';
import { newPlanSubject, planSource, templatesSubject } from './subjects.js';
import { begunSupport } from './support.js';

/** Two taps for the session that must happen now: a template, then *Start now*. */

const now = /^(?:right )?now$/i;

/** Whether the words mean this moment, and one session only. */
export const saysNow = (words: string, heard: PlanWords): boolean =>
  (heard.when.kind === 'at' && heard.every === undefined && now.test(heard.when.said)) ||
  now.test(words.trim().replace(/[.!]+$/, ''));

/** The next whole minute: the plan is there before the session begins. */
const nextMinute = (work: ActorWork): number => Math.floor(work.now / minute + 1) * minute;

/** The length that was typed, where this template's activities have room in it; otherwise its own. */
const lengthFor = (template: TemplateBody, typed: number | undefined): number =>
  typed === undefined || typed < template.activities.length ? template.minutes : typed;

/** The plan form's subject, of a session that begins at once. */
const planNow = (mentorships: readonly MentorshipId[]): string => newPlanSubject.write({ begins: 'now', mentorships });

const draftOf = (subject: string, work: ActorWork): Promise<DraftRow | undefined> =>
  work.rows.drafts.open(work.actor.id, 'plan', subject);

/** Asks for the template. The length and the title that were typed wait in a draft: a button carries no text. */
export async function templatesNow(
  mentorships: readonly MentorshipId[],
  heard: PlanWords,
  work: ActorWork,
): Promise<Reply> {
  const subject = planNow(mentorships);
  const typed = cleanLine(heard.title);
  const title = typed.slice(0, longestTitle).trim();
  const about = await subjectOf(subject, work);
  const closed = cannotPlan(about);
  if (closed !== undefined) return { kind: 'say', card: closed };
  const old = await draftOf(subject, work);
  if (old !== undefined) await work.rows.drafts.save({ ...old, doneAt: work.now, outcome: 'begun anew' });
  const length = heard.minutes === undefined ? {} : { minutes: heard.minutes };
  if (title !== '' || heard.minutes !== undefined)
    await work.forms.open('plan', subject, {
      values: { ...slotOf(nextMinute(work), work.actor.zone), ...length, title },
      rows: {},
    });
  const templates = await templatesOf(work);
  const line = literal('Choose a template: it becomes the plan, made before you begin. You can change it after.');
  const cut = title.length < typed.length ? [`A title has at most ${longestTitle} characters, so yours is cut.`] : [];
  const problem =
    heard.lengthProblem === undefined ? cut : [heard.lengthProblem, 'Until then each template has its own.', ...cut];
  return {
    kind: 'say',
    card: {
      title: 'A session now',
      summary: line,
      blocks: [
        text(line),
        facts(
          ['With', mentees({ attendees: about.mentorships })],
          title === '' ? null : ['Title', literal(title)],
          heard.minutes === undefined ? null : ['Length', literal(minutesInWords(heard.minutes))],
        ),
        ...(problem.length === 0 ? [] : [text(literal(problem.join(' ')))]),
        answers(
          ...templates
            .slice(0, mostTemplates)
            .map((t) =>
              button(
                `${t.name}, ${lengthFor(t, heard.minutes)} min`,
                'plan.template',
                templatesSubject.write({ mentorships }),
                { arg: t.key },
              ),
            ),
        ),
      ],
    },
  };
}

/** The template's tap. `pressed`: the mentorship, or several as `MENTORSHIP+MENTORSHIP`. */
export async function fromTemplate(pressed: string, key: string, work: ActorWork): Promise<Reply> {
  const listed = templatesSubject.read(pressed);
  // What is no list of mentorships is looked for as one, and not found.
  const subject = planNow(listed?.mentorships ?? [(await mentorshipOf(work, pressed)).id]);
  const about = await subjectOf(subject, work);
  const closed = cannotPlan(about);
  if (closed !== undefined) return { kind: 'say', card: closed };
  const template = (await templatesOf(work)).find((t) => t.key === key);
  if (template === undefined)
    return replyWith('Gone', 'That template is no longer in use. Type plan to see the others.');
  if (template.kind !== 'first' && about.mentorships.some((m) => m.state !== 'active'))
    return replyWith('Not yet', 'Only a first meeting can be planned until both have signed the agreement.');
  const draft = await draftOf(subject, work);
  const typed = draft?.answers.values ?? {};
  const minutes = lengthFor(template, numberOf(typed, 'minutes'));
  // Of each mentee the goal that was agreed first.
  const goals = about.mentorships.flatMap((m) =>
    m.goals
      .filter((g) => g.state === 'agreed')
      .slice(0, 1)
      .map((g) => g.id),
  );
  const session = await savePlan(
    about,
    {
      startsAt: nextMinute(work),
      minutes,
      title: textOf(typed, 'title') || template.title,
      place: '',
      kind: template.kind,
      body: {
        objectives: template.objectives.map((o) => ({ key: work.ids.next('row'), ...o, ...goalServed('', goals) })),
        activities: scaled(template.activities, minutes).map((a) => ({ key: work.ids.next('row'), ...a })),
        resources: template.resources,
        resourcesWhy: '',
        support: begunSupport(about.mentorships, template).map((s) => ({ key: work.ids.next('row'), ...s })),
        strategies: '',
        guidance: [],
        goals,
        asGiven: ['objectives', 'activities'],
      },
      copiedFrom: planSource.write({ what: 'template', id: key }),
      unchanged: true,
      afterwards: false,
    },
    work,
  );
  if (draft !== undefined)
    await work.rows.drafts.save({ ...draft, doneAt: work.now, outcome: 'planned from a template' });
  const taken = await takenInWords({ ...about, session }, session, work);
  const line = say`Planned for now with ${mentees(session)}: ${minutesInWords(minutes)}.${taken === undefined ? '' : ` ${taken}`}`;
  const card: Card = {
    title: session.title,
    summary: line,
    blocks: [
      text(line),
      buttons(
        button('Start now', 'session.start', session.id, { style: 'main' }),
        button('Change the plan', 'plan.change', session.id),
      ),
    ],
  };
  return { kind: 'say', card };
}
