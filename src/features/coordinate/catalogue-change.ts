import { button, buttons, muted, sentence, text } from '../../chat/card.js';
import type { Item, Values } from '../../chat/form.js';
import { textOf } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { literal, type Text } from '../../chat/text.js';
import type { CatalogueKind, CatalogueRow } from '../../domain/catalogue.js';
import { Refused } from '../../kernel/errors.js';
import { count } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';
import { entrySubject } from './subjects.js';

/**
 * A change of the catalogue: always a new version beside the older ones, or a date of retirement, and an entry in the
 * audit trail that says which, never in what words. What was planned, recorded or answered keeps the version it named.
 */

async function put(work: ActorWork, row: CatalogueRow, change: string): Promise<void> {
  await work.rows.catalogue.add(row);
  work.audit('catalogue.changed', entrySubject.write(row), { kind: row.kind, version: row.version, change });
}

/** What stood by itself until now, as the programme's own: before the first change of a set. */
export const writeStandard = (work: ActorWork, row: CatalogueRow): Promise<void> => put(work, row, 'standard');

/** A new entry, at the end of its list. */
export const addEntry = (work: ActorWork, kind: CatalogueKind, body: unknown): Promise<void> =>
  put(work, { kind, key: work.ids.next('row'), version: 1, body, retiredAt: null }, 'added');

/** The next version of an entry; one that was retired is used again with it. */
export const reword = (work: ActorWork, row: CatalogueRow, body: unknown): Promise<void> =>
  put(work, { ...row, version: row.version + 1, body, retiredAt: null }, 'worded');

/** Not to be chosen any more; all that names it stays as it is. */
export const retire = (work: ActorWork, row: CatalogueRow): Promise<void> =>
  put(work, { ...row, retiredAt: work.now }, 'retired');

export const bringBack = (work: ActorWork, row: CatalogueRow): Promise<void> =>
  put(work, { ...row, retiredAt: null }, 'brought back');

/** The newest version of one entry, retired or not. @throws Refused where there is none */
export async function entryOf(work: ActorWork, kind: CatalogueKind, key: string): Promise<CatalogueRow> {
  const versions = (await work.rows.catalogue.every(kind)).filter((row) => row.key === key);
  const newest = versions.reduce<CatalogueRow | undefined>(
    (kept, row) => (kept === undefined || row.version > kept.version ? row : kept),
    undefined,
  );
  if (newest === undefined)
    throw new Refused('no-such-entry', 'That is not in the catalogue. Type setup catalogue to see what is.');
  return newest;
}

const whose = 'meanwhile';
/** How these entries stand: a choice made for one state of things is none for the next. Undefined for none. */
export const stateOf = (rows: readonly CatalogueRow[]): string | undefined =>
  rows.length === 0 ? undefined : JSON.stringify(rows.map((r) => [r.key, r.version, r.retiredAt]));

/** Short enough for an option's value on every platform. */
const markOf = (state: string): string =>
  [...state].reduce((sum, c) => (sum * 31 + (c.codePointAt(0) ?? 0)) % 2_147_483_647, 7).toString(36);

/**
 * What somebody else changed since this form was opened, in `state` now, and whose words are to be kept.
 * @param always it stands there whatever is typed; otherwise there is nothing to choose once what is typed agrees with theirs
 */
export const meanwhileItems = (state: string | undefined, told: readonly Text[], always = false): readonly Item[] =>
  state === undefined
    ? []
    : [
        {
          kind: 'note',
          id: 'meanwhile-said',
          text: literal('Somebody else changed this while you wrote. Your words are still here.'),
        },
        ...told.slice(0, 8).map((line, i): Item => ({ kind: 'note', id: `meanwhile-${i}`, text: line })),
        {
          id: whose,
          kind: 'choice',
          shown: 'buttons',
          readers: 'shown',
          ...(always ? {} : { depends: true as const }),
          label: 'Whose words are kept?',
          of: [
            { value: `mine-${markOf(state)}`, label: 'Mine' },
            { value: `theirs-${markOf(state)}`, label: 'Theirs' },
          ],
        },
      ];

/** Whether what somebody else changed is to be left as they put it. */
export const keepsTheirs = (values: Values): boolean => textOf(values, whose).startsWith('theirs');

/** Whether there is an open form of this with words typed in it: otherwise it begins from what stands now. */
export async function opens(work: ActorWork, form: string, subject: string): Promise<{ readonly fresh?: true }> {
  const old = await work.rows.drafts.open(work.actor.id, form, subject);
  return old === undefined || old.savedAt === null ? { fresh: true } : {};
}

/** What a change of the catalogue answers. */
export const saved = (title: string, changes: number): Reply => ({
  kind: 'close',
  say:
    changes === 0
      ? sentence('Nothing changed', `${title}: all stays as it was.`)
      : {
          title: 'Saved',
          summary: literal(`${title}: ${count(changes, 'change')}.`),
          blocks: [
            text(literal(`${title}: ${count(changes, 'change')}, from this moment on.`)),
            muted(literal('What was written before keeps the words it was written with.')),
            buttons(button('Back to the catalogue', 'catalogue.open', '-')),
          ],
        },
});
