import { count, minutesInWords } from '../../kernel/words.js';
import type { PartVerdict } from '../hours.js';
import type { FactsSession } from '../portfolio-facts.js';
import { hoursOfFacts } from '../portfolio-hours.js';
import { lagInWords, recordedEnd } from '../record.js';
import type { Missed } from '../session.js';
import { type Block, type Column, heading, quiet, type Text } from './model-blocks.js';
import type { HoursPicture, PartOf } from './model-pictures.js';
import { before, isHeld, type PackScene, sessionInTable } from './model-scene.js';

/** Part 4: every session with its times, classes and confirmations; what does not count apart, with why. */
export function hoursPart(scene: PackScene): PartOf {
  const { facts } = scene;
  const held = facts.sessions.filter(isHeld);
  const counting = held.filter((s) => !isApart(s));
  const apart = held.filter(isApart);
  const others = facts.sessions.filter((s) => s.state === 'cancelled' || s.state === 'not-held');
  const sums = hoursOfFacts(facts);
  const target = facts.portfolio.unit?.rules.minutes ?? 0;
  const picture: HoursPicture = {
    kind: 'hours',
    name: 'hours',
    confirmed: sums.confirmedMinutes,
    unconfirmed: sums.unansweredMinutes,
    disputed: sums.disputedMinutes,
    target,
  };
  const totals = totalsOf(sums, target);
  return {
    title: 'Hours log',
    blocks: [
      ...(held.length === 0
        ? [quiet('No session has been held yet.')]
        : [
            {
              kind: 'picture' as const,
              name: 'hours',
              alt: `A bar of the hours. ${totals.map(([what, n]) => `${what}: ${n}.`).join(' ')}`,
            },
            {
              kind: 'table' as const,
              says: 'Totals',
              columns: [
                { head: 'Total', width: 5 },
                { head: 'Time', width: 2, align: 'right' as const },
                { head: 'Minutes', width: 1.4, align: 'right' as const },
              ],
              rows: totals,
            },
          ]),
      ...(counting.length === 0
        ? []
        : [
            heading('Sessions held'),
            quiet(
              'A record is at the time within 24 hours of the end or by the end of the next working day, late within 72 hours or three working days, and retrospective after that. Times are in the programme’s zone.',
            ),
            log(scene, counting, 'Sessions held, in the order in which they were planned'),
          ]),
      ...(apart.length === 0
        ? []
        : [
            heading('Apart from these'),
            quiet(
              'Planned after it began, or recorded retrospectively, or without time that counts: kept, and labelled.',
            ),
            log(scene, apart, 'Sessions that stand apart'),
          ]),
      ...disputes(scene, held),
      ...(others.length === 0 ? [] : [heading('Not held'), notHeld(scene, others)]),
      ...contacts(scene),
    ],
    pictures: held.length === 0 ? [] : [picture],
  };
}

/** Whether an assessor decides about it: it stands by itself, labelled. */
const isApart = (s: FactsSession): boolean =>
  s.plannedAfterwards || s.lag === 'retrospective' || (s.minutes === 0 && s.why !== 'disputed');

function totalsOf(sums: ReturnType<typeof hoursOfFacts>, target: number): readonly (readonly string[])[] {
  const row = (what: string, minutes: number): readonly string[] => [what, minutesInWords(minutes), String(minutes)];
  return [
    row('Planned beforehand', sums.plannedMinutes),
    row('Delivered', sums.deliveredMinutes),
    row('of which confirmed by the mentee, or settled', sums.confirmedMinutes),
    row('of which not confirmed', sums.unansweredMinutes),
    ...(sums.disputedMinutes === 0 ? [] : [row('Disputed, and not counted', sums.disputedMinutes)]),
    ...(sums.overlapMinutes === 0 ? [] : [row('Two sessions at once, counted once: taken off', sums.overlapMinutes)]),
    ...(target === 0 ? [] : [row('Asked for by the unit', target)]),
  ];
}

const columns: readonly Column[] = [
  { head: 'Session', width: 1.4 },
  { head: 'Held', width: 1.9 },
  { head: 'With', width: 1.6 },
  { head: 'Planned', width: 1.15, align: 'right' },
  { head: 'Recorded', width: 1.2, align: 'right' },
  { head: 'Counts', width: 1.05, align: 'right' },
  { head: 'Confirmed', width: 2.1 },
  { head: 'Plan made', width: 1.7 },
  { head: 'Record', width: 2.1 },
];

const log = (scene: PackScene, sessions: readonly FactsSession[], says: string): Block => ({
  kind: 'table',
  says: `${says}; minutes`,
  columns,
  rows: sessions.map((s) => row(scene, s)),
});

