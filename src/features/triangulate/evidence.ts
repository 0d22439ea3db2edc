import { join, literal, mention, moment, say, strong, type Text } from '../../chat/text.js';
import type { Citable } from '../../domain/citable.js';
import { readCitation } from '../../domain/citation.js';
import type { PersonId } from '../../kernel/ids.js';
import { shorten } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';
import { citedWords } from '../shared/cited-words.js';
import type { Compared } from './compared.js';

/** What stands behind a cell or a mark, as its reader may read it now. */

/** So much of one stands on a card. */
const longestShown = 400;

export const kindWords: Readonly<Record<Citable['source'], string>> = {
  mentee: 'Mentee',
  self: 'Self-assessment',
  stakeholder: 'Stakeholder',
  attestation: 'Observed, or attested',
  record: 'Record',
  levels: 'Goal level',
  plan: 'Plan',
  change: 'Change of practice',
};

/** Who said it, where that is somebody and not the mentor's own record. */
function saidBy(c: Citable, { facts }: Compared): PersonId | undefined {
  const id = readCitation(c.citation)?.id;
  if (c.source === 'attestation') return facts.attestations.find((a) => a.id === id)?.by;
  if (c.source === 'levels') return facts.levels.find((l) => l.id === id)?.by;
  return facts.answers.find((a) => a.citation === c.citation)?.by;
}

/** “Mentee, Leo Brandt, Tue 24 Nov: The pace was right for me: 2”. */
function lineOf(c: Citable, all: Compared, isThere: boolean, gone: string): Text {
  const by = saidBy(c, all);
  const head = say`${strong(kindWords[c.source])}${by === undefined ? literal('') : say`, ${mention(by)}`}, ${moment(c.at, 'date')}: `;
  return join([head, literal(isThere ? shorten(c.label, longestShown) : gone)], '');
}

/** A line of each, resolved as it is shown. */
export async function evidenceLines(
  evidence: readonly Citable[],
  all: Compared,
  work: ActorWork,
): Promise<readonly Text[]> {
  const words = await citedWords(
    evidence.map((c) => c.citation),
    work,
  );
  return evidence.map((c) => {
    const found = words.get(c.citation);
    return lineOf(c, all, found?.isThere === true, found?.words ?? '');
  });
}

/**
 * What a mark rests on: each as it can be read now. What cannot be read any more is counted, never told apart: taken back,
 * no longer shared and handed over look alike (docs/field.md#review-readers); what was erased everybody sees anyhow.
 */
export async function restsOn(
  cites: readonly string[],
  all: Compared,
  known: ReadonlyMap<string, Citable>,
  work: ActorWork,
): Promise<readonly Text[]> {
  const words = await citedWords(cites, work);
  const there = cites.flatMap((cited): readonly Text[] => {
    const found = words.get(cited);
    if (found?.isThere !== true) return [];
    const c = known.get(cited);
    // An older version of a record is none of what there is to cite now, and is there to be read all the same.
    return [
      c === undefined
        ? say`${strong(found.kind)}: ${shorten(found.words, longestShown)}`
        : lineOf(c, all, true, found.words),
    ];
  });
  const gone = new Map<string, number>();
  for (const cited of cites) {
    const found = words.get(cited);
    if (found?.isThere !== true) gone.set(found?.words ?? '', (gone.get(found?.words ?? '') ?? 0) + 1);
  }
  return [
    ...there,
    ...[...gone].map(([why, n]) =>
      literal(`Gone since: ${n === 1 ? 'one thing' : `${n} things`} that it rested on. ${why}`),
    ),
  ];
}
