import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where something went wrong, in words that can be looked up. The program is a few files that are made of many
 * (`prisma/bundle.mjs`), and a comment in them names the source of what follows. So a frame of a stack is said by its
 * source, and by the file that it is in: without the folder, which is this machine's.
 */

/** A frame in a file: where that is, which line, which column. */
const place = /(?<file>file:\/\/[^\s()]+|\/[^\s():]+):(?<line>\d+):(?<column>\d+)/;
const source = /^\/\/ ((?:src|adapters|prisma|node_modules)\/\S+)$/;

/** Of each file its lines that name a source, by their numbers; read when something in it first goes wrong. */
const read = new Map<string, readonly (readonly [line: number, source: string])[]>();

function sourcesIn(file: string): readonly (readonly [line: number, source: string])[] {
  const known = read.get(file);
  if (known !== undefined) return known;
  const found = readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      const [, name] = source.exec(line) ?? [];
      return name === undefined ? [] : [[i + 1, name] as const];
    });
  read.set(file, found);
  return found;
}

/**
 * `at f (file:///…/main-x.js:1200:7)` as `at f (src/a.ts, main-x.js:1200:7)`. A line that is no frame of the program's
 * own files stays as it is.
 * @param frame a line of a stack
 * @param folder where the program's files are
 */
export function where(frame: string, folder: string = import.meta.dirname): string {
  const { file: at = '', line = '', column = '' } = place.exec(frame)?.groups ?? {};
  if (at === '') return frame;
  try {
    const file = at.startsWith('file:') ? fileURLToPath(at) : at;
    if (path.relative(folder, file).startsWith('..')) return frame;
    const from = sourcesIn(file).findLast(([number]) => number <= Number(line));
    return from === undefined ? frame : frame.replace(place, `${from[1]}, ${path.basename(file)}:${line}:${column}`);
  } catch {
    // Nobody loses the report of a fault because its file cannot be read.
    return frame;
  }
}
