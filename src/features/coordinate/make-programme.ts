import { facts, muted, sentence, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { literal, moment, say, strong } from '../../chat/text.js';
import { cleanLine } from '../../kernel/words.js';
import type { Across, ActorWork } from '../feature.js';
import { demand } from '../shared/guards.js';
import { openLink } from '../shared/make-access-link.js';
import { joinCodeLife, newJoinCode } from './board.js';

/** The longest name of a programme; the same as in its setup. */
const longestName = 80;

/**
 * `setup another NAME`: a second programme in the same workspace, with a code for whoever is to coordinate it. Whoever
 * made it stays where they are: an account takes part in one programme. Newcomers of the workspace still come into the
 * one that was there first, unless the other's coordinator awaits them (by an import, or with a code).
 * @param rest what was typed after `setup`
 * @returns undefined where something else was typed
 */
export async function makeProgramme(
  rest: string,
  work: ActorWork,
  { tx, newProgramme }: Pick<Across, 'tx' | 'newProgramme'>,
): Promise<Reply | undefined> {
  const typed = /^another\b\s*["“]?(.*?)["”]?$/isu.exec(rest.trim());
  if (typed === null) return undefined;
  demand('programme.set', work);

  const name = cleanLine(typed[1] ?? '');
  if (name === '' || name.length > longestName)
    return {
      kind: 'say',
      card: sentence(
        'Another programme',
        `Give it a name of at most ${longestName} characters, for example: setup another "North site".`,
      ),
    };
  const { zone, nation, practice } = work.programme;
  const made = await newProgramme({ name, zone, nation, practice });
  const code = newJoinCode(work.ids);
  const about = { programme: made, person: work.actor.id, purpose: 'join', subject: made, witnessed: false } as const;
  const link = openLink(work, about, joinCodeLife, code);
  await tx.in(made).accessLinks.add(link);
  work.audit('programme.another-made', made);
  return {
    kind: 'panel',
    card: {
      title: 'Another programme',
      summary: literal('A second programme in this workspace, and the code for its coordinator.'),
      blocks: [
        text(say`${literal(name)} is made. Whoever coordinates it sends me: ${strong(`setup ${code}`)}`),
        facts(['Works', say`once, until ${moment(link.expiresAt)}`]),
        muted(
          literal(
            'The two share nothing: no people, no hours, no digest. Its coordinator brings people in with people import, or with people code.',
          ),
        ),
      ],
    },
  };
}
