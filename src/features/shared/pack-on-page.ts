import { type Block, button, buttons, facts, heading, muted } from '../../chat/card.js';
import { literal, moment, say, type Text } from '../../chat/text.js';
import type { Pack } from '../../domain/pack/pack.js';

/** A pack as it stands on the page where it is fetched (docs/field.md#the-pack). */

/** What of it anybody can hold against the file that they have. */
export function readyBlocks(pack: Pack): readonly Block[] {
  return [
    facts(
      ['Made', say`${moment(pack.madeAt ?? pack.askedAt)}`],
      pack.madeAgainAt === null ? null : ['Made again', say`${moment(pack.madeAgainAt)}`],
      ['Size', literal(sizeInWords(pack.size ?? 0))],
      ['SHA-256', literal(inGroups(pack.hash))],
    ),
    buttons(button('Download', 'pack.download', pack.id, { style: 'main' })),
  ];
}

/** Those that can be had, before a reader from outside; nothing where there is none. */
export const readyPacks = (all: readonly Pack[]): readonly Block[] => {
  const ready = all.filter((p) => p.state === 'ready');
  return ready.length === 0
    ? []
    : [
        heading(literal(ready.length === 1 ? 'The pack' : 'Packs')),
        muted(literal(whatIsInIt)),
        ...ready.flatMap(readyBlocks),
      ];
};

const whatIsInIt =
  'One file: the pages to read, the hours as a table, all facts as data, and what it takes to check them. That you fetch it is on record.';

/** What it holds of the mentees. */
export const kindOf = ({ withWords, words }: Pick<Pack, 'withWords' | 'words'>): Text =>
  literal(
    `${withWords ? 'with the words that mentees let stand' : 'counts alone, no words of mentees'}${
      words.named === null ? '' : '; with names, where a mentee said yes'
    }`,
  );

function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** So that it can be compared by eye, and breaks where it has to. */
const inGroups = (hash: string): string => hash.match(/.{1,8}/g)?.join(' ') ?? '';
