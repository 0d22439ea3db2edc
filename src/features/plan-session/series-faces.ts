import { type Block, type Button, button, buttons, type Card, facts, list, muted, text } from '../../chat/card.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { type Attendee, attendeeOf, heldAt, noTitle, type Session } from '../../domain/session.js';
import type { PersonId, SeriesId } from '../../kernel/ids.js';
import { rootOf } from '../../kernel/subject.js';
import { count, minutesInWords } from '../../kernel/words.js';
import type { Drawing, Face } from '../feature.js';
import { toldIn } from './changes.js';
import { otherThen } from './same-time.js';
import { leftOutInWords, seriesLeftOut } from './series.js';
import { seriesAnswerSubject, seriesCancelledSubject, seriesChangedSubject } from './subjects.js';

/**
 * The cards about a series: one for all its sessions, so that planning six sends one message and not six. *Shown*
 * fields only; a mentee's sentences stay short and plain.
 */

/** `SERIES`, or `SERIES:what:…` for a card of its own about it. */
const seriesIn = (d: Drawing): Promise<readonly Session[]> => d.rows.sessions.ofSeries(rootOf<SeriesId>(d.subject));

/** A list longer than this is two: platforms show some fifty items of one at most. */
const listLength = 20;

export function datesList(sessions: readonly Session[], mark: (s: Session) => string): readonly Block[] {
  const blocks: Block[] = [];
  for (let i = 0; i < sessions.length; i += listLength)
    blocks.push(
      list(
        sessions.slice(i, i + listLength).map((s) => {
          const marked = mark(s);
          return say`${moment(heldAt(s))}${marked === '' ? '' : `: ${marked}`}`;
        }),
      ),
    );
  return blocks;
}

const stateWords: Readonly<Partial<Record<Session['state'], string>>> = {
  cancelled: 'cancelled',
  'not-held': 'did not happen',
  ended: 'over',
  running: 'on now',
};
const mineWords: Readonly<Record<Attendee['answer'], string>> = {
  asked: '',
  accepted: 'you said yes',
  declined: 'you can’t make it',
};

/** Where each date has the same length, title and place, they are said once. */
const common = (sessions: readonly Session[]): Block => {
  const [first] = sessions;
  const same = (f: (s: Session) => string | number): boolean => new Set(sessions.map(f)).size === 1;
  return facts(
    first !== undefined && same((s) => s.title) ? ['What for', literal(first.title)] : null,
    first !== undefined && same((s) => s.minutes) ? ['How long', literal(minutesInWords(first.minutes))] : null,
    first !== undefined && first.place !== '' && same((s) => s.place) ? ['Where', literal(first.place)] : null,
  );
};

/** What the mentee gets of a series: all dates, and yes or no to all at once or one by one. */
export const seriesInvitation: Face = {
  called: 'an invitation to a series',
  comes: 'with-session',
  why: 'says-itself',
  withoutAccount: { passOn: 'you planned several sessions together' },
  folded: null,
  async draw(d) {
    const me = d.reader?.id;
    const all = (await seriesIn(d)).filter((s) => me !== undefined && attendeeOf(s, me) !== undefined);
    const [first] = all;
    if (first === undefined || me === undefined) return null;
    const seat = attendeeOf(first, me);
    const open = all.filter((s) => s.state === 'planned');
    const asked = open.filter((s) => attendeeOf(s, me)?.answer === 'asked');
    const told = seat === undefined ? undefined : await toldIn(d, open, seat.mentorship);
    const line =
      open.length === 0
        ? say`Your ${all.length === 1 ? 'session' : 'sessions'} with ${mention(first.mentor)} ${all.length === 1 ? 'is' : 'are'} over.`
        : asked.length === 0
          ? say`You have answered ${mention(first.mentor)}. You can change your mind.`
          : say`${mention(first.mentor)} would like to meet you ${all.length === 1 ? 'once' : `${all.length} times`}.`;
    return {
      title:
        asked.length > 0
          ? all.length === 1
            ? 'A session with your mentor'
            : 'Sessions with your mentor'
          : open.length > 0
            ? 'You answered'
            : all.length === 1
              ? 'This is over'
              : 'These are over',
      summary: line,
      blocks: [
        text(line),
        common(all),
        ...datesList(all, markFor(me, await doubled(open, me, d))),
        ...(await leftOutLine(first, d)),
        ...(told?.line ?? []),
        ...answerButtons(d, first, open, asked, told?.button),
      ],
    };
  },
};

