import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PackSource } from '../../../src/ports/packs.js';
import { hoursCsv } from './hours-csv.js';
import type { LeavingPack } from './leaving.js';
import { manifestOf, type PackFile } from './manifest.js';
import { type PagesFile, readMe } from './read-me.js';
import { recordsSchema } from './records-schema.js';

/**
 * The files of a pack beside its PDF, in the order in which they stand in the zip; the last is `manifest.json`, which has the
 * hash of every other.
 * @param pages the volumes
 */
export function dataFiles(
  source: PackSource,
  leaving: LeavingPack,
  pages: readonly PagesFile[] = [],
): readonly PackFile[] {
  const { facts } = leaving;
  const files: readonly PackFile[] = [
    ...pages,
    file('hours.csv', hoursCsv(facts, source.preset)),
    file('records.json', json(facts)),
    file('records.schema.json', json(recordsSchema)),
    file('README.txt', readMe(source, pages)),
  ];
  return [...files, file('manifest.json', json(manifestOf(source, leaving, files, programVersion())))];
}

const file = (name: string, text: string): PackFile => ({ name, bytes: new TextEncoder().encode(text) });

/** The same value in the same letters: keys in their order, two spaces, a line's end at the end; no lone surrogate. */
export function json(value: unknown): string {
  return `${JSON.stringify(inOrder(value), null, 2)}\n`;
}

function inOrder(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, inner]) => [key, inOrder(inner)]),
  );
}

/** Of the package that this file is of, compiled or not. */
function programVersion(): string {
  for (let at = import.meta.dirname; ; at = dirname(at)) {
    const found = join(at, 'package.json');
    if (existsSync(found)) return (JSON.parse(readFileSync(found, 'utf8')) as { readonly version: string }).version;
    if (dirname(at) === at) return '';
  }
}
