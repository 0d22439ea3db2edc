import { expect } from 'vitest';
import { leavingOf } from '../../adapters/documents/pack/leaving.js';
import { parts } from '../../adapters/documents/pack/parts.js';
import type { PackModel } from '../../src/domain/pack/model.js';
import type { PackSource } from '../../src/ports/packs.js';

/** How a pack's pages are heard, held against what they were set of. */

/** The first volume as data, before it is set. */
export const documentOf = (source: PackSource) => parts.documents(source, leavingOf(source)).first([]);
type SetModel = Pick<PackModel, 'cover' | 'parts' | 'labels'>;
export const modelOf = (source: PackSource) => documentOf(source).data as unknown as SetModel;

/** All that is read aloud, in its order: with no space, no mark of a string, and nothing that only lets a line break. */
export const run = (words: string): string => words.normalize('NFKC').replace(/[\s"\u200b\u00ad\u2060]/g, '');

/** What is read aloud as heading or picture, in its order: `H1 1 Candidate and centre`, `Figure`. */
export const outlineOf = (structure: string): readonly string[] =>
  [...structure.matchAll(/^( *)(H\d|Figure)\b([^\n]*(?:\n\1 [^\n]*)*)/gm)].map(([, , kind = '', inside = '']) =>
    kind === 'Figure' ? kind : `${kind} ${[...inside.matchAll(/"([^"\n]*)"/g)].map(([, words]) => words).join(' ')}`,
  );

/** Every title, every picture under its own, every figure of the first page and every cell of each table is heard, in order. */
export function heardInOrder(structure: string, model: SetModel): void {
  const titles = model.parts.flatMap((part) => [
    `H1 ${part.number} ${part.title}`,
    ...part.blocks.flatMap((b) => (b.kind === 'picture' ? ['Figure'] : [])),
  ]);
  expect(titles.filter((one) => one === 'Figure').length).toBeGreaterThan(2);
  const heard = outlineOf(structure).filter((one) => /^(?:H1|Figure)\b/.test(one));
  expect(heard.slice(0, 2).map((one) => one.replace(/^H1 /, ''))).toEqual([
    expect.stringContaining(model.cover.title),
    expect.stringContaining('Contents'),
  ]);
  expect(heard.slice(2).map((one, i) => (run(one).startsWith(run(titles[i] ?? '-')) ? titles[i] : one))).toEqual(
    titles,
  );
  const aloud = run(structure);
  let at = 0;
  const next = (words: string): void => {
    const found = aloud.indexOf(run(words), at);
    expect([words, found >= at]).toEqual([words, true]);
    at = found;
  };
  for (const [figure, of] of model.cover.figures) for (const one of [figure, of]) next(one);
  for (const part of model.parts)
    for (const b of part.blocks)
      if (b.kind === 'table')
        for (const cell of b.rows.flat(2)) if (typeof cell === 'string' && cell.trim() !== '') next(cell);
}
