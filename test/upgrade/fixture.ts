import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProgrammeId } from '../../src/kernel/ids.js';
import type { Counted } from '../support/season-lived.js';
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

export const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));

/** The names of all fixtures, oldest first. */
export const fixtureNames = (): readonly string[] =>
  readdirSync(fixtures)
    .filter((name) => name.endsWith('.sql'))
    .map((name) => name.slice(0, -'.sql'.length))
    .sort();

/** Those of before 0.5.0, when chains began to commit to rows and to say nothing in the clear. */
export const beforeLeaves = (): readonly string[] => fixtureNames().filter((name) => name < '2026-11-0.5');

export const fixtureOf = (name: string): Fixture =>
  JSON.parse(readFileSync(path.join(fixtures, `${name}.json`), 'utf8')) as Fixture;

export const pagesOfFixtures = () => ({ base: 'https://mentorlog.example.org', loopback: false });
