import type { CopySection } from '../../domain/copy.js';
import { mayReadAnswers } from '../../domain/feedback.js';
import { highestLevel, type Mentorship } from '../../domain/mentorship.js';
import type { Person } from '../../domain/programme.js';
import { type Outcome, type RecordBody, type RecordVersion, sharedPart } from '../../domain/record.js';
import { mayReadReview } from '../../domain/review.js';
import { attendeeOf, type PlanVersion, type Session } from '../../domain/session.js';
import { midpointsPassed } from '../shared/midpoints.js';
import { attested, type CopyWork, type Filling, filling } from './collecting.js';

/** What two people share in, as it stands in the copy of one of them. */

export async function togetherSections(
  p: Person,
  mentorships: readonly Mentorship[],
  work: CopyWork,
): Promise<readonly CopySection[]> {
  const all: CopySection[] = [];
  const seen = new Set<string>();
  for (const m of mentorships) {
    all.push(...(await agreed(p, m, work)));
    for (const s of await work.rows.sessions.ofMentorship(m.id)) {
      // A mentor has a group's once.
      if (seen.has(s.id)) continue;
      seen.add(s.id);
      all.push(...(await met(p, m, s, work)));
    }
    all.push(...(await beside(p, m, work)));
  }
  return all;
}

const agreementWords = {
  purpose: 'What it is for',
  duration: 'How long',
  frequency: 'How often',
  place: 'Where',
  menteeRole: 'Role or course',
  roles: 'Who does what',
  boundaries: 'Boundaries',
  confidentiality: 'What stays private, and what cannot',
  ending: 'Pausing, changing and ending',
  helps: 'What helps',
  avoid: 'What to avoid',
} as const;

async function agreed(p: Person, m: Mentorship, { rows, people }: CopyWork): Promise<readonly CopySection[]> {
  const s = filling(p);
  const other = (await people()).get(m.mentor === p.id ? m.mentee : m.mentor)?.name ?? 'somebody';
  s.fact('State', m.state);
  s.when('Begun', m.createdAt);
  s.when('Agreed', m.agreedAt);
  s.when('Ended', m.endedAt);
  for (const a of await rows.mentorships.agreements(m.id)) {
    const signed = (p.id === m.mentee ? a.menteeSignedAt : a.mentorSignedAt) !== null;
    s.when(`You signed version ${a.version}`, p.id === m.mentee ? a.menteeSignedAt : a.mentorSignedAt);
    for (const [id, label] of Object.entries(agreementWords) as [keyof typeof agreementWords, string][])
      s.words(`agreement:${m.id}@${a.version}/${id}`, label, a.body[id], m.mentor, signed || m.mentor === p.id);
    s.day(`Version ${a.version}: the last day meant`, a.body.until);
    s.fact(`Version ${a.version}: minutes meant`, a.body.minutes);
    s.words(`agreement:${m.id}@${a.version}/change`, 'A change that was wanted', a.changeWanted, m.mentee);
  }
  for (const [i, g] of m.goals.entries()) {
    const goal = `Goal ${i + 1}`;
    const read = g.state === 'agreed' || g.proposedBy === p.id;
    s.fact(goal, g.state);
    s.fact(`${goal}: where it starts, of ${highestLevel}`, g.baseline);
    s.fact(`${goal}: where it is to get to, of ${highestLevel}`, g.target);
    s.fact(`${goal}: where the mentee saw its start, of ${highestLevel}`, g.menteeBaseline);
    s.words(`goal:${g.id}/what`, goal, g.what, g.proposedBy, read);
    s.words(`goal:${g.id}/how`, `${goal}: how it is seen`, g.how, g.proposedBy, read);
  }
  for (const l of await rows.goalLevels.ofMentorship(m.id)) {
    const goal = `goal ${m.goals.findIndex((g) => g.id === l.goal) + 1}`;
    s.fact(l.by === p.id ? `Where you saw ${goal}` : `Where the other saw ${goal}`, l.level);
    s.words(`level:${l.id}/why`, `Why, of ${goal}`, l.why, l.by);
  }
  return s.done('agreement', `You and ${other}`);
}