const markFor =
  (me: string, doubled: ReadonlySet<string>) =>
  (s: Session): string =>
    [
      stateWords[s.state] ?? mineWords[s.attendees.find((a) => a.mentee === me)?.answer ?? 'asked'],
      doubled.has(s.id) ? 'you have another session then' : '',
    ]
      .filter((w) => w !== '')
      .join('; ');

/** Those of them at whose time the mentee is to be somewhere else too. */
async function doubled(open: readonly Session[], me: PersonId, d: Drawing): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const s of open) if ((await otherThen(s, me, d.rows)) !== undefined) found.add(s.id);
  return found;
}

/** The holidays that it leaves out, so that nobody counts its dates and misses one. */
async function leftOutLine(s: Session, d: Drawing): Promise<readonly Block[]> {
  const leftOut = s.series === undefined ? undefined : await d.rows.kept.get(seriesLeftOut, s.series.id);
  return leftOut === undefined || leftOut.length === 0
    ? []
    : [muted(leftOutInWords(leftOut, d.reader?.zone ?? d.programme.zone))];
}

/** All dates of it as a file; nothing where this installation has no address that a calendar could fetch it from. */
const toCalendar = (d: Drawing, { series }: Session) =>
  d.pages === null ? null : button('Add to my calendar', 'calendar.series', series?.id ?? '');

function answerButtons(
  d: Drawing,
  first: Session,
  open: readonly Session[],
  asked: readonly Session[],
  told: Button | null = null,
): readonly [Block, ...Block[]] | [] {
  const id = first.series?.id ?? '';
  const [next] = open;
  if (next === undefined) return [];
  return [
    asked.length > 0
      ? buttons(
          button('Yes to all', 'series.accept', id, { style: 'main' }),
          button('One by one', 'series.choose', id),
          told,
          button('I can’t make any', 'series.decline', id),
          button('See the plan', 'plan.read', next.id),
        )
      : buttons(
          button('One by one', 'series.choose', id),
          told,
          button('See the plan', 'plan.read', next.id),
          toCalendar(d, first),
        ),
  ];
}

/** What the mentor sees of a series; stays true as its sessions come and go. */
export const seriesStatus: Face = {
  called: 'a planned series',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const all = await seriesIn(d);
    const [first] = all;
    if (first === undefined || d.reader?.id !== first.mentor) return null;
    const open = all.filter((s) => s.state === 'planned');
    const who: Text = { parts: first.attendees.flatMap((a, i) => [...(i === 0 ? [] : [', ']), mention(a.mentee)]) };
    const line =
      open.length === 0
        ? say`The series with ${who} is over.`
        : say`${count(all.length, 'session')} with ${who}, ${open.length} to come.`;
    const [next] = open;
    return {
      title: first.title,
      summary: line,
      blocks: [
        text(line),
        common(all),
        ...datesList(all, (s) => stateWords[s.state] ?? answersOf(s)),
        ...(await leftOutLine(first, d)),
        ...(next === undefined
          ? []
          : [
              buttons(
                button('See the next plan', 'plan.read', next.id),
                button('Change the next', 'plan.change', next.id),
                button('Cancel the next, or the rest', 'session.cancel', next.id),
                toCalendar(d, first),
              ),
              muted(literal('Type sessions to change or cancel any other of them.')),
            ]),
      ],
    };
  },
};

/** "accepted", or how many of a group did; empty while nobody has answered. */
function answersOf(s: Session): string {
  const yes = s.attendees.filter((a) => a.answer === 'accepted').length;
  const no = s.attendees.filter((a) => a.answer === 'declined').length;
  if (s.attendees.length === 1) return yes === 1 ? 'accepted' : no === 1 ? 'can’t make it' : '';
  return [yes > 0 ? `${yes} said yes` : '', no > 0 ? `${no} can’t` : ''].filter((w) => w !== '').join(', ');
}

