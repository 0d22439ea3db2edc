import { type Answers, type Problem, textOf } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { closeWith } from '../../chat/reply.js';
import { say } from '../../chat/text.js';
import { promptsAfterAmendment } from '../../domain/hours.js';
import { promptsAfterSession } from '../../domain/prompt-schedule.js';
import { promisesOf } from '../../domain/put-right.js';
import { isNoShow, lagClass, missingFrom, type RecordBody, type RecordHead, recordedEnd } from '../../domain/record.js';
import { isOpen, type Session } from '../../domain/session.js';
import { untilItEnds } from '../../domain/subjects.js';
import { sameJson } from '../../kernel/chain.js';
import type { ActorWork, FormFeature, Work } from '../feature.js';
import { auditAll } from '../shared/audit-all.js';
import { demandThere } from '../shared/erased-part.js';
import { keepLevels, levelsLeftOut, newLevels } from '../shared/goal-levels.js';
import { lookWhetherReached } from '../shared/going-on.js';
import { aboutSession, demand, sessionOf } from '../shared/guards.js';
import { offerReflection } from '../shared/offer-reflection.js';
import { lookForReview } from '../shared/open-review.js';
import { thinIn } from '../shared/skills-by-hour.js';
import {
  type About,
  aboutRecord,
  keepDraftSavedAt,
  lagOfRecord,
  menteesIn,
  objectivesAt,
  pressedStart,
} from './about.js';
import { bodyOf, startOf } from './answers.js';
import { changesIn, keepWords, wordsLeftOut } from './changes.js';
import { recordHints, recordProblems } from './check.js';
import { recordForm } from './form.js';
import { ratedIn } from './goals.js';
import { redrawAll, redrawTotals } from './later.js';

async function load(subject: string, work: ActorWork): Promise<About> {
  const session = await sessionOf(work, subject);
  demand('record.write', work, aboutSession(session));
  return aboutRecord(session, work);
}

/** The record as these answers mean it, or undefined while they give no start. */
function read(answers: Answers, about: About): RecordBody | undefined {
  const start = startOf(answers, about);
  return start.kind === 'at' ? bodyOf(answers, about, start.at, objectivesAt(about, start.at)) : undefined;
}

export const recordFeature: FormFeature = {
  called: 'a record',
  async build({ subject, answers }, work) {
    // Always a form, also where it cannot be saved any more: what was written must stay in reach.
    const about = await load(subject, work);
    return recordForm(about, answers, work.actor.locale, {
      thin: await thinIn(work.rows, about.session.portfolio),
      rated: await ratedIn(about.session, work),
      changes: await changesIn(about.session, work),
    });
  },
  async problems({ subject, answers }, work) {
    const about = await load(subject, work);
    return [
      ...recordProblems(about, answers, work.actor.locale),
      ...(await ratedIn(about.session, work)).flatMap((rated) => levelsLeftOut(rated, answers)),
      ...wordsLeftOut(await changesIn(about.session, work), answers),
    ];
  },
  hints: recordHints,
  async kept({ subject, answers, complete }, work) {
    if (!complete) return;
    const about = await load(subject, work);
    if (about.head !== undefined || about.draftSavedAt !== undefined) return;
    const body = read(answers, about);
    if (body === undefined || recordProblems(about, answers, work.actor.locale).length > 0) return;
    if (missingFrom(body, objectivesAt(about, body.startedAt), about.forUnit).length > 0) return;
    await keepDraftSavedAt(about.session.id, work.now, work.rows);
    await redrawAll(about.session, work);
  },
  async submit({ subject, answers }, work) {
    const about = await load(subject, work);
    await demandThere(about.session, work);
    const drafted = read(answers, about);
    if (drafted === undefined) return { problems: [{ at: 'time', say: 'Give the day and the time it began.' }] };
    // A first blank row has the same key in every form; an action's key must be its own for good.
    const actions = drafted.actions.map((a) =>
      a.key.startsWith('blank') ? { ...a, key: work.ids.next('action') } : a,
    );
    const body = { ...drafted, actions };
    const rated = (await ratedIn(about.session, work)).filter((r) => body.attended.includes(r.mentorship.mentee));
    const levels = rated.map((r) => newLevels(r, answers, about.session.id, work)).filter((some) => some.length > 0);
    for (const some of levels) await keepLevels(some, about.session.id, work);
    // Where nobody came nothing was done, and nothing is asked.
    const changing = body.attended.length === 0 ? [] : await changesIn(about.session, work);
    const words = await keepWords(changing, answers, about.session, work);
    if (about.newest === undefined || about.head === undefined)
      return sign(about, body, textOf(answers.values, 'late-reason'), work);
    // Where goals are is no part of the record's own words: to say it anew makes no version of them.
    if (levels.length > 0 && sameJson(about.newest.body, body))
      return closeWith('Changed', 'Where the goals are is saved. The record’s words stay as they are.');
    if (words > 0 && sameJson(about.newest.body, body)) {
      auditAll('change.answered', about.session, { words }, work);
      return closeWith('Changed', 'What you said of your changes is saved. The record’s words stay as they are.');
    }
    return amend(about, about.head, about.newest.body, body, textOf(answers.values, 'reason'), work);
  },
};