async function met(p: Person, m: Mentorship, session: Session, work: CopyWork): Promise<readonly CopySection[]> {
  const { rows } = work;
  const s = filling(p);
  const group = session.attendees.length > 1;
  s.when('When', session.startedAt ?? session.startsAt);
  s.fact('Minutes planned', session.minutes);
  s.fact('Where', session.place);
  s.fact('State', session.state);
  const seat = attendeeOf(session, p.id);
  s.fact('You said to it', seat?.answer);
  s.fact('How long, by you', seat?.confirmedMinutes);
  s.fact('How long, as settled', seat?.settledMinutes);
  const plans = await rows.sessions.plans(session.id);
  const numberOf = objectiveNumbers(plans);
  for (const plan of plans) {
    const at = (part: string): string => `plan:${session.id}@${plan.version}/${part}`;
    const { body } = plan;
    for (const o of body.objectives) {
      const objective = `Objective ${numberOf(o.key)}`;
      s.words(at(`objectives/${o.key}`), `Planned: ${objective.toLowerCase()}`, o.what, plan.author);
      s.words(at(`objectives/${o.key}/measure`), `${objective}: how it is seen`, o.measure, plan.author);
    }
    for (const a of body.activities) s.words(at(`activities/${a.key}`), 'Planned: what is done', a.what, plan.author);
    s.words(at('resources'), 'Planned: what is used', body.resources, plan.author);
    s.words(at('resourcesWhy'), 'Why', body.resourcesWhy, plan.author);
    s.words(at('strategies'), 'Planned: how', body.strategies, plan.author);
    // What another one of a group needs is not theirs to read.
    for (const one of body.support)
      if (m.mentor === p.id || one.mentee === undefined || one.mentee === p.id) {
        s.words(at(`support/${one.key}`), 'Planned: what helps', one.strategy, plan.author);
        s.words(at(`support/${one.key}/need`), 'What is needed', one.need, plan.author);
      }
  }
  for (const version of await rows.records.versions(session.id)) {
    const at = (part: string): string => `record:${session.id}@${version.version}/${part}`;
    const theirs = p.id === session.mentor || !group ? version.body : sharedPart(version.body, { mentee: p.id, group });
    recorded(s, at, theirs, version, numberOf);
    s.words(at('reason'), 'Why it was changed', version.reason, version.author);
    if (p.id === session.mentor) s.words(at('lateReason'), 'Why it was late', version.lateReason, version.author);
  }
  if (p.id === session.mentor) await toTheMentor(s, m, session, work);
  return s.done('session', `Session: ${session.title}`);
}

const outcomeWords: Readonly<Record<Outcome, string>> = { met: 'Met', partly: 'Partly met', 'not-yet': 'Not yet met' };

/** A session's objectives, counted from 1 as they first came: one keeps its number through all versions of its plan. */
function objectiveNumbers(plans: readonly PlanVersion[]): (key: string) => number {
  const keys = [...new Set(plans.flatMap((plan) => plan.body.objectives.map((o) => o.key)))];
  return (key) => keys.indexOf(key) + 1;
}

