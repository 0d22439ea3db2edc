import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProgrammeId } from '../../src/kernel/ids.js';
import type { Counted } from '../support/season-lived.js';
import { restoreTo } from './dump.js';
import type { Figures } from './figures.js';

/** A database as a released version left it: `NAME.sql`, and beside it in `NAME.json` what there is to know of it. */
export interface Fixture {
  readonly about: string;
  /** The version that filled it. */
  readonly version: string;
  /** DATA_KEY in hexadecimal: made up for this fixture, and the key of nothing else. */
  readonly dataKey: string;
  /** When its clock stopped (ms), and how many events it had heard. */
  readonly now: number;
  readonly deliveries: number;
  readonly programme: ProgrammeId;
  readonly people: Readonly<Record<string, string>>;
  readonly otherProgramme: ProgrammeId;
  /** What the season counted by hand. */
  readonly counted: Counted;
  /** Rows in each table. */
  readonly rows: Readonly<Record<string, number>>;
  readonly figures: Figures;
  readonly otherFigures: Figures;
}

/** Since 0.8.0 people's keys lie in a store beside the database, and their dump beside its dump. */
export const keysEnd = '-keys.sql';

export const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));

/** The names of all fixtures, oldest first. */
export const fixtureNames = (): readonly string[] =>
  readdirSync(fixtures)
    .filter((name) => name.endsWith('.sql') && !name.endsWith(keysEnd))
    .map((name) => name.slice(0, -'.sql'.length))
    .sort();

/** Those of before 0.5.0, when chains began to commit to rows and to say nothing in the clear. */
export const beforeLeaves = (): readonly string[] => fixtureNames().filter((name) => name < '2026-11-0.5');

/** Makes the database of that name, and the key store beside it where there was one, in a file that is not there yet. */
export async function layFixture(name: string, file: string): Promise<void> {
  const dump = (end: string): string => path.join(fixtures, name + end);
  await restoreTo(file, readFileSync(dump('.sql'), 'utf8'));
  if (existsSync(dump(keysEnd))) await restoreTo(`${file}-keys`, readFileSync(dump(keysEnd), 'utf8'));
}

/** Those of before 0.8.0, when a programme's name and its catalogue stood in the clear. */
export const beforeSealedWords = (): readonly string[] => fixtureNames().filter((name) => name < '2026-12-0.8');

export const fixtureOf = (name: string): Fixture =>
  JSON.parse(readFileSync(path.join(fixtures, `${name}.json`), 'utf8')) as Fixture;

/**
 * The portfolio of each that had mentored nobody but somebody who was erased. Up to 0.7.0 their 45 minutes counted; since then
 * they stand apart.
 */
const mentoredErased: Readonly<Record<string, string>> = {
  '2026-11-0.1.0': '06h2hwtd3m1gjjkw2rqhrz1k6c',
  '2026-11-0.2.0': '06h2mpfn541gkswafby49pjejm',
  '2026-11-0.3.0': '06h2p44n1w1mftb05nngq27za0',
  '2026-11-0.4.0': '06h2t025681mfzrr35vbgxkrt4',
  '2026-11-0.5.0': '06h2vtqs0c1shv8dhj0h0rdfem',
  '2026-11-0.6.0': '06h2xa0dzw1wqvpf2f0r9y7ar8',
  '2026-12-0.7.0': '06h2ypkk601wpcv91x0rqe8phr',
};

/** What is read in a fixture now: what was read when it was made, but for hours of who had been erased. */
export function figuresNow(name: string): Figures {
  const { figures } = fixtureOf(name);
  const apart = mentoredErased[name];
  if (apart === undefined) return figures;
  return { ...figures, hours: { ...figures.hours, [apart]: { delivered: 0, confirmed: 0 } } };
}

export const pagesOfFixtures = () => ({ base: 'https://mentorlog.example.org', loopback: false });
