import type { PackModel } from './model.js';
import { type Block, listLabels, type PackPart, quiet, type Run, withRuns } from './model-blocks.js';
import type { CoverPage } from './model-cover.js';

/**
 * A portfolio of very many sessions in volumes: *plan facing record* makes five pages of six, so it is what stands in volumes of
 * its own. The first has all the rest, and says of every session in which volume and on which page it stands. Each is small
 * enough to be typeset, opened and uploaded by itself.
 */

/** What is typeset of a volume. */
export type VolumeModel = Omit<PackModel, 'pictures'> & {
  /** In the pack. */
  readonly file: string;
  /** For whoever looks for it among the files. */
  readonly says: string;
  /** How deep its contents go: a volume of sessions lists each. */
  readonly contents: 1 | 2;
};

/** Where a label stands. */
export type Pages = Readonly<Record<string, number>>;

/** So many sessions stand in one volume with all the rest. */
export const mostInOne = 300;
/** And so many in each volume beside it. */
export const inEach = 200;

interface Facing {
  readonly number: number;
  readonly from: string;
  readonly to: string;
  readonly sessions: number;
  readonly blocks: readonly Block[];
}

const fileOf = (volume: number): string => (volume === 1 ? 'evidence.pdf' : `evidence-${volume}.pdf`);

/**
 * @returns the volumes beside the first, none as a rule, and the first, as soon as it is known on which page of each what
 *   label stands
 */
export function volumesOf(model: Omit<PackModel, 'pictures'>): {
  readonly beside: readonly VolumeModel[];
  first(pages: readonly Pages[]): VolumeModel;
} {
  const part = model.parts.find((p) => p.blocks.some(isSession));
  const starts = part?.blocks.flatMap((b, i) => (isSession(b) ? [i] : [])) ?? [];
  const one = { file: fileOf(1), says: 'the portfolio to read and to print. Begin here.', contents: 1 } as const;
  if (part === undefined || starts.length <= mostInOne) return { beside: [], first: () => ({ ...model, ...one }) };
  const lead = part.blocks.slice(0, starts[0]);
  const facing = Array.from({ length: Math.ceil(starts.length / inEach) }, (_, i): Facing => {
    const its = starts.slice(i * inEach, (i + 1) * inEach);
    const blocks = part.blocks.slice(its[0], starts[(i + 1) * inEach]);
    const names = blocks.filter(isSession).map(({ label }) => label.replace(/^session-/, ''));
    return { number: i + 2, from: names[0] ?? '', to: names.at(-1) ?? '', sessions: its.length, blocks };
  });
  const count = facing.length + 1;
  return {
    beside: facing.map((f) => besideOf(model, { ...part, blocks: [...lead, whereTheRest, ...f.blocks] }, f, count)),
    first(pages) {
      const where = new Map(
        facing.flatMap(({ number }, i) =>
          Object.entries(pages[i] ?? {}).flatMap(([label, page]) =>
            label.startsWith('session-') ? [[label, { volume: number, page }] as const] : [],
          ),
        ),
      );
      const said = (run: Run): Run => {
        const at = typeof run === 'string' ? undefined : where.get(run.to);
        if (typeof run === 'string' || at === undefined) return run;
        // In a table of all of them there is little room.
        return run.page === false || /^\d+$/.test(run.say)
          ? `${run.say}\nv${at.volume}, p.\u00a0${at.page}`
          : `${run.say} (volume ${at.volume}, p. ${at.page})`;
      };
      const parts = model.parts.map((p) =>
        p === part ? { ...p, blocks: [...lead, ...whereTheyAre(facing)] } : { ...p, blocks: withRuns(p.blocks, said) },
      );
      return {
        ...model,
        ...one,
        parts,
        labels: listLabels(parts),
        cover: { ...model.cover, entries: [...model.cover.entries, ['Volume', `1 of ${count}`]] },
      };
    },
  };
}

type SessionHeading = Extract<Block, { readonly kind: 'heading' }> & { readonly label: string };
const isSession = (b: Block): b is SessionHeading =>
  b.kind === 'heading' && b.level === 2 && b.label?.startsWith('session-') === true;

const whereTheRest = quiet(
  'This is one volume of several. Goals, hours, feedback, the criteria index and all the rest stand in volume 1, evidence.pdf.',
);

const whereTheyAre = (facing: readonly Facing[]): readonly Block[] => [
  quiet(
    'So many sessions stand in volumes of their own. Wherever one is named in this volume, its volume and page stand beside it; “v2, p. 14” in a table is volume 2, page 14.',
  ),
  {
    kind: 'table',
    says: 'Sessions, by volume',
    columns: [
      { head: 'Volume', width: 1.5 },
      { head: 'Sessions', width: 3 },
      { head: 'How many', width: 2, align: 'right' },
      { head: 'File', width: 3 },
    ],
    rows: facing.map((f) => [String(f.number), `${f.from} to ${f.to}`, String(f.sessions), fileOf(f.number)]),
  },
];

function besideOf(
  model: Omit<PackModel, 'pictures'>,
  part: PackPart,
  { number, from, to, sessions }: Facing,
  count: number,
): VolumeModel {
  const which = `sessions ${from} to ${to}`;
  const { cover } = model;
  const recognised = cover.says.filter(([title]) => title !== 'What this is');
  const itsCover: CoverPage = {
    ...cover,
    title: `Volume ${number}: ${which}`,
    entries: [
      ...cover.entries.map(([term, is]): readonly [string, string] => [term === 'Period' ? 'Period of all' : term, is]),
      ['Volume', `${number} of ${count}`],
    ],
    figures: [[String(sessions), 'sessions held, in this volume']],
    says: [
      [
        'What this is',
        `One volume of a portfolio: what was planned facing what was recorded, of ${which}. Volume 1, evidence.pdf, has all the rest, and says of every session where it stands.`,
      ],
      ...recognised,
    ],
  };
  return {
    ...model,
    title: `${model.title}, volume ${number} of ${count}: ${which}`,
    short: `${model.short} · volume ${number}`,
    cover: itsCover,
    parts: [part],
    labels: listLabels([part]),
    file: fileOf(number),
    says: `volume ${number}: ${which}, each plan facing its record.`,
    contents: 2,
  };
}