function recorded(
  s: Filling,
  at: (part: string) => string,
  body: RecordBody,
  { version, author: by }: Pick<RecordVersion, 'version' | 'author'>,
  numberOf: (objective: string) => number,
): void {
  const then = version === 1 ? '' : `, version ${version}`;
  s.fact('Minutes, as recorded', body.minutes);
  s.words(at('happened'), 'What happened', body.happened, by);
  s.words(at('nextFocus'), 'Next time', body.nextFocus, by);
  s.words(at('change'), 'What the mentor would change', body.change, by);
  s.words(at('checkIn'), 'How it began', body.checkIn, by);
  s.words(at('checkOut'), 'How it ended', body.checkOut, by);
  for (const o of body.outcomes) {
    const objective = `Objective ${numberOf(o.objective)}`;
    s.fact(`${objective}${then}`, outcomeWords[o.outcome]);
    s.words(at(`outcomes/${o.objective}`), `${objective}: ${outcomeWords[o.outcome]}`, o.evidence, by);
  }
  for (const k of body.skills) s.words(at(`skills/${k.key}`), `Skill: ${k.skill}`, k.example, by);
  for (const a of body.actions) s.words(at(`actions/${a.key}`), 'Agreed to do', a.what, by);
  for (const u of body.support) s.words(at(`support/${u.key}`), 'What was done to help', u.line, by);
  for (const g of body.guidance) s.words(at(`guidance/${g.ref}`), 'How guidance was used', g.how, by);
  if (body.restorative !== null) {
    s.words(at('restorative/happened'), 'What had happened', body.restorative.happened, by);
    s.words(at('restorative/affected'), 'Who was affected', body.restorative.affected, by);
    s.words(at('restorative/agreed'), 'What was promised', body.restorative.agreed, by);
  }
}

/** What a mentee let the mentor read, and nothing besides: what they let others read is no part of the mentor's copy. */
async function toTheMentor(s: Filling, m: Mentorship, session: Session, { rows }: CopyWork): Promise<void> {
  const portfolio = await rows.portfolios.get(m.portfolio);
  const passed = portfolio !== undefined && (await midpointsPassed(rows, [portfolio])).has(portfolio.id);
  for (const f of await rows.feedback.ofSessions([session.id]))
    if (mayReadAnswers(f, 'mentor', passed))
      for (const a of f.answers)
        if (!a.skipped)
          s.words(`answer:${f.session}/${f.mentee}/${a.question}`, 'What a mentee told you', a.text, f.mentee);
}

/** Contacts, promises, changes, and what others said of the two. */
async function beside(p: Person, m: Mentorship, { rows }: CopyWork): Promise<readonly CopySection[]> {
  const s = filling(p);
  for (const c of await rows.contacts.ofMentorship(m.id)) {
    s.when('Informal contact', c.at);
    s.words(`contact:${c.id}`, 'A note on it', c.note, c.author);
  }
  for (const r of await rows.putRight.ofMentorship(m.id)) {
    s.words(`promise:${r.id}`, 'A promise', r.what, m.mentor);
    for (const one of r.said) s.words(`promise:${r.id}/${one.id}`, 'What came of it', one.note, one.by);
  }
  for (const c of await rows.changes.ofMentorship(m.id)) {
    s.words(`change:${c.id}/said`, 'What was said', c.said, c.mentor);
    s.words(`change:${c.id}/what`, 'What changes', c.what, c.mentor);
    for (const one of c.since) s.words(`change:${c.id}/${one.id}`, 'What followed', one.note, one.by);
  }
  for (const a of await rows.attestations.ofMentorship(m.id))
    if (a.by !== p.id && a.state === 'given') attested(s, a, a.by);
  for (const a of await rows.stakeholderAsks.ofMentorships([m.id])) {
    s.when('Somebody was named to be asked', a.proposedAt);
    s.words(`stakeholder/${a.id}`, 'Why they would be asked', a.reason, a.proposedBy);
  }
  for (const f of await rows.reviews.formsOf([m.id]))
    if (f.person !== p.id && mayReadReview(f, m.mentor === p.id ? 'mentor' : 'mentee'))
      for (const a of f.answers)
        if (!a.skipped) s.words(`review:${f.id}/${a.question}`, 'What somebody said of the whole', a.text, f.person);
  const handed = await rows.packs.lookedAtBy(p.id);
  if (m.mentee === p.id)
    for (const pack of handed.filter((one) => one.portfolio === m.portfolio))
      s.when('Your mentor asked for a pack', pack.askedAt);
  return s.done('beside', 'Beside your sessions');
}