/** The mentor is told of the answers to a series once: subject `SERIES:answer:MENTEE`; counts stay true. */
export const seriesAnswer: Face = {
  called: 'an answer to a series',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const mentee = seriesAnswerSubject.read(d.subject)?.mentee;
    const mine = (await seriesIn(d)).flatMap((s) => {
      const a = s.attendees.find((x) => x.mentee === mentee);
      return a === undefined || s.state === 'cancelled' ? [] : [{ s, a }];
    });
    const [first] = mine;
    if (first === undefined || d.reader?.id !== first.s.mentor) return null;
    const yes = mine.filter(({ a }) => a.answer === 'accepted');
    const no = mine.filter(({ a }) => a.answer === 'declined');
    const who = mention(first.a.mentee);
    const of = mine.length === 1 ? 'the session' : undefined;
    const line =
      no.length === 0
        ? say`${who} said yes to ${of ?? `${yes.length} of ${count(mine.length, 'session')}`}.`
        : yes.length === 0
          ? say`${who} can’t make ${of ?? `${no.length} of ${count(mine.length, 'session')}`}.`
          : say`${who} said yes to ${yes.length} and can’t make ${no.length} of ${count(mine.length, 'session')}.`;
    const open = no.filter(({ s }) => s.state === 'planned').map(({ s }) => s);
    return {
      title: no.length === 0 ? 'A yes' : yes.length === 0 ? 'Can’t make it' : 'An answer',
      summary: line,
      blocks: [
        text(line),
        ...open
          .slice(0, 5)
          .flatMap((s) => [
            text(say`${moment(s.startsAt)}: can’t make it.`),
            buttons(button('Change it', 'plan.change', s.id), button('Cancel it', 'session.cancel', s.id)),
          ]),
        ...(open.length > 5 ? [muted(literal('Type sessions to see the others.'))] : []),
      ],
    };
  },
};

/** All that follow were changed together: subject `SERIES:changed:POSITION:VERSION`. */
export const seriesChanged: Face = {
  called: 'a changed series',
  comes: 'with-session',
  why: 'says-itself',
  withoutAccount: { passOn: 'the plan of several sessions has changed' },
  folded: null,
  async draw(d) {
    const me = d.reader?.id;
    const position = seriesChangedSubject.read(d.subject)?.position ?? Number.POSITIVE_INFINITY;
    const all = (await seriesIn(d)).filter(
      (s) =>
        s.state === 'planned' &&
        (s.series?.position ?? 0) >= position &&
        me !== undefined &&
        attendeeOf(s, me) !== undefined,
    );
    const [first] = all;
    if (first === undefined || me === undefined) {
      const over = literal('This has changed again. The newest card is the right one.');
      return { title: 'Changed again', summary: over, blocks: [text(over)] };
    }
    const asked = all.filter((s) => attendeeOf(s, me)?.answer === 'asked');
    const line =
      all.length === 1
        ? say`${mention(first.mentor)} has changed your session. This is the new date.`
        : say`${mention(first.mentor)} has changed your sessions. These are the new dates.`;
    return {
      title: 'A change of plan',
      summary: line,
      blocks: [
        text(line),
        common(all),
        ...datesList(all, markFor(me, await doubled(all, me, d))),
        ...(await leftOutLine(first, d)),
        ...answerButtons(d, first, all, asked),
      ],
    };
  },
};

/** All that follow were cancelled together: subject `SERIES:cancelled:POSITION`. */
export const seriesCancelled: Face = {
  called: 'a cancelled series',
  comes: 'with-session',
  why: 'says-itself',
  withoutAccount: { passOn: 'several sessions are cancelled' },
  folded: null,
  async draw(d): Promise<Card | null> {
    const position = seriesCancelledSubject.read(d.subject)?.position ?? Number.POSITIVE_INFINITY;
    const gone = (await seriesIn(d)).filter((s) => s.state === 'cancelled' && (s.series?.position ?? 0) >= position);
    const [first] = gone;
    const me = d.reader?.id;
    if (first === undefined || me === undefined) return null;
    if (me !== first.mentor && gone.every((s) => attendeeOf(s, me) === undefined)) return null;
    const which = first.title === noTitle ? '' : ` of ${first.title}`;
    const line = say`${count(gone.length, 'session')}${which} ${gone.length === 1 ? 'is' : 'are'} cancelled. There is nothing to do.`;
    return {
      title: gone.length === 1 ? 'A session is cancelled' : 'Sessions are cancelled',
      summary: line,
      blocks: [text(line), ...datesList(gone, () => '')],
    };
  },
};
