import type { UnopenedProgramme } from '../../ports/unopened.js';
import type { Findings } from './findings.js';

/** What the program itself noted beside people's keys: its newest signed head (docs/record-format.md#the-programs-own-note). */

export interface Noted {
  /** By programme; `unreadable` where it is not what the program wrote. */
  readonly notes: ReadonlyMap<string, { readonly seq: number; readonly hash: string } | 'unreadable' | undefined>;
  /** It is the database of the settings, and no backup of it: nothing of it is older than its note. */
  readonly isCurrent: boolean;
}

export function checkNote({ id, heads }: UnopenedProgramme, { notes, isCurrent }: Noted, found: Findings): void {
  const note = notes.get(id);
  const last = heads.at(-1)?.seq ?? 0;
  const about = { programme: id };
  if (note === undefined) return;
  if (note === 'unreadable')
    found.fault(
      about,
      'the note of its newest signed head is not what the program wrote: people’s keys were changed too.',
    );
  else if (note.seq > last && isCurrent)
    found.fault(
      about,
      `the program noted signed head ${note.seq}, and the database ends with head ${last}: its newest entries were cut off, or an older copy was put back by hand (if so, and on purpose: npx mentorlog heads --accept).`,
    );
  else if (note.seq > last)
    found.notes.push(
      `The program has noted signed head ${note.seq} of programme ${id} by now, and this file ends with head ${last}: it is an older copy.`,
    );
  else if (heads.find((head) => head.seq === note.seq)?.hash !== note.hash)
    found.fault(about, `signed head ${note.seq} is another one than the program noted: the record was written anew.`);
  else if (isCurrent)
    found.checked.push(`Signed head ${note.seq}, which the program noted apart from the database, is there.`);
}
