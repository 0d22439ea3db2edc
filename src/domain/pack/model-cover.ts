import { count, minutesInWords, shorten } from '../../kernel/words.js';
import { hoursOfFacts } from '../portfolio-hours.js';
import type { PackAbout } from './model-about.js';
import { type Block, entries, heading, quiet } from './model-blocks.js';
import type { PartOf } from './model-pictures.js';
import { isHeld, type PackScene } from './model-scene.js';
import { withZone } from './model-words.js';

/** The title page. */
export interface CoverPage {
  readonly title: string;
  readonly candidate: string;
  /** Empty where it is for no unit. */
  readonly unit: string;
  readonly entries: readonly (readonly [term: string, is: string])[];
  readonly figures: readonly (readonly [figure: string, of: string])[];
  /** Empty where nothing was practised. */
  readonly practice: string;
  readonly says: readonly (readonly [title: string, words: string])[];
}

const practiceSays = 'Practice data: the clock was moved. Nothing in this file is evidence.';

/** From when to when it has something: from when it was begun to the last session that was held. */
function periodOf({ facts, day }: PackScene): string {
  const held = facts.sessions.filter(isHeld).map((s) => s.beganAt);
  const from = Math.min(facts.portfolio.startedAt, ...held);
  const to = Math.max(from, ...held);
  return day(from) === day(to) ? day(from) : `${day(from)} to ${day(to)}`;
}

export function coverOf(scene: PackScene, about: PackAbout): CoverPage {
  const { facts, called } = scene;
  const { unit, mentor } = facts.portfolio;
  const { deliveredMinutes, confirmedMinutes } = hoursOfFacts(facts);
  const held = facts.sessions.filter(isHeld).length;
  const mentees = facts.mentorships.length;
  return {
    title: 'Evidence of mentoring',
    // What does not fit the title page stands whole in part 1.
    candidate: shorten(called(mentor), 80),
    unit: shorten(unit?.title ?? '', 180),
    entries: [
      ['Unit number', about.cover.unitNumber],
      ['Candidate number', about.cover.candidateNumber],
      ['Centre', shorten(about.cover.centre, 180)],
      ['Centre number', about.cover.centreNumber],
      ['Programme', shorten(about.programme.name, 120)],
      ['Period', periodOf(scene)],
      ['Made', madeInWords(scene, about)],
    ].filter((one): one is [string, string] => one[1] !== ''),
    figures: [
      unit === null
        ? [minutesInWords(deliveredMinutes), 'together']
        : [minutesInWords(confirmedMinutes), `confirmed of ${minutesInWords(unit.rules.minutes)}`],
      [String(held), held === 1 ? 'session held' : 'sessions held'],
      [String(mentees), mentees === 1 ? 'mentee' : 'mentees'],
    ],
    practice: about.programme.practice ? practiceSays : '',
    says: [
      [
        'What this is',
        unit === null
          ? 'What one mentor planned, held and recorded, with what the people around them said. It is mentoring for no unit, so no criterion is claimed.'
          : 'What one candidate planned, held and recorded for this unit, with what the people around them said. Figures come from the records, and what somebody wrote stands as they wrote it, but for names.',
      ],
      ['Who can be recognised', recognised(about)],
    ],
  };
}

const madeInWords = (scene: PackScene, about: PackAbout): string =>
  about.again
    ? `${withZone(scene, about.madeAt)}; made again since, of what is still there`
    : withZone(scene, about.madeAt);

function recognised({ named }: PackAbout): string {
  const kept =
    'Whoever knows when and with whom the candidate met may still recognise a mentee by dates and times. Treat this file as a confidential paper.';
  if (named === null)
    return `Mentees are called by letters that were drawn for this pack alone. Names that the programme knows were replaced, in fields and in what was written; whatever else could tell who somebody is was listed for the candidate, and decided, before the file was made. ${kept}`;
  const who =
    named.mentees === 1
      ? 'The name of one mentee stands in this pack: they are noted as 18 or over, and said yes to it.'
      : `The names of ${named.mentees} mentees stand in this pack: each is noted as 18 or over, and said yes to it.`;
  return `${who}${named.reason === '' ? '' : ` Why: ${named.reason.replace(/[.\s]+$/, '')}.`} Other names that the programme knows were replaced. ${kept}`;
}

const orBlank = (text: string): string => (text === '' ? 'not filled in' : text);

/** Part 1. */
export function candidatePart(scene: PackScene, about: PackAbout): PartOf {
  const { facts, called, day } = scene;
  const { unit, mentor, startedAt } = facts.portfolio;
  const as = { supervisor: 'Supervisor', assessor: 'Assessor', iqa: 'Internal quality assurer' } as const;
  return {
    title: 'Candidate and centre',
    blocks: [
      ...entries([
        ['Candidate', called(mentor)],
        // Where the centre's form has a line there is one, filled in or not.
        ['Candidate number', unit === null ? '' : orBlank(about.cover.candidateNumber)],
        ['Centre', unit === null ? about.cover.centre : orBlank(about.cover.centre)],
        ['Centre number', unit === null ? '' : orBlank(about.cover.centreNumber)],
        ['Programme', about.programme.name],
        ['Portfolio begun', day(startedAt)],
        ['Times are in', facts.zone.replaceAll('_', ' ')],
      ]),
      heading('The unit'),
      ...(unit === null
        ? [quiet('This mentoring is for no unit: there is no target, and nobody assesses it.')]
        : entries([
            ['Unit', unit.title],
            ['Unit number', orBlank(about.cover.unitNumber)],
            ['Hours asked for', `at least ${minutesInWords(unit.rules.minutes)}`],
            ['Mentees asked for', count(unit.rules.mentees, 'mentee')],
            ['With each', unit.rules.months === 0 ? '' : `at least ${count(unit.rules.months, 'month')}`],
            ['Supervision', unit.rules.supervisor ? 'asked for' : ''],
            ['Observation', unit.rules.observation ? 'asked for' : ''],
          ])),
      heading('Who takes part'),
      ...(facts.mentorships.length === 0 ? [quiet('Nobody is mentored in it yet.')] : [menteesTable(scene)]),
      ...(facts.readers.length === 0
        ? []
        : ([
            {
              kind: 'table',
              says: 'Who reads this portfolio, and as what',
              columns: [
                { head: 'Reader', width: 3 },
                { head: 'As', width: 3 },
                { head: 'Since', width: 2 },
              ],
              rows: facts.readers.map((r) => [called(r.person), as[r.as], day(r.from)]),
            },
          ] as const)),
    ],
  };
}

const menteesTable = ({ facts, called, day }: PackScene): Block => ({
  kind: 'table',
  says: 'Mentees of this portfolio',
  columns: [
    { head: 'Mentee', width: 2 },
    { head: 'Agreed', width: 2 },
    { head: 'Ended', width: 2 },
    { head: 'Meant', width: 3 },
  ],
  rows: facts.mentorships.map((m) => [
    called(m.mentee),
    day(m.agreedAt),
    m.endedAt === null ? '–' : day(m.endedAt),
    m.meant === null ? '–' : `${minutesInWords(m.meant.minutes)}, until ${day(m.meant.until - 1)}`,
  ]),
});
