import { minutesInWords } from '../../kernel/words.js';
import type { FactsAgreement } from '../portfolio-facts.js';
import { type Block, heading, quiet, subheading, text, words } from './model-blocks.js';
import type { PartOf } from './model-pictures.js';
import { agreementLabel, civilDay, type PackScene } from './model-scene.js';
import { agreementLabels } from './passages.js';

/** Part 2: what each agreed to, as far as its words stand. */
export const menteesWords =
  'Words that are a mentee’s, or about them, stand in this pack only where that mentee chose that they should. Figures and dates stand in any case.';

/** In the order in which an agreement is read. */
const order = [
  'purpose',
  'roles',
  'menteeRole',
  'boundaries',
  'confidentiality',
  'duration',
  'frequency',
  'place',
  'ending',
  'helps',
  'avoid',
] as const satisfies readonly (keyof typeof agreementLabels)[];

export function agreementPart(scene: PackScene): PartOf {
  const { facts, called } = scene;
  return {
    title: 'Agreement',
    blocks: [
      ...(facts.mentorships.length === 0
        ? [quiet('No agreement has been signed by both yet.')]
        : [quiet(menteesWords)]),
      ...facts.mentorships.flatMap((m, i): readonly Block[] => [
        heading(called(m.mentee), agreementLabel(i + 1)),
        ...signed(scene, m.agreements),
        ...meant(m.agreements.at(-1)),
        ...written(m.agreements),
      ]),
    ],
  };
}

function signed({ called, day, facts }: PackScene, all: readonly FactsAgreement[]): readonly Block[] {
  const mentor = called(facts.portfolio.mentor);
  const rows = all
    .filter((a) => a.mentorSignedAt !== null && a.menteeSignedAt !== null)
    .map((a) => [
      String(a.version),
      a.mentorSignedAt === null ? '' : day(a.mentorSignedAt),
      a.menteeSignedAt === null ? '' : day(a.menteeSignedAt),
    ]);
  return rows.length === 0
    ? []
    : [
        {
          kind: 'table',
          says: 'Versions of the agreement, and when each side signed',
          columns: [
            { head: 'Version', width: 1 },
            { head: `Signed by ${mentor}`, width: 3 },
            { head: 'Signed by the mentee', width: 3 },
          ],
          rows,
        },
      ];
}

const meant = (a: FactsAgreement | undefined): readonly Block[] => {
  const { minutes, until } = a?.body ?? {};
  if (minutes === undefined && until === undefined) return [];
  return [
    text(
      `Meant: ${[
        ...(minutes === undefined ? [] : [minutesInWords(minutes)]),
        ...(until === undefined ? [] : [`until ${civilDay(until)}`]),
      ].join(', ')}.`,
    ),
  ];
};

/** Of the newest that both signed. */
function written(all: readonly FactsAgreement[]): readonly Block[] {
  const newest = [...all].reverse().find((a) => a.mentorSignedAt !== null && a.menteeSignedAt !== null);
  const { body } = newest ?? { body: null };
  if (newest === undefined || body === null) return [];
  const said = order.flatMap((field) => words(agreementLabels[field], body[field]));
  return said.length === 0 ? [] : [subheading(`What version ${newest.version} says`), ...said];
}
