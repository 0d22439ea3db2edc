import { button, buttons, text } from '../../chat/card.js';
import { literal } from '../../chat/text.js';
import { inChannel } from '../../commands/grammar.js';
import { allowed } from '../../domain/permissions.js';
import type { Face } from '../feature.js';

/** Undelivered messages among which the digest is looked for: it is one of the newest. */
const newest = 50;

/** A digest that its channel did not take: why, and what to do about it. Subject: its row in the outbox. */
export const notPosted: Face = {
  called: 'a digest that was not posted',
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
    const line = literal(
      row.code === 'blocked'
        ? 'The digest was not posted: Mentorlog may not write in that channel.'
        : 'The digest was not posted: Mentorlog is not in that channel.',
    );
    const first =
      row.code === 'blocked' ? 'Let it write there, or choose another channel' : 'Invite @Mentorlog to that channel';
    const again = allowed('delivery.read', reader, { programme: programme.id });
    return {
      title: 'Digest not posted',
      summary: line,
      blocks: [
        text(line),
        text(
          literal(
            again ? `${first}, then send it again.` : `${first}, then write ${inChannel('digest')} now there again.`,
          ),
        ),
        buttons(again ? button('Send again', 'delivery.again', row.id) : null),
      ],
    };
  },
};
