import { effectWords } from '../../domain/citable.js';
import { type CitedKind, readCitation, writeCitation } from '../../domain/citation.js';
import { exampleText } from '../../domain/support.js';
import type { ActorWork } from '../feature.js';
import { resolveCitation } from './resolve-citation.js';

/** What is cited, in words, as its reader may read it at this moment (docs/record-format.md#citations). */

const kindWords: Readonly<Record<CitedKind, string>> = {
  agreement: 'Agreement',
  goal: 'Goal',
  plan: 'Plan',
  record: 'Record',
  session: 'Session',
  answer: 'Answer',
  level: 'Goal level',
  contact: 'Informal contact',
  promise: 'Putting right',
  review: 'Review',
  attestation: 'Attested',
  change: 'Change of practice',
  mark: 'Judged',
  reflection: 'Reflection',
  outcome: 'Outcome recorded elsewhere',
};

/** What kind of thing it is: no word of what it says. */
export const kindOfCited = (citation: string): string => {
  const kind = readCitation(citation)?.kind;
  return kind === undefined ? 'Evidence' : kindWords[kind];
};

/**
 * Why something is not there any more nobody is told but by an erasure: an answer that was taken back, one that is shared
 * with fewer people and one that was never given are alike (docs/field.md#review-readers).
 */
const gone = {
  erased: 'What stood here has been erased.',
  other: 'This can’t be read here any more.',
} as const;

export interface CitedWords {
  readonly kind: string;
  /** The words themselves, or why there are none. */
  readonly words: string;
  readonly isThere: boolean;
}

/** Each of these, in as few readings as there are; the same thing is read once. */
export async function citedWords(
  citations: Iterable<string>,
  work: ActorWork,
): Promise<ReadonlyMap<string, CitedWords>> {
  const found = new Map<string, CitedWords>();
  for (const citation of new Set(citations)) {
    const resolved = await resolveCitation(citation, work);
    const kind = kindOfCited(citation);
    const words = 'why' in resolved ? '' : `${await beforeIt(citation, work)}${valueInWords(resolved.value)}`;
    found.set(
      citation,
      'why' in resolved
        ? { kind, words: resolved.why === 'erased' ? gone.erased : gone.other, isThere: false }
        : { kind, words: words === '' ? 'Figures only.' : words, isThere: true },
    );
  }
  return found;
}

/** Of what support did: the need, and what was done for it, which stand in the plan. */
async function beforeIt(citation: string, work: ActorWork): Promise<string> {
  const cited = readCitation(citation);
  if (cited?.kind !== 'record' || cited.part?.startsWith('support/') !== true) return '';
  const plan = await resolveCitation(writeCitation({ kind: 'plan', id: cited.id, part: cited.part }), work);
  if ('why' in plan || typeof plan.value !== 'object' || plan.value === null) return '';
  const { need = '', strategy = '' } = plan.value as { readonly need?: string; readonly strategy?: string };
  const row = exampleText({ need, strategy });
  return row === '' ? '' : `${row}: `;
}

const figures = ['rating', 'level'];
const texts = [
  'what',
  'line',
  'outcome',
  'evidence',
  'example',
  'how',
  'mark',
  'sentence',
  'words',
  'agreed',
  'why',
  'text',
];

/** A value as it would be read out: a text, a row, or all rows of a list. */
function valueInWords(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value))
    return value
      .map(valueInWords)
      .filter((w) => w !== '')
      .join('; ');
  if (typeof value !== 'object' || value === null) return '';
  const row = value as Readonly<Record<string, unknown>>;
  const said = [
    ...(typeof row.figures === 'object' && row.figures !== null ? [levelIn(row.figures)] : []),
    typeof row.did === 'string' && isEffect(row.did) ? effectWords[row.did] : '',
    ...figures.map((name) => (typeof row[name] === 'number' ? String(row[name]) : '')),
    ...texts.map((name) => (typeof row[name] === 'string' ? (row[name] as string).trim() : '')),
  ];
  return said.filter((w) => w !== '').join(': ');
}

const isEffect = (word: string): word is keyof typeof effectWords => Object.hasOwn(effectWords, word);

const levelIn = (of: object): string => {
  const { level } = of as { readonly level?: unknown };
  return typeof level === 'number' ? `level ${level}` : '';
};
