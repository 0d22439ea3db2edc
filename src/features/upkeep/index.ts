import { z } from 'zod';
import { type Block, button, buttons, muted, text } from '../../chat/card.js';
import { join, literal, mention, say } from '../../chat/text.js';
import { keptValue, ofName } from '../../domain/kept.js';
import { day } from '../../kernel/clock.js';
import type { PersonId } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import type { Drawing, Face, FeatureOf } from '../feature.js';
import type { Upkeep } from '../hooks.js';
import { upkeepSubject } from './subjects.js';

/**
 * What a coordinator has to know of the program itself: a backup that could not be made, a disk that was full, what a
 * restore left out. They are told once of each; who looks after the program has it in the log and in `/readyz`.
 */

/** How long (ms) it may still come. */
const worthSaying = 7 * day;

/** What a restore left unsaid. `people`: those in it who are no mentees here; whom else it was for is nobody's to read. */
export const leftOut = keptValue({
  name: 'left-out',
  per: [ofName],
  schema: z.object({ people: z.array(z.string()), prompts: z.number(), messages: z.number() }),
  erasure: {
    of: 'entries',
    without: (value, erased) => ({ ...value, people: value.people.filter((one) => one !== erased.id) }),
  },
});

const sentences: Readonly<
  Record<Exclude<Upkeep['what'], 'restored'>, readonly [title: string, is: string, todo: string]>
> = {
  'backup-failed': [
    'No backup',
    'Last night’s backup of Mentorlog could not be made. Those of before are still there.',
    'Tell whoever looks after Mentorlog. npx mentorlog doctor says what is wrong.',
  ],
  'backup-doubtful': [
    'Backup in doubt',
    'Last night’s backup was made, and some records in it do not fit their history. Those of before are still there.',
    'Tell whoever looks after Mentorlog. npx mentorlog verify says which.',
  ],
  'erased-again': [
    'Erased again',
    'Mentorlog was put back to data from before somebody was erased. They are erased again, and their mentorships have ended again.',
    'Ask their mentors to look at home. Type people to see who has no mentor now.',
  ],
  'set-aside': [
    'Set aside',
    'Something that Mentorlog asks or does by itself failed ten times, so it is not tried any more. Everything else goes on.',
    'Tell whoever looks after Mentorlog: its log says which (prompt-set-aside). Ask mentors to look at home: what is open stands there.',
  ],
  'disk-over': [
    'Saving works again',
    'Mentorlog had no room on its disk for a while, and could save nothing. It has room again.',
    'Whoever was told that something was not saved does it once more. Ask whoever looks after Mentorlog to keep room free.',
  ],
};

export const upkeep: Face = {
  called: 'a word about how Mentorlog is running',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    if (d.reader?.roles.includes('coordinator') !== true) return null;
    const read = upkeepSubject.read(d.subject);
    if (read === undefined) return null;
    if (read.what === 'restored') return restored(d);
    const known = sentences[read.what];
    if (known === undefined) return null;
    const [title, is, todo] = known;
    return { title, summary: literal(is), blocks: [text(literal(is)), text(literal(todo))] };
  },
};

async function restored({ rows, subject }: Drawing) {
  const kept = await rows.kept.get(leftOut, subject);
  if (kept === undefined) return null;
  const line = literal('Mentorlog was put back to an earlier backup. What fell due since then was not sent by itself.');
  const what = [
    kept.prompts === 0 ? '' : count(kept.prompts, 'reminder or question', 'reminders and questions'),
    kept.messages === 0 ? '' : count(kept.messages, 'message that waited', 'messages that waited'),
  ].filter((part) => part !== '');
  const blocks: Block[] = [text(line), text(literal(`Left out: ${what.join(' and ')}.`))];
  if (kept.people.length > 0)
    blocks.push(
      text(
        say`For ${join(
          kept.people.map((one) => say`${mention(one as PersonId)}`),
          ', ',
        )}, and mentees.`,
      ),
    );
  blocks.push(
    text(literal('Ask mentors to look at home: what is open stands there. What people did since the backup is gone.')),
    ...(kept.messages > 0 ? [buttons(button('Not delivered', 'delivery.list', '-'))] : []),
    muted(literal('Mentees are not named here: nobody is told what one of them has still to answer.')),
  );
  return { title: 'Put back to a backup', summary: line, blocks };
}

declare module '../../kernel/names.js' {
  interface Capabilities {
    upkeep: { face: 'upkeep'; audit: 'prompt.set-aside' };
  }
}

export const feature: FeatureOf<'upkeep'> = {
  name: 'upkeep',
  faces: { upkeep },
  async upkeep(told, work) {
    const subject = upkeepSubject.write({ what: told.what, at: told.at });
    const people = [...(await work.people()).values()];
    if (told.what === 'set-aside') work.audit('prompt.set-aside', told.subject, { kind: told.kind });
    if (told.what === 'restored') {
      const mentees = new Set((await work.rows.mentorships.all()).map((one) => one.mentee));
      await work.rows.kept.put(leftOut, subject, {
        people: told.people.filter((one) => !mentees.has(one)),
        prompts: told.prompts,
        messages: told.messages,
      });
    }
    for (const { id, roles } of people)
      if (roles.includes('coordinator'))
        work.show('upkeep', subject, { person: id }, { expiresAt: work.now + worthSaying, waitsFor: 'quiet-hours' });
  },
};
