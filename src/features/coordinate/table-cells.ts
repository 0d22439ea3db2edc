import { cleanLine } from '../../kernel/words.js';

/** Cells of a list of people as other programs leave them, made into what they mean. */

/**
 * A cell's lines, without those that are empty and without characters that have no width: they come along with what is
 * copied from a page.
 */
export const cellText = (raw: string): string =>
  raw
    .replace(/[\u00AD\u200B\u200E\u200F\u2060\uFEFF]|^[\u200C\u200D]+|[\u200C\u200D]+$/g, '')
    .split(/[\r\n]+/)
    .map(cleanLine)
    .filter((line) => line !== '')
    .join('\n');

/** A cell as one line. */
export const oneLine = (cell: string): string => cell.replaceAll('\n', ' ');

/**
 * A cell that a spreadsheet would run, in wide signs too, as one in Japanese does. It never gets in, so it can never get
 * out again in an export.
 */
export const isFormula = (cell: string): boolean => /^[=+@\t\r＝＋＠]|^[-－](?=\S)/.test(cell);

const isEmail = (s: string): boolean => /^[^\s@<>;,]+@[^\s@<>;,]+\.[^\s@<>;,]+$/.test(s);

/** `mailto:` and `Rosa Bell <rosa@example.org>` are the address in them, in small letters; anything else as it stands. */
const bareAddress = (s: string): string =>
  s
    .replace(/[;,.\s]+$/, '')
    .replace(/^.*<([^<>]+)>$/s, '$1')
    .replace(/^mailto:/i, '')
    .toLowerCase();

/**
 * The address in a cell: '' where there is none, an array of one sentence where it cannot be used. A guest's name in
 * another directory (`rosa_gmail.com#EXT#@…`) is nobody's address.
 */
export function emailIn(cell: string): string | readonly [string] {
  if (cell === '' || /#ext#@/i.test(cell)) return '';
  const address = bareAddress(cell);
  if (isEmail(address)) return address;
  const several = cell.split(/[;,\s]+/).map(bareAddress);
  if (several.length > 1 && several.every(isEmail)) return ['There are several e-mail addresses. Give one.'];
  return ['The e-mail address is not one.'];
}

/** An account's id: Slack's mentions and an @ before it go. */
export const accountIn = (cell: string): string => cell.replace(/^<@([A-Z0-9]+)(\|[^>]*)?>$/, '$1').replace(/^@/, '');

const titles = /^(?:jr|sr|junior|senior|ii|iii|iv|phd|md|esq|mbe|obe|cbe)\.?$/i;
/** A name as it is said: `Bell, Rosa` is Rosa Bell. */
export function nameIn(cell: string): string {
  const [, last = '', first = ''] = /^([^,]+),\s*([^,]+)$/.exec(cell) ?? [];
  return first === '' || titles.test(first) ? cell : `${first} ${last}`;
}

/** Two parts of a name; a first part that holds the last already is the whole. */
export function joinedName(first: string, last: string): string {
  const whole = ` ${first}`.toLowerCase().endsWith(` ${last}`.toLowerCase());
  return whole ? first : [first, last].filter((part) => part !== '').join(' ');
}

/** Whoever is named in a cell, one by one: by their address, account, or name. */
export const peopleIn = (cell: string): readonly string[] =>
  cell
    .split(/\s*(?:[;,|/&\n]|\band\b)\s*/i)
    .map(personIn)
    .filter((word) => word !== '');

/** One person as a cell names them. */
export function personIn(cell: string): string {
  const line = oneLine(cell);
  const address = bareAddress(line);
  return isEmail(address) ? address : nameIn(accountIn(line));
}
