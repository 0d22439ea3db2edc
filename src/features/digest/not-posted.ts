import { button, buttons, text } from '../../chat/card.js';
import { literal } from '../../chat/text.js';
import { inChannel } from '../../commands/grammar.js';
import { allowed } from '../../domain/permissions.js';
import type { OutboxRow } from '../../ports/store.js';
import type { Face } from '../feature.js';

/** Undelivered messages among which the digest is looked for: it is one of the newest. */
const newest = 50;

/** Why it does not stand there, and what to do before it is sent again. */
function whyNot({ state, code }: Pick<OutboxRow, 'state' | 'code'>): { readonly why: string; readonly first: string } {
  if (state === 'expired')
    return {
      why: 'The digest was not posted: the channel could not be reached in time.',
      first: 'See whether it can be reached again',
    };
  if (state === 'unknown')
    return {
      why: 'Nobody can tell whether the digest was posted.',
      first: 'Look into the channel. If it is not there',
    };
  if (state === 'failed')
    return { why: 'The digest was not posted: the channel did not take it.', first: 'Wait a little' };
  return code === 'blocked'
    ? {
        why: 'The digest was not posted: Mentorlog may not write in that channel.',
        first: 'Let it write there, or choose another channel',
      }
    : {
        why: 'The digest was not posted: Mentorlog is not in that channel.',
        first: 'Invite @Mentorlog to that channel',
      };
}

/** A digest that its channel did not take: why, and what to do about it. Subject: its row in the outbox. */
export const notPosted: Face = {
  called: 'a digest that was not posted',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw({ rows, subject, reader, programme }) {
    if (reader === null) return null;
    const row = (await rows.outbox.undelivered(newest)).find((r) => r.id === subject);
    if (row === undefined) {
      const line = literal('The digest goes to the channel again. If it is not taken there, this says so.');
      return { title: 'Digest', summary: line, blocks: [text(line)] };
    }
    const { why, first } = whyNot(row);
    const line = literal(why);
    const again = allowed('delivery.read', reader, { programme: programme.id });
    return {
      title: row.state === 'unknown' ? 'Was the digest posted?' : 'Digest not posted',
      summary: line,
      blocks: [
        text(line),
        text(
          literal(
            `${first}, ${row.state === 'unknown' ? '' : 'then '}${again ? 'send it again.' : `write ${inChannel('digest')} now there again.`}`,
          ),
        ),
        buttons(again ? button('Send again', 'delivery.again', row.id) : null),
      ],
    };
  },
};
