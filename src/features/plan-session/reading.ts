import { type Block, buttons, type Card, facts, heading, list, muted, text } from '../../chat/card.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { wordingsOf } from '../../domain/catalogue.js';
import { asksMentee } from '../../domain/put-right.js';
import type { PlanVersion, Session } from '../../domain/session.js';
import { kindWords } from '../../domain/session-kinds.js';
import { supportFor, supportOf } from '../../domain/support.js';
import type { GoalId, PersonId } from '../../kernel/ids.js';
import { minutesInWords } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';
import { practiceNote } from '../shared/practice.js';
import { promiseBlocks } from '../shared/put-right.js';
import { changeBlocks } from './changes.js';
import { actsOf } from './coming.js';
import { mentees } from './faces.js';
import { planSource } from './subjects.js';

/** The plan to read, in a panel: private words may stand here. A mentee of a group sees their own goals only. */
export async function planCard(session: Session, plan: PlanVersion, work: ActorWork): Promise<Card> {
  const mentor = work.actor.id === session.mentor;
  const takesPart = mentor || session.attendees.some((a) => a.mentee === work.actor.id);
  const mine = session.attendees.filter((a) => mentor || a.mentee === work.actor.id || !takesPart);
  const mentorships = (await Promise.all(mine.map((a) => work.rows.mentorships.get(a.mentorship)))).filter(
    (m) => m !== undefined,
  );
  const goals = mentorships.flatMap((m) => m.goals.filter((g) => plan.body.goals.includes(g.id)));
  // As it was worded when this plan referred to it.
  const worded = wordingsOf(await work.rows.catalogue.every('guidance'));
  const guidance = plan.body.guidance.flatMap((ref) => worded.get(ref) ?? []);
  // With one goal for all there is nothing to tell apart.
  const serves = (id: GoalId | undefined): string => {
    const goal = goals.length < 2 ? undefined : goals.find((g) => g.id === id);
    return goal === undefined ? '' : `\nFor the goal: ${goal.what}`;
  };
  // Asked of a mentee beside the plans that asked their mentor, and never in a message (docs/field.md#put-right).
  const own = mentorships.filter((m) => m.mentee === work.actor.id);
  const promises = (await Promise.all(own.map((m) => work.rows.putRight.ofMentorship(m.id))))
    .flat()
    .filter((p) => asksMentee(p, work.actor.id, session.id));
  const section = (title: string, items: readonly Text[]): readonly Block[] =>
    items.length === 0 ? [] : [heading(literal(title)), list(items)];
  const words = (title: string, s: string): readonly Block[] =>
    s === '' ? [] : [heading(literal(title)), text(literal(s))];
  return {
    title: session.title,
    summary: say`The plan for ${moment(session.startsAt)}.`,
    blocks: [
      ...practiceNote(work.programme),
      facts(
        ['When', say`${moment(plan.startsAt)}, for ${minutesInWords(plan.minutes)}`],
        plan.place === '' ? null : ['Where', literal(plan.place)],
        ['Kind', literal(kindWords(plan.kind))],
        ...withWhom(session, work.actor.id),
        ['Planned', say`${moment(plan.savedAt)}${plan.version > 1 ? `, version ${plan.version}` : ''}`],
      ),
      ...section(
        'Objectives',
        plan.body.objectives.map(
          (o) =>
            say`${o.what}${o.measure === '' ? '' : `\n${takesPart ? 'How you will both see it' : 'How both will see it'}: ${o.measure}`}${serves(o.goal)}`,
        ),
      ),
      ...section(
        'Activities',
        plan.body.activities.map((a) => say`${minutesInWords(a.minutes)}: ${a.what}`),
      ),
      ...section(
        'Goals it serves',
        goals.map((g) => literal(g.what)),
      ),
      ...words('Resources', plan.body.resources),
      ...words('Why they suit', plan.body.resourcesWhy),
      ...section('Support', supportLines(session, plan, work)),
      ...section('Guidance', guidance.map(literal)),
      ...(await changeBlocks(session, work)),
      ...promiseBlocks(promises, own, work, 'How did it go? You can skip this'),
      ...(plan.copiedFrom === null ? [] : [muted(literal(copiedWords(plan.copiedFrom, plan.unchanged)))]),
      ...(takesPart ? [buttons(...actsOf(session, work))] : []),
    ],
  };
}

/** Need → what will be done, each with whose it is; a mentee of a group reads their own, and what is for everybody. */
function supportLines(session: Session, plan: PlanVersion, work: ActorWork): readonly Text[] {
  const own = session.attendees.find((a) => a.mentee === work.actor.id)?.mentee;
  const rows = supportOf(plan.body);
  return (own === undefined ? rows : supportFor(rows, own)).map((s) => {
    const line = [s.need, s.strategy].filter((words) => words !== '').join(' → ');
    return s.mentee === undefined || s.mentee === own ? literal(line) : say`${mention(s.mentee)}: ${line}`;
  });
}

/** Each of the two reads whom they meet; whoever reads it for them reads who both are. */
function withWhom(session: Session, reader: PersonId): readonly (readonly [string, Text])[] {
  const mentor = say`${mention(session.mentor)}`;
  if (session.attendees.some((a) => a.mentee === reader)) return [['With', mentor]];
  return session.mentor === reader
    ? [['With', mentees(session)]]
    : [
        ['Mentor', mentor],
        [session.attendees.length > 1 ? 'Mentees' : 'Mentee', mentees(session)],
      ];
}

function copiedWords(from: string, unchanged: boolean): string {
  const what = planSource.read(from)?.what === 'session' ? 'another session' : 'a template';
  return unchanged ? `Copied from ${what} without a change.` : `Begun from ${what}.`;
}