async function sign(about: About, body: RecordBody, lateReason: string, work: ActorWork): Promise<Reply> {
  const { session } = about;
  const head: RecordHead = {
    session: session.id,
    version: 1,
    firstSavedAt: about.draftSavedAt ?? work.now,
    signedAt: work.now,
    botDelayMs: about.delay,
    lag: lagClass(recordedEnd(body), about.draftSavedAt ?? work.now, about.author),
  };
  await work.rows.records.add(head, {
    session: session.id,
    version: 1,
    body,
    savedAt: work.now,
    author: work.actor.id,
    reason: '',
    lateReason,
  });
  const ended = await settle(about, body, false, work);
  const lag = lagOfRecord({ ...about, session: ended, head });
  auditAll('record.signed', ended, { ...factsOf(head, body), declared: true, lag: lag?.class ?? null }, work);
  // The card is the lasting copy of what the form's closing words say: posted even if nothing had asked for the record.
  work.show('record-prompt', session.id, { person: session.mentor });
  await redrawAll(session, work);
  await redrawTotals(session, work);
  await offerReflection(session.portfolio, work.actor, work);
  const words = lag === undefined ? '' : ` It was ${lag.words}, ${lag.label}.`;
  // What can be done with it next stands on its card.
  return isNoShow(body)
    ? closeWith('Recorded', 'Recorded: nobody came. It is kept, and counts no hours.')
    : closeWith('Recorded', say`The record of your session with ${menteesIn(ended, body.attended)} is saved.${words}`);
}

async function amend(
  about: About,
  head: RecordHead,
  before: RecordBody,
  body: RecordBody,
  reason: string,
  work: ActorWork,
): Promise<Reply | { readonly problems: readonly Problem[] }> {
  const { session } = about;
  if (sameJson(before, body))
    return {
      problems: [{ at: 'reason', say: 'Nothing differs from what is on record. Change something, or close this.' }],
    };
  const version = head.version + 1;
  const next: RecordHead = { ...head, version, lag: lagClass(recordedEnd(body), head.firstSavedAt, about.author) };
  await work.rows.records.add(next, {
    session: session.id,
    version,
    body,
    savedAt: work.now,
    author: work.actor.id,
    reason,
    lateReason: about.newest?.lateReason ?? '',
  });
  const ended = await settle(about, body, true, work);
  // Whoever confirmed another figure is asked about the new one; their earlier word is kept beside it.
  for (const due of promptsAfterAmendment(ended, body.minutes, next.version, work.now)) work.schedule(due);
  auditAll('record.amended', ended, { ...factsOf(next, body), minutesBefore: before.minutes }, work);
  work.show('record-prompt', session.id, { person: session.mentor });
  await redrawAll(session, work);
  await redrawTotals(session, work);
  return closeWith(
    'Changed',
    say`The record is changed. Version ${version} is in force; the ones before stay readable.`,
  );
}

/** The session as its record says it was, and its prompts with it. */
async function settle(about: About, body: RecordBody, signed: boolean, work: ActorWork): Promise<Session> {
  const { session } = about;
  const pressed = await pressedStart(session, signed, work.rows);
  const endedAt = recordedEnd(body);
  const ended: Session = {
    ...session,
    state: 'ended',
    startedAt: Math.min(pressed ?? body.startedAt, body.startedAt),
    endedAt,
    revision: session.revision + 1,
  };
  await work.rows.sessions.save(ended);
  for (const a of ended.attendees) lookForReview({ id: a.mentorship }, `${ended.id}.${ended.revision}`, work);
  await keepPromises(session, body, work);
  // What was confirmed before it counts from now on.
  lookWhetherReached(
    work,
    session.attendees.map((a) => a.mentorship),
  );
  if (isOpen(session)) work.cancelAbout(session.id, untilItEnds);
  // What an earlier version asked about its length goes with that version.
  work.cancelAbout(session.id, ['record', 'amended']);
  for (const due of promptsAfterSession(ended, endedAt)) {
    if (due.kind === 'look-back' && body.attended.includes(due.to)) work.schedule(due);
    if (due.kind !== 'ask') continue;
    // Who was not there has no length to confirm; who turns out to have been is asked after all.
    if (!body.attended.includes(due.to)) work.cancelAbout(session.id, ['after'], due.to);
    else if (due.expiresAt > work.now && (await isUnset(due.occurrence, work)))
      work.schedule({ ...due, dueAt: Math.max(due.dueAt, work.now) });
  }
  return ended;
}

/** What was promised in a restorative session, of each mentee who was there (docs/field.md#put-right). */
async function keepPromises(session: Session, body: RecordBody, work: ActorWork): Promise<void> {
  // Any other session has none, but for one that was restorative once.
  const before =
    session.kind === 'restorative' || body.restorative !== null ? await work.rows.putRight.ofSession(session.id) : [];
  const about = {
    programme: session.programme,
    session: session.id,
    attendees: session.attendees,
    now: work.now,
    next: () => work.ids.next('put-right'),
  };
  for (const promise of promisesOf(body, about, before)) await work.rows.putRight.save(promise);
}

async function isUnset(occurrence: string, work: Work): Promise<boolean> {
  const prompt = await work.rows.prompts.get(occurrence);
  return prompt === undefined || prompt.state === 'cancelled';
}

const factsOf = (head: RecordHead, body: RecordBody): Readonly<Record<string, string | number | boolean | null>> => ({
  version: head.version,
  startedAt: body.startedAt,
  minutes: body.minutes,
  attended: body.attended.length,
  firstSavedAt: head.firstSavedAt,
  botDelayMs: head.botDelayMs,
});
