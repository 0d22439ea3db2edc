import type { HoursPreset } from '../../../src/domain/pack/pack.js';
import type { FactsSession, PortfolioFacts } from '../../../src/domain/portfolio-facts.js';
import { kindWords } from '../../../src/domain/session-kinds.js';
import { minute } from '../../../src/kernel/clock.js';
import { local } from '../../../src/kernel/zoned.js';

/**
 * `hours.csv`: the sessions as the unit's log has them (a row for each mentee of each), or as a coach's log has them (a row
 * for each that counts). RFC 4180, in UTF-8 with a mark at its beginning, without which Excel takes it for another encoding.
 */

/** @param facts as they leave */
export function hoursCsv(facts: PortfolioFacts, preset: HoursPreset): string {
  const rows = preset === 'unit' ? unitRows(facts) : coachRows(facts);
  return `\ufeff${rows.map((row) => `${row.map(field).join(',')}\r\n`).join('')}`;
}

export const unitHead = [
  'Session',
  'Date',
  'Start',
  'End',
  'Time zone',
  'Kind',
  'Mentee',
  'Others in it',
  'Minutes planned',
  'Minutes recorded',
  'Minutes confirmed',
  'Recorded',
  'Plan made before it began',
  'Counts',
  'Why not',
  'Dispute',
  'Minutes that count',
  'Total minutes so far',
] as const;

export const coachHead = [
  'Session',
  'Client',
  'Individual or group',
  'Number in group',
  'Start',
  'End',
  'Time zone',
  'Paid hours',
  'Pro bono or internal hours',
  'Total hours so far',
] as const;

function unitRows(facts: PortfolioFacts): readonly (readonly string[])[] {
  const calls = (id: string): string => facts.called[id as keyof typeof facts.called] ?? '';
  const rows = withTotals(facts).flatMap(({ s, total }) =>
    s.parts.map((p): readonly string[] => {
      const [from, to] = [local(s.beganAt, facts.zone), local(endOf(s), facts.zone)];
      return [
        `session:${s.id}`,
        from.date,
        from.time,
        to.time,
        facts.zone,
        kindWords(s.kind),
        calls(p.mentee),
        s.mentees
          .filter((id) => id !== p.mentee)
          .map(calls)
          .join('; '),
        String(s.plannedMinutes),
        p.mentorMinutes === null ? '' : String(p.mentorMinutes),
        p.menteeMinutes === null ? '' : String(p.menteeMinutes),
        s.lag ?? '',
        s.plan !== null && !s.plannedAfterwards ? 'yes' : 'no',
        p.minutes > 0 ? 'yes' : 'no',
        p.why ?? '',
        p.standing === 'disputed' ? 'open' : p.standing === 'settled' ? `settled at ${p.minutes} minutes` : '',
        String(p.minutes),
        String(total),
      ];
    }),
  );
  return [unitHead, ...rows];
}

/**
 * What was paid for nobody noted: a mentor mentors as a part of their work, or unpaid. So all of it stands under pro bono
 * or internal hours, and README says so.
 */
function coachRows(facts: PortfolioFacts): readonly (readonly string[])[] {
  const rows = withTotals(facts)
    .filter(({ s }) => s.parts.some((p) => p.minutes > 0))
    .map(({ s, total }): readonly string[] => {
      const came = s.parts.filter((p) => p.minutes > 0);
      const [from, to] = [local(s.beganAt, facts.zone), local(endOf(s), facts.zone)];
      return [
        `session:${s.id}`,
        came.map((p) => facts.called[p.mentee] ?? '').join('; '),
        s.mentees.length === 1 ? 'individual' : 'group',
        String(came.length),
        `${from.date} ${from.time}`,
        `${to.date} ${to.time}`,
        facts.zone,
        asHours(0),
        asHours(Math.max(...came.map((p) => p.minutes))),
        asHours(total),
      ];
    });
  return [coachHead, ...rows];
}

/** In the order in which they were held, each with the minutes that count up to and with it, an overlap once. */
function withTotals(facts: PortfolioFacts): readonly { readonly s: FactsSession; readonly total: number }[] {
  const sorted = [...facts.sessions].sort((a, b) => a.beganAt - b.beganAt || (a.id < b.id ? -1 : 1));
  let [total, reached] = [0, Number.NEGATIVE_INFINITY];
  return sorted.map((s) => {
    const minutes = Math.max(0, ...s.parts.map((p) => p.minutes));
    const from = Math.floor(s.beganAt / minute);
    total += Math.max(0, from + minutes - Math.max(from, reached));
    if (minutes > 0) reached = Math.max(reached, from + minutes);
    return { s, total };
  });
}

/** When it ended (ms): by its record, as pressed, or as planned. */
const endOf = (s: FactsSession): number =>
  s.record !== null
    ? s.record.body.startedAt + s.record.body.minutes * minute
    : (s.endedAt ?? s.beganAt + s.plannedMinutes * minute);

const asHours = (minutes: number): string => (minutes / 60).toFixed(2);

/** What a table's program takes for a formula where a field begins with it. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/u;

/** A field as it stands in the file: no formula, and quoted where it has to be. */
export function field(text: string): string {
  const clean = text.toWellFormed().replaceAll('\0', '');
  const safe = formula.test(clean) ? `'${clean}` : clean;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
