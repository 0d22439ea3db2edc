import { button } from '../../chat/card.js';
import { mention, moment, say, type Text } from '../../chat/text.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { isReviewOver } from '../../domain/review.js';
import { heldAt, titleWithin } from '../../domain/session.js';
import { day } from '../../kernel/clock.js';
import type { PersonId } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import type { FirstSessions } from '../../ports/store.js';
import type { ActorWork } from '../feature.js';
import { openPairs } from '../shared/suggested-pairs.js';

/** What waits for somebody at home, from their agreements to the forms they began. */

export interface Waiting {
  readonly line: Text;
  readonly buttons: readonly ReturnType<typeof button>[];
}

/** What waits for somebody: how many things, and the first of them, in the order in which they stand. */
interface AllWaiting {
  readonly count: number;
  readonly first: readonly Waiting[];
}

/** Things that stand on the card. */
const mostShown = 12;

export async function waitingFor(work: ActorWork, mentorships: readonly Mentorship[]): Promise<AllWaiting> {
  const me = work.actor.id;
  const waiting: Waiting[] = [];
  for (const m of mentorships) {
    if (m.state === 'proposed' && m.mentee === me && m.agreement.menteeSignedAt === null)
      waiting.push({
        line: say`${mention(m.mentor)} asks you to agree how you work together.`,
        buttons: [button('Read and answer', 'agreement.answer', m.id)],
      });
    if (m.state === 'proposed' && m.mentor === me && m.agreement.menteeWord === 'change-wanted')
      waiting.push({
        line: say`${mention(m.mentee)} would like something changed in the agreement.`,
        buttons: [button('Look at it', 'agreement.open', m.id)],
      });
    const suggested = goalsToAnswer(m, me);
    if (suggested > 0)
      waiting.push({
        line: say`${mention(me === m.mentor ? m.mentee : m.mentor)} suggested ${count(suggested, 'goal')}.`,
        buttons: [button(suggested === 1 ? 'Look at it' : 'Look at them', 'mentorship.open', m.id)],
      });
  }
  for (const p of await openPairs(work.rows, me))
    waiting.push({
      line: say`Your coordinator suggests that you mentor ${mention(p.mentee)}.`,
      buttons: [button('Begin', 'mentorship.start', p.mentee)],
    });
  if (work.actor.roles.includes('mentor')) waiting.push(...(await ownReviews(work, mentorships)));
  const sessions = await sessionsWaiting(work);
  const begun = (await work.rows.drafts.openOf(me))
    .filter((d) => d.savedAt !== null && work.now - d.savedAt < 30 * day)
    .slice(0, 5)
    .map((d) => ({
      line: say`You began ${work.parts.forms.get(d.form)?.called ?? 'a form'} on ${moment(d.savedAt ?? d.openedAt)}.`,
      buttons: [button('Go on with it', 'draft.continue', d.id)],
    }));
  return {
    count: waiting.length + sessions.count + begun.length,
    first: [...waiting, ...sessions.first, ...begun].slice(0, mostShown),
  };
}

/**
 * How many goals the other of the two suggested and this one has not answered. Before both have signed they are answered
 * with the agreement; while the mentorship rests home asks nothing.
 */
const goalsToAnswer = (m: Mentorship, me: PersonId): number =>
  m.state === 'active' ? m.goals.filter((g) => g.state === 'proposed' && g.proposedBy !== me).length : 0;

/** Their own view of their mentoring, in a review that takes it in: a mentor's. */
async function ownReviews(work: ActorWork, mentorships: readonly Mentorship[]): Promise<readonly Waiting[]> {
  return (await work.rows.reviews.formsOfPerson(work.actor.id))
    .filter((f) => f.audience === 'mentor' && f.state === 'open' && !isReviewOver(f, work.now))
    .flatMap((f) => {
      const m = mentorships.find((one) => one.id === f.mentorship);
      const when = f.moment === 'mid' ? 'half-way' : 'at the end';
      return m === undefined
        ? []
        : [
            {
              line: say`How was your own mentoring of ${mention(m.mentee)}, ${when}? Until ${moment(f.editableUntil, 'date')}.`,
              buttons: [button('Write my view', 'review.self', f.id)],
            },
          ];
    });
}

/** Of their sessions: a record to write, an invitation or a length to answer; by planned start. */
async function sessionsWaiting(work: ActorWork): Promise<AllWaiting> {
  const { rows, actor, now } = work;
  const none: FirstSessions = { count: 0, ids: [] };
  const unwritten = await rows.overview.unwritten(actor.id, mostShown);
  const asked = await rows.overview.unansweredPlans(actor.id, now, mostShown);
  // Not where they want no more of it, nor while the mentorship rests: home asks no more than messages do.
  const lengths =
    actor.manners.confirmationStopped === true
      ? none
      : await rows.overview.unansweredLengths(actor.id, now - 14 * day, mostShown);
  const [write, answer, confirm] = [new Set(unwritten.ids), new Set(asked.ids), new Set(lengths.ids)];
  const first = (await rows.sessions.some([...new Set([...write, ...answer, ...confirm])])).flatMap(
    (s): readonly Waiting[] => [
      ...(write.has(s.id)
        ? [
            {
              line: say`The record of ${titleWithin(s)}, ${moment(heldAt(s))}.`,
              buttons: [
                button('Write it now', 'record.open', s.id),
                button('It didn’t happen', 'session.not-held', s.id),
              ],
            },
          ]
        : []),
      ...(answer.has(s.id)
        ? [
            {
              line: say`${mention(s.mentor)} would like to meet you on ${moment(s.startsAt)}.`,
              buttons: [
                button('Yes, I’ll be there', 'plan.accept', s.id),
                button('I can’t make it', 'plan.decline', s.id),
              ],
            },
          ]
        : []),
      ...(confirm.has(s.id)
        ? [
            {
              line: say`Was the session on ${moment(heldAt(s))} as long as noted?`,
              buttons: [button('Answer', 'ask.open', s.id)],
            },
          ]
        : []),
    ],
  );
  return { count: unwritten.count + asked.count + lengths.count, first: first.slice(0, mostShown) };
}
