import { count, listInWords, minutesInWords } from '../../kernel/words.js';
import { keyOfRef } from '../catalogue.js';
import type { FactsSession } from '../portfolio-facts.js';
import type { Effect, KeptTo, Outcome } from '../record.js';
import { kindWords } from '../session-kinds.js';
import { supportOf } from '../support.js';
import { menteesWords } from './model-agreement.js';
import { type Block, entries, heading, lead, quiet, type Run, text, words } from './model-blocks.js';
import { recordedInWords } from './model-hours.js';
import type { PartOf } from './model-pictures.js';
import { before, civilDay, goalsLabel, isHeld, type PackScene } from './model-scene.js';

/** Part 5: of each session what was planned beside what was recorded. */
export function facingPart(scene: PackScene): PartOf {
  const held = scene.facts.sessions.filter(isHeld);
  return {
    title: 'Plan facing record',
    blocks:
      held.length === 0
        ? [quiet('No session has been held yet.')]
        : [quiet(menteesWords), ...held.flatMap((s) => session(scene, s))],
  };
}

function session(scene: PackScene, s: FactsSession): readonly Block[] {
  const nth = scene.nth(s.id) ?? 0;
  const title = passagesIn(s, 'plan').find((p) => p.part === 'plan/title')?.words ?? '';
  return [
    heading(`Session ${nth}${title === '' ? '' : `: ${title}`}`, `session-${nth}`),
    lead(
      `${kindWords(s.kind)} · ${s.mentees.map(scene.called).join(', ')} · ${scene.moment(s.beganAt)} · ${
        s.minutes > 0 ? `${minutesInWords(s.minutes)} counted` : `no time counted${s.why === null ? '' : `: ${s.why}`}`
      }`,
    ),
    {
      kind: 'facing',
      left: { title: 'Plan', blocks: plan(scene, s) },
      right: { title: 'Record', blocks: record(scene, s) },
    },
  ];
}

const passagesIn = (s: FactsSession, of: 'plan' | 'record') => s.passages.filter((p) => p.part.startsWith(`${of}/`));

function plan(scene: PackScene, s: FactsSession): readonly Block[] {
  if (s.plan === null)
    return [text(s.plannedAfterwards ? 'Planned after it began.' : 'No plan was made before it began.')];
  const { plan: p } = s;
  const { body } = p;
  const support = supportOf(body).length;
  const goals = body.goals.flatMap((id): readonly Run[] => {
    const at = scene.facts.mentorships.findIndex((m) => m.goals.some((g) => g.id === id));
    const n = scene.facts.mentorships[at]?.goals.findIndex((g) => g.id === id) ?? -1;
    return n < 0 ? [] : [{ to: goalsLabel(at + 1), say: `Goal ${n + 1}`, page: false }];
  });
  return [
    ...entries([
      ['For', `${scene.moment(p.startsAt)}, ${minutesInWords(p.minutes)}`],
      ['Made', s.plannedAfterwards ? 'after it began' : before(s.plannedAt, s.beganAt)],
      [
        'Last changed',
        s.plans > 1 && !s.plannedAfterwards ? `${before(p.savedAt, s.beganAt)}, version ${p.version}` : '',
      ],
      ['From', p.copiedFrom === null ? '' : p.unchanged ? 'a copy, unchanged' : 'a copy, changed for this session'],
      ['Goals', goals.flatMap((g, i) => (i === 0 ? [g] : [', ', g]))],
      ['Objectives', body.objectives.length === 0 ? '' : String(body.objectives.length)],
      [
        'Activities',
        body.activities.length === 0
          ? ''
          : `${body.activities.length}, of ${listInWords(body.activities.map((a) => String(a.minutes)))} min`,
      ],
      ['Support', support === 0 ? '' : count(support, 'way')],
      ['Guidance', body.guidance.length === 0 ? '' : count(body.guidance.length, 'reference')],
    ]),
    ...passagesIn(s, 'plan')
      .filter((one) => one.part !== 'plan/title')
      .flatMap((one) => words(one.label, one.words)),
  ];
}

const outcomeWords: Readonly<Record<Outcome, string>> = { met: 'met', partly: 'partly met', 'not-yet': 'not yet' };
const keptWords: Readonly<Record<KeptTo, string>> = {
  'as-planned': 'as planned',
  partly: 'partly as planned',
  differently: 'other than planned',
};
const effectWords: Readonly<Record<Effect, string>> = {
  helped: 'helped',
  partly: 'helped partly',
  not: 'did not help',
};

function record(scene: PackScene, s: FactsSession): readonly Block[] {
  if (s.record === null || s.head === null) return [text('There is no record of it.')];
  const { body } = s.record;
  const nthOf = new Map(s.plan?.body.objectives.map((o, i) => [o.key, i + 1] as const));
  const skills = [...new Set(body.skills.map((k) => keyOfRef(k.skill)))];
  const did = body.support.flatMap((one) => (one.did === null ? [] : [effectWords[one.did]]));
  return [
    ...entries([
      ['Began', `${scene.moment(body.startedAt)}, ${minutesInWords(body.minutes)}`],
      ['Came', body.attended.length === 0 ? 'nobody' : listInWords(body.attended.map(scene.called))],
      ['Signed', scene.moment(s.head.signedAt)],
      ['Class', recordedInWords(s)],
      // What was signed first stays readable in the program; here stands what was put in its place, since when and by whom.
      ['Corrected', s.record.version === 1 ? '' : `on ${scene.day(s.record.savedAt)} by its mentor`],
      ['Length settled', settledInWords(scene, s)],
      ['Activities', body.keptTo === null ? '' : keptWords[body.keptTo]],
      [
        'Outcomes',
        body.outcomes
          .map((o, i) => `objective ${nthOf.get(o.objective) ?? i + 1} ${outcomeWords[o.outcome]}`)
          .join('; '),
      ],
      [
        'Skills',
        skills.map((key) => scene.facts.skills.find((k) => k.key === key)?.text ?? 'another skill').join('; '),
      ],
      ['Support', did.join('; ')],
      ['Guidance applied', body.guidance.length === 0 ? '' : count(body.guidance.length, 'reference')],
      [
        'Actions',
        body.actions.map((a) => `${owners[a.owner]}${a.due === null ? '' : ` by ${civilDay(a.due)}`}`).join('; '),
      ],
    ]),
    ...passagesIn(s, 'record').flatMap((one) => words(one.label, one.words)),
  ];
}

/** Where the two said different lengths: what the coordinator recorded as the outcome, for each whose length it was. */
const settledInWords = (scene: PackScene, s: FactsSession): string =>
  s.parts
    .filter((p) => p.standing === 'settled')
    .map((p) => `by the coordinator, ${scene.called(p.mentee)}: ${minutesInWords(p.minutes)}`)
    .join('; ');

const owners = { mentor: 'the mentor', mentee: 'the mentee', outside: 'somebody outside' } as const;
