import { type Block, type Button, button, buttons, type Card, heading, list, muted, text } from '../../chat/card.js';
import { literal, moment, say, strong } from '../../chat/text.js';
import { wordingsOf } from '../../domain/catalogue.js';
import { holidaysOf, regionOf } from '../../domain/holidays.js';
import { authorOf, lagOf, sharedPart } from '../../domain/record.js';
import { heldAt, type Session } from '../../domain/session.js';
import { pastSubject } from '../../domain/subjects.js';
import { local } from '../../kernel/zoned.js';
import type { ActorWork } from '../feature.js';
import { toReadSession } from '../shared/allocated.js';
import { auditAll } from '../shared/audit-all.js';
import { correctionNotes } from '../shared/correction-notes.js';
import { wentBlocks, wentWithMentee } from '../shared/erased-part.js';
import { demand, mayActor } from '../shared/guards.js';
import { practiceNote } from '../shared/practice.js';
import { promiseBlocks, promisedIn } from '../shared/put-right.js';
import { facingBlocks, facingOf } from './facing.js';
import { figureBlocks, type Known, menteesBlocks, planOf, reasonLines } from './figures.js';
import { pageArg } from './months.js';
import { namesOf, type Who, whoIn } from './scope.js';
import { pastFrom } from './subjects.js';

/**
 * One session: every figure of it, then its plan beside its record, as far as each of them is its reader's to read
 * (docs/field.md#what-has-been).
 */

async function knownOf(session: Session, work: ActorWork): Promise<Known | undefined> {
  const { rows } = work;
  const figures = (await rows.past.figures([session.id])).get(session.id);
  if (figures === undefined) return undefined;
  const plans = [...(await rows.sessions.plans(session.id))].sort((a, b) => a.version - b.version);
  const head = await rows.records.head(session.id);
  const versions =
    head === undefined ? [] : [...(await rows.records.versions(session.id))].sort((a, b) => a.version - b.version);
  const mentor = (await work.people()).get(session.mentor);
  const author = authorOf(mentor, work.programme, await holidaysOf(regionOf(work.programme)));
  return {
    session,
    plans,
    head,
    versions,
    figures,
    lag:
      head === undefined
        ? undefined
        : lagOf(session.endedAt ?? head.firstSavedAt, head.firstSavedAt, author, head.botDelayMs),
  };
}

/** @param arg where it was opened from, as `pastFrom` writes it @throws Refused */
export async function sessionPage(session: Session, arg: string, work: ActorWork): Promise<Card> {
  const whose = await toReadSession(session, work);
  demand('plan.read', work, whose);
  const mentee = session.attendees.find((a) => a.mentee === work.actor.id)?.mentee ?? null;
  const mentor = session.mentor === work.actor.id;
  const all = mayActor('record.read', work, whose);
  const shared = all || mayActor('record.read-shared', work, whose);
  const who = await whoIn(work);
  const known = await knownOf(session, work);
  const newest = known?.versions.at(-1);
  const group = session.attendees.length > 1;
  const body =
    newest === undefined || !shared ? undefined : all ? newest.body : sharedPart(newest.body, { mentee, group });
  if (!mentor && mentee === null) {
    auditAll('plan.read', session, {}, work);
    if (body !== undefined) auditAll('record.read', session, { version: newest?.version ?? null, whole: all }, work);
  }
  const plan = known === undefined ? undefined : planOf(known);
  const line = say`${strong(session.title)}, ${moment(heldAt(session))}`;
  const facing = facingOf(session, plan, body, {
    who,
    mentee,
    goals: await goalsServed(session, plan?.body.goals ?? [], mentee, work),
    skill: await skillWords(work),
  });
  // Each side's word on what was promised, to whoever reads the record that it stands in.
  const made = body === undefined ? undefined : await promisedIn(session, work);
  const promises = made === undefined ? [] : promiseBlocks(made.made, made.pairs, work, 'What was to be put right');
  const reasons = all && known !== undefined ? reasonLines(known.versions) : [];
  return {
    title: 'Plan and record',
    summary: line,
    blocks: [
      ...practiceNote(work.programme),
      text(say`${line}\n${withWords(session, mentee, mentor, who)}`),
      ...(known === undefined ? [] : mentee === null ? figureBlocks(known, who) : menteesBlocks(known, mentee)),
      ...(reasons.length === 0 ? [] : [heading(literal('Reasons given')), list(reasons)]),
      ...(body === undefined ? [] : [heading(literal('The plan, and what came of it'))]),
      ...facingBlocks(facing, work.surface.page === true),
      ...promises,
      ...(body === undefined ? [] : await correctionNotes(session, work)),
      ...(newest !== undefined && !shared
        ? [muted(literal('What was written about it is read by the mentor, the mentee, and those who assess.'))]
        : []),
      ...((await wentWithMentee(session, work))
        ? wentBlocks(session)
        : wholeOnes(session, plan !== undefined, body !== undefined)),
      buttons(back(session, arg, work)),
    ],
  };
}

function withWords(session: Session, mentee: string | null, mentor: boolean, who: Who) {
  const mentees = namesOf(
    session.attendees.map((a) => a.mentee),
    who,
  );
  if (mentee !== null) return say`With ${who(session.mentor)}${session.attendees.length > 1 ? ', in a group' : ''}.`;
  return mentor ? say`With ${mentees}.` : say`${who(session.mentor)} with ${mentees}.`;
}

/** The goals that the plan serves, in words: in a group a mentee reads their own alone. */
async function goalsServed(
  session: Session,
  goals: readonly string[],
  mentee: string | null,
  work: ActorWork,
): Promise<readonly string[]> {
  if (goals.length === 0) return [];
  const whose = session.attendees.filter((a) => mentee === null || a.mentee === mentee).map((a) => a.mentorship);
  const all = (await work.rows.mentorships.of(session.mentor)).filter((m) => whose.includes(m.id));
  return all.flatMap((m) => m.goals.filter((g) => goals.includes(g.id) && g.what !== '').map((g) => g.what));
}

async function skillWords({ rows }: ActorWork): Promise<(ref: string) => string> {
  const worded = wordingsOf(await rows.catalogue.every('skill'));
  return (ref) => worded.get(ref) ?? ref;
}

/** All that stands in each of them: what faces one another here is the part that both have. */
function wholeOnes(session: Session, plan: boolean, record: boolean): readonly Block[] {
  const both: readonly (Button | null)[] = [
    plan ? button('The whole plan', 'plan.read', session.id) : null,
    record ? button('The whole record', 'record.read', session.id) : null,
  ];
  return both.every((b) => b === null) ? [] : [buttons(...both)];
}

function back(session: Session, arg: string, work: ActorWork): Button {
  const from = pastFrom.read(arg);
  if (from === undefined) return button('All that is past', 'past.open', '-');
  const subject = pastSubject.write(from);
  return from.from === 'found'
    ? button('Back to what was found', 'past.found', subject, { arg: String(from.page) })
    : button('Back to the month', 'past.list', subject, {
        arg: pageArg({ key: local(heldAt(session), work.actor.zone).date.slice(0, 7), n: from.page }),
      });
}
