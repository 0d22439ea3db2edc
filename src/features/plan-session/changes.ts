import { type Block, type Button, button, heading, list, text } from '../../chat/card.js';
import { formNote, type Note } from '../../chat/form.js';
import { literal, mention, moment, say, strong, type Text } from '../../chat/text.js';
import { asSaid, asWill, holdsFor, notMeant, type PracticeChange } from '../../domain/practice-change.js';
import type { Session } from '../../domain/session.js';
import type { MentorshipId, SessionId } from '../../kernel/ids.js';
import { shorten } from '../../kernel/words.js';
import type { ActorWork, Drawing } from '../feature.js';
import { toReadSession } from '../shared/allocated.js';
import { objection, youSaid } from '../shared/change-blocks.js';
import { mayActor } from '../shared/guards.js';
import { changesFor, saidStands, toldAbout, toldAmong } from '../shared/practice-changes.js';
import type { PlanSubject } from './making.js';

/** What the mentor changes in how they mentor, where a plan carries it (docs/field.md#changes-of-practice). */

/** So many stand in a plan, the newest. */
const mostShown = 5;

/** What a message says of it, and the button that leads to the words. */
interface ToldOf {
  readonly line: readonly Block[];
  /** Beside the others that the message has, for it asks for one thing. */
  readonly button: Button | null;
}
const nothingTold: ToldOf = { line: [], button: null };
const toldOf = (line: Text, { id }: Session): ToldOf => ({
  line: [text(line)],
  button: button('See what changes', 'change.told', id),
});
const thisTime = literal('Something will be different this time, because of what you said.');

/**
 * In an invitation: that something changes because of what they said. What it is stands in a panel.
 * @param sessions of a series all that are to come
 */
export async function toldIn(d: Drawing, sessions: readonly Session[], mentorship: MentorshipId): Promise<ToldOf> {
  const [told] = await toldAmong(sessions, mentorship, d.rows);
  if (told === undefined) return nothingTold;
  const { session } = told;
  return toldOf(
    sessions.length === 1
      ? thisTime
      : say`From ${moment(session.startsAt, 'date')} on something will be different, because of what you said.`,
    session,
  );
}

/** In a reminder, where the invitation came before the change was made: a card that is drawn anew is not noticed. */
export async function toldSince(d: Drawing, s: Session, mentorship: MentorshipId): Promise<ToldOf> {
  const told = await toldAbout(s, mentorship, d.rows);
  return told.some((c) => c.madeAt > s.plannedAt) ? toldOf(thisTime, s) : nothingTold;
}

/** In a plan's panel: in full for the mentee whom it answers, for all others and in a group what the mentor will do. */
export async function changeBlocks(session: Session, work: ActorWork): Promise<readonly Block[]> {
  const mentor = session.mentor === work.actor.id;
  const me = session.attendees.find((a) => a.mentee === work.actor.id);
  if (!mentor && me === undefined && !mayActor('change.read', work, await toReadSession(session, work))) return [];
  const all = (await changesFor(session, work.rows)).slice(0, mostShown);
  const [seat, ...others] = session.attendees;
  const alone = seat !== undefined && others.length === 0;
  const answers = alone && (mentor || me !== undefined) ? all.filter((c) => c.mentorship === seat.mentorship) : [];
  const whole: PracticeChange[] = [];
  for (const c of answers) if (await saidStands(c, work.rows)) whole.push(c);
  const rest = all.filter((c) => !whole.includes(c));
  if (all.length === 0) return [];
  return [
    heading(literal(mentor ? 'What you are changing' : 'What will be different')),
    ...whole.flatMap((c): readonly Block[] =>
      mentor
        ? [
            list([
              say`${mention(seat?.mentee ?? session.mentor)} said: “${asSaid(c.said)}” So ${strong(asWill(c.what))}`,
            ]),
          ]
        : [
            ...youSaid(c, session.mentor),
            ...objection({ change: c.id, notMeant: notMeant(c) ?? null, until: c.withdrawnAt, said: c.said }),
          ],
    ),
    ...(rest.length === 0
      ? []
      : [
          list(
            rest.map(
              (c): Text => (mentor ? literal(asWill(c.what)) : say`${mention(session.mentor)}: ${asWill(c.what)}`),
            ),
          ),
        ]),
  ];
}

/**
 * In the plan's form, where it says what will be done: what its mentor has set out to change by then.
 * @param at when the session is to begin (ms); undefined while that is not said
 */
export async function changeNotes(
  plan: PlanSubject,
  at: number | undefined,
  work: ActorWork,
): Promise<readonly Note[]> {
  const [first] = plan.mentorships;
  if (first === undefined) return [];
  const session = {
    id: plan.session?.id ?? ('' as SessionId),
    portfolio: first.portfolio,
    mentor: first.mentor,
    state: 'planned',
    startsAt: at ?? Number.MAX_SAFE_INTEGER,
    startedAt: null,
  } as const;
  const all = (await work.rows.changes.ofPortfolio(first.portfolio)).filter((c) => holdsFor(c, session));
  return [...all]
    .sort((a, b) => b.madeAt - a.madeAt)
    .slice(0, mostShown)
    .map((c, i) =>
      formNote(
        i === 0 ? 'changing' : `changing-${i + 1}`,
        say`${strong('You are changing:')} ${shorten(asWill(c.what), 300)}`,
      ),
    );
}
