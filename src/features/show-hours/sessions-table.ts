import { type Block, button, heading, muted, table } from '../../chat/card.js';
import { join, literal, mention, moment, say } from '../../chat/text.js';
import type { PortfolioId } from '../../kernel/ids.js';
import { count, minutesInWords, shorten } from '../../kernel/words.js';
import type { Rows } from '../../ports/store.js';

/** So many stand in the table: some years' worth, and no more words are opened for it. */
const atMost = 200;

/** The sessions that a portfolio's hours are made of, newest first, where a page has room for them. */
export async function sessionsTable(rows: Rows, portfolio: PortfolioId): Promise<readonly Block[]> {
  const { all, first } = await rows.totals.held(portfolio, atMost);
  const sessions = new Map((await rows.sessions.some(first.map((held) => held.session))).map((s) => [s.id, s]));
  const shown = first.flatMap((held) => {
    const session = sessions.get(held.session);
    if (session === undefined) return [];
    return [
      {
        cells: [
          say`${moment(held.from, 'date')}`,
          literal(shorten(session.title, 60)),
          join(
            session.attendees.map((a) => say`${mention(a.mentee)}`),
            ', ',
          ),
          literal(held.minutes > 0 ? minutesInWords(held.minutes) : 'Not counted'),
        ],
        ...(held.recorded ? { button: button('Record', 'record.read', session.id) } : {}),
      },
    ];
  });
  if (shown.length === 0) return [];
  return [
    heading(literal('Sessions')),
    table('sessions', 'Sessions', ['Day', 'What', 'With', 'Counts'], shown),
    ...(all > shown.length
      ? [muted(literal(`… and ${count(all - shown.length, 'session')} from before, which count above.`))]
      : []),
  ];
}