function row(scene: PackScene, s: FactsSession): readonly Text[] {
  const { body } = s.record ?? { body: null };
  const to = body === null ? s.endedAt : recordedEnd(body);
  return [
    sessionInTable(scene, s.id),
    `${scene.day(s.beganAt)}\n${scene.time(s.beganAt)}${to === null ? '' : `–${scene.time(to)}`}`,
    s.mentees.map(scene.called).join(', '),
    String(s.plannedMinutes),
    body === null ? '–' : String(body.minutes),
    String(s.minutes),
    s.parts.map((p) => standing(scene, s, p)).join('\n'),
    s.plannedAfterwards ? 'afterwards' : before(s.plannedAt, s.beganAt),
    recordedInWords(s),
  ];
}

/** How one mentee's part stands: with their name where there are several. */
function standing({ called }: PackScene, s: FactsSession, p: PartVerdict): string {
  const who = s.parts.length > 1 ? `${called(p.mentee)}: ` : '';
  switch (p.standing) {
    case 'confirmed':
      return `${who}yes${p.menteeMinutes === null ? '' : `, ${p.menteeMinutes}`}`;
    case 'settled':
      return `${who}settled: ${p.minutes}`;
    case 'disputed':
      return `${who}disputed: says ${p.menteeMinutes ?? 0}`;
    case 'unanswered':
      return `${who}not confirmed`;
    case 'nothing':
      return `${who}${p.why ?? '–'}`;
  }
}

/** “at the time: recorded 12 minutes after the session” */
export function recordedInWords(s: FactsSession): string {
  if (s.head === null || s.record === null) return 'no record';
  const words = lagInWords(recordedEnd(s.record.body), s.head.firstSavedAt).replace(/^recorded /, '');
  const amended = s.record.version > 1 ? `; amended, version ${s.record.version}` : '';
  return `${s.lag ?? 'recorded'}: ${words.replace(' after the session', ' after')}${amended}`;
}

function disputes(scene: PackScene, held: readonly FactsSession[]): readonly Block[] {
  const rows = held.flatMap((s) =>
    s.parts
      .filter((p) => p.standing === 'disputed' || p.standing === 'settled')
      .map((p): readonly Text[] => {
        return [
          sessionInTable(scene, s.id),
          scene.called(p.mentee),
          p.mentorMinutes === null ? '–' : String(p.mentorMinutes),
          p.menteeMinutes === null ? '–' : String(p.menteeMinutes),
          p.standing === 'settled'
            ? `settled by the coordinator: ${p.minutes} count`
            : 'not settled; none of it counts',
        ];
      }),
  );
  return rows.length === 0
    ? []
    : [
        heading('Disputes'),
        {
          kind: 'table',
          says: 'Lengths that were disputed, with both figures and how each was settled; minutes',
          columns: [
            { head: 'Session', width: 2 },
            { head: 'Mentee', width: 2 },
            { head: 'Recorded', width: 1.5, align: 'right' },
            { head: 'Mentee says', width: 1.7, align: 'right' },
            { head: 'Outcome', width: 5 },
          ],
          rows,
        },
      ];
}

const missedInWords: Readonly<Record<Missed, string>> = {
  'in-time': 'cancelled in good time',
  late: 'cancelled less than a day before',
  mentee: 'the mentee did not come',
  mentor: 'the mentor could not',
  'called-off': 'called off at the last moment',
};

const notHeld = (scene: PackScene, sessions: readonly FactsSession[]): Block => ({
  kind: 'table',
  says: 'Sessions that were planned and not held; none counts',
  columns: [
    { head: 'Session', width: 2 },
    { head: 'Planned for', width: 3 },
    { head: 'With', width: 3 },
    { head: 'What became of it', width: 4 },
  ],
  rows: sessions.map((s) => [
    String(scene.nth(s.id) ?? ''),
    scene.moment(s.startsAt),
    s.mentees.map(scene.called).join(', '),
    s.missed === null ? (s.state === 'cancelled' ? 'cancelled' : 'not held') : missedInWords[s.missed],
  ]),
});

function contacts(scene: PackScene): readonly Block[] {
  const { contacts: all } = scene.facts;
  if (all.length === 0) return [];
  const minutes = all.reduce((n, c) => n + c.minutes, 0);
  return [
    heading('Informal contacts'),
    quiet(
      `${count(all.length, 'contact')}, ${minutesInWords(minutes)} in all. They are no formal hours: none of it counts.`,
    ),
    {
      kind: 'table',
      says: 'Informal contacts; none counts',
      columns: [
        { head: 'When', width: 3 },
        { head: 'With', width: 3 },
        { head: 'Minutes', width: 1.5, align: 'right' },
        { head: 'Counts', width: 1.5, align: 'right' },
      ],
      rows: all.map((c) => [scene.day(c.at), scene.menteeOf(c.mentorship), String(c.minutes), '0']),
    },
  ];
}
