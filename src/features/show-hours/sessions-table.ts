import { type Block, button, heading, table } from '../../chat/card.js';
import { join, literal, mention, moment, say } from '../../chat/text.js';
import { minutesInWords, shorten } from '../../kernel/words.js';
import { beganAt, type PortfolioTime } from '../shared/read-hours.js';

/** The sessions that a portfolio's hours are made of, newest first, where a page has room for them. */
export function sessionsTable(time: PortfolioTime): readonly Block[] {
  const sessions = new Map(time.sessions.map((s) => [s.id, s]));
  const rows = time
    .hours()
    .sessions.flatMap((verdict) => {
      const session = sessions.get(verdict.session);
      return session?.state === 'ended' ? [{ verdict, session, at: beganAt(time, session) }] : [];
    })
    .sort((a, b) => b.at - a.at)
    .map(({ verdict, session, at }) => ({
      cells: [
        say`${moment(at, 'date')}`,
        literal(shorten(session.title, 60)),
        join(
          session.attendees.map((a) => say`${mention(a.mentee)}`),
          ', ',
        ),
        literal(verdict.counts ? minutesInWords(verdict.minutes) : 'Not counted'),
      ],
      ...(time.heads.has(session.id) ? { button: button('Record', 'record.read', session.id) } : {}),
    }));
  return rows.length === 0
    ? []
    : [heading(literal('Sessions')), table('sessions', 'Sessions', ['Day', 'What', 'With', 'Counts'], rows)];
}
