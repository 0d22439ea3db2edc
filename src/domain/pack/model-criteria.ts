import type { EvidenceKind } from '../criteria.js';
import { evidenceWords } from '../criteria.js';
import type { CriterionReadiness, Standing } from '../readiness.js';
import type { PackAbout } from './model-about.js';
import { seenIn } from './model-attested.js';
import { type Block, entries, heading, joined, list, type PageLink, quiet, text } from './model-blocks.js';
import type { PartOf } from './model-pictures.js';
import { civilDay, isHeld, type PackScene } from './model-scene.js';
import type { OutcomeResult } from './pack.js';

/** In which part there is what bears on a criterion. */
const partOf: Readonly<Record<EvidenceKind, number>> = {
  agreement: 2,
  plans: 5,
  objectives: 5,
  activities: 5,
  resources: 5,
  support: 5,
  hours: 4,
  records: 5,
  skills: 6,
  guidance: 5,
  restorative: 5,
  feedback: 7,
  reviews: 7,
  stakeholders: 7,
  changes: 8,
  triangulation: 9,
  reflection: 10,
  ahead: 10,
};

const standings: Readonly<Record<Standing, string>> = {
  shown: 'evidence of each kind that is asked for',
  partly: 'evidence, and something still to be shown',
  missing: 'none yet',
  nothing: 'none so far',
};
const resultWords: Readonly<Record<OutcomeResult, string>> = {
  achieved: 'achieved',
  'not-yet': 'not yet',
  referred: 'referred',
};

/** Part 13: criterion by criterion where what bears on it stands, what was recorded elsewhere, and what is missing. */
export function criteriaPart(scene: PackScene, about: PackAbout): PartOf {
  const { readiness } = about;
  const title = 'Criteria index';
  if (readiness.unit === null)
    return { title, blocks: [quiet('This mentoring is for no unit, so there are no criteria to claim.')] };
  return {
    title,
    blocks: [
      quiet(
        'What bears on each criterion, and where. Whether it is enough an assessor decides: the program says only what there is.',
      ),
      text(readiness.sentence),
      ...(readiness.criteria.length === 0
        ? [quiet('The centre has entered no criteria of this unit yet.')]
        : readiness.criteria.flatMap((c) => criterion(scene, about, c))),
      heading('What is still to be shown'),
      ...(readiness.gaps.length === 0
        ? [text('By the rules of the unit, nothing.')]
        : list(readiness.gaps.map((g) => g.say))),
    ],
  };
}

function criterion(scene: PackScene, about: PackAbout, c: CriterionReadiness): readonly Block[] {
  const there = (kind: EvidenceKind): boolean => {
    const { standing } = about.readiness.found[kind];
    return standing === 'shown' || standing === 'partly';
  };
  const kinds = c.kinds.filter(there);
  const seen = seenIn(scene, c.key);
  const outcomes = about.outcomes.filter((o) => o.criterion === c.key);
  return [
    heading(`Criterion ${c.code}`, `criterion-${c.key}`),
    { kind: 'text', text: c.text, as: 'keep' },
    ...entries([
      ['Standing', c.standing === null ? '' : standings[c.standing]],
      ...kinds.map((kind) => [evidenceWords[kind], joined(linksOf(scene, kind))] as const),
      ['Seen by others', joined(seen)],
      ...outcomes.map(
        (o) =>
          [
            'Recorded elsewhere',
            `${resultWords[o.result]}, ${civilDay(o.on)}${o.by === '' ? '' : `, by ${o.by}`}${o.note === '' ? '' : `. ${o.note}`}`,
          ] as const,
      ),
    ]),
  ];
}

const titles: Readonly<Record<number, string>> = {
  2: 'Agreement',
  4: 'Hours log',
  5: 'Plan facing record',
  6: 'Skills by hour',
  7: 'Feedback',
  8: 'Changes',
  9: 'Triangulation',
  10: 'Reflection',
};
/** So many sessions are pointed at one by one. */
const mostNamed = 6;

/** To the part, and to the sessions of it that bear on it where not every one does. */
function linksOf(scene: PackScene, kind: EvidenceKind): readonly PageLink[] {
  const part = partOf[kind];
  const whole: PageLink =
    kind === 'ahead'
      ? { to: 'reflection-ahead', say: 'Actions ahead' }
      : { to: `part-${part}`, say: titles[part] ?? '' };
  const to = kind === 'ahead' && !hasAhead(scene) ? { to: 'part-10', say: 'Reflection' } : whole;
  if (part !== 5) return [to];
  const held = scene.facts.sessions.filter(isHeld);
  const bearing = held.filter((s) => {
    const plan = s.plan?.body;
    const record = s.record?.body;
    switch (kind) {
      case 'support':
        return (plan?.support.length ?? 0) > 0;
      case 'guidance':
        return (plan?.guidance.length ?? 0) > 0 || (record?.guidance.length ?? 0) > 0;
      case 'restorative':
        return s.kind === 'restorative';
      default:
        return false;
    }
  });
  return [to, ...bearing.slice(0, mostNamed).flatMap((s) => scene.toSession(s.id) ?? [])];
}

const hasAhead = ({ facts }: PackScene): boolean =>
  facts.reflection?.pieces?.some((p) => p.action !== undefined && p.text.trim() !== '') ?? false;
