import { type Block, facts, heading, muted, table } from '../../chat/card.js';
import { literal, type Text } from '../../chat/text.js';
import { type AllocatedAs, namedBy } from '../../domain/allocation.js';
import type { Mentorship, Portfolio } from '../../domain/mentorship.js';
import { may } from '../../domain/permissions.js';
import type { Session } from '../../domain/session.js';
import type { SessionId } from '../../kernel/ids.js';
import type { ActorWork } from '../feature.js';
import { auditReading } from '../shared/audit-reading.js';
import { answersOutside } from '../shared/outside-answers.js';
import { namesOutside, type OutsidePassage, outsideWords, writtenSessions } from '../shared/outside-words.js';

/**
 * What of a session's words may stand before a reader from outside (docs/field.md#released-words). Nothing else on these
 * pages shows a word that somebody wrote, so this is the one place through which any could come.
 */

/** As what this kind of words is read, by whoever is allocated. */
const readingParts = (doing: 'plan.read' | 'record.read' | 'feedback.read-shared', as: readonly AllocatedAs[]) =>
  as.filter((part) => (may[doing] as readonly string[]).includes(part));

const kindOf = ({ part }: Pick<OutsidePassage, 'part'>): 'plan' | 'record' | 'answers' =>
  part.startsWith('plan/') ? 'plan' : part.startsWith('record/') ? 'record' : 'answers';

/**
 * By session, the words that this reader may read now; one without any is not among them.
 * @param as as what the actor reads the portfolio
 */
export async function wordsOf(
  portfolio: Portfolio,
  mentorships: readonly Mentorship[],
  sessions: readonly Session[],
  as: readonly AllocatedAs[],
  work: ActorWork,
): Promise<ReadonlyMap<SessionId, readonly OutsidePassage[]>> {
  const { rows } = work;
  const releases = [...(await rows.releases.ofMentorships(mentorships.map((m) => m.id))).values()].flat();
  const offered = new Set(releases.map((r) => r.session));
  const these = sessions.filter((s) => offered.has(s.id));
  if (these.length === 0) return new Map();
  const { replaced } = namesOutside((await work.people()).values(), mentorships);
  const names = { replaced, lost: await rows.people.lastErased() };
  const written = await writtenSessions(rows, these);
  const answered = await answersOutside(
    rows,
    portfolio,
    written.map((one) => one.session.id),
  );
  const allocations = await rows.allocations.all();
  const feedbackParts = readingParts('feedback.read-shared', as);
  const all = outsideWords(written, releases, names, work.now, (session, { answeredAt, releasedAt }) =>
    // What was answered or changed after both had looked, nobody looked at.
    answered(
      session,
      (at) =>
        at <= Math.min(answeredAt ?? at - 1, releasedAt ?? at - 1) &&
        namedBy(portfolio, allocations, feedbackParts, at),
    ),
  );
  const may = {
    plan: readingParts('plan.read', as).length > 0,
    record: readingParts('record.read', as).length > 0,
    answers: feedbackParts.length > 0,
  };
  return new Map(
    [...all].flatMap(([id, passages]) => {
      const readable = passages.filter((p) => may[kindOf(p)]);
      return readable.length === 0 ? [] : [[id, readable] as const];
    }),
  );
}

/** Each kind of words that was read is on record, as it is for whoever reads inside. */
export function auditWords(words: readonly OutsidePassage[], m: Mentorship, work: ActorWork): void {
  const of = (kind: ReturnType<typeof kindOf>): number => words.filter((p) => kindOf(p) === kind).length;
  if (of('plan') > 0) auditReading('plan.read', m, work, { passages: of('plan') });
  if (of('record') > 0) auditReading('record.read', m, work, { passages: of('record') });
  if (of('answers') > 0) auditReading('feedback.read', m, work, { forms: 1 });
}

const said = (p: OutsidePassage): Text => literal(p.words.text);

/** What stands in the plan, and beside it what in the record is of the same. */
const facing = (part: string): string =>
  part === 'plan/activities'
    ? 'record/happened'
    : part.replace(/^plan\/objectives\//, 'record/outcomes/').replace(/^plan\//, '- ');

/** The words of one session: the plan faces its record, what only one of them has follows, and what was answered. */
export function wordsBlocks(session: Session, words: readonly OutsidePassage[]): readonly Block[] {
  if (words.length === 0)
    return [
      heading(literal('In words')),
      muted(
        literal(
          session.attendees.length > 1
            ? 'What is written of a group is never shown outside.'
            : 'No words of this session are shown. Words are shown once the mentee was asked what to leave out, and the mentor has looked them through and let them go.',
        ),
      ),
    ];
  const byPart = new Map(words.map((p) => [p.part, p]));
  const both = words.flatMap((planned) => {
    const was = kindOf(planned) === 'plan' ? byPart.get(facing(planned.part)) : undefined;
    return was === undefined ? [] : [{ planned, was }];
  });
  const faced = new Set(both.flatMap(({ planned, was }) => [planned, was]));
  const alone = (kind: ReturnType<typeof kindOf>, title: string): readonly Block[] => {
    const these = words.filter((p) => kindOf(p) === kind && !faced.has(p));
    return these.length === 0
      ? []
      : [heading(literal(title)), facts(...these.map((p): readonly [string, Text] => [p.label, said(p)]))];
  };
  return [
    ...(both.length === 0
      ? []
      : [
          heading(literal('The plan, and what came of it')),
          table(
            'in-words',
            'The plan, and what came of it',
            ['What', 'Planned', 'As it was'],
            both.map(({ planned, was }) => ({ cells: [literal(planned.label), said(planned), said(was)] })),
          ),
        ]),
    ...alone('plan', both.length === 0 ? 'Planned, in words' : 'Also planned'),
    ...alone('record', both.length === 0 ? 'On record, in words' : 'Also on record'),
    ...alone('answers', 'From the mentee'),
    muted(
      literal(
        'Every name that the programme knows is replaced, and a number is the same person in all of this portfolio. Mentee and mentor may each have left parts out.',
      ),
    ),
  ];
}
