import { type Block, button, buttons, type Card, muted, text } from '../../chat/card.js';
import { replyWith } from '../../chat/reply.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import { waitsAtMost } from '../../domain/delivery.js';
import { undeliveredOnSubject } from '../../domain/subjects.js';
import { day } from '../../kernel/clock.js';
import { count } from '../../kernel/words.js';
import { local } from '../../kernel/zoned.js';
import { leftOutByRestore, type OutboxRow } from '../../ports/store.js';
import type { ActorWork, Presses } from '../feature.js';
import { demand } from '../shared/guards.js';
import { pageOf, turns } from '../shared/pages.js';

/** What was not delivered and why, and sending it again (docs/field.md#nothing-is-silently-dropped). */

const why: Readonly<Partial<Record<OutboxRow['state'], string>>> = {
  failed: 'it was refused',
  unknown: 'whether it arrived is not known',
  expired: 'it came too late',
  'not-reachable': 'they cannot be reached: the bot is blocked or not installed, or they left',
};

/** Of a channel's, where somebody there can change it. */
const whyThere: Readonly<Record<string, string>> = {
  left: 'Mentorlog is not in that channel: invite @Mentorlog there, then send it again',
  blocked: 'Mentorlog may not write in that channel: let it, then send it again',
};

/** Of what waited in a backup that was put back. */
const whyLeftOut = 'it waited in the backup that was put back, and may have been sent before';

/** Messages of one page. */
const size = 20;

/** @param arg the page, counted from 0: newest first, and none is left out */
export async function deliveryCard(work: ActorWork, arg = ''): Promise<Card> {
  demand('delivery.read', work);
  const all = await work.rows.outbox.countUndelivered();
  const page = pageOf(all, arg, size);
  const rows = await work.rows.outbox.undelivered(size, page.from);
  const line = literal(
    all === 0
      ? 'Everything was delivered.'
      : `${count(all, 'message')} ${all === 1 ? 'was' : 'were'} not delivered.${page.words}`,
  );
  const blocks: Block[] = [text(line)];
  for (const row of rows)
    blocks.push(
      text(
        say`${'person' in row.to ? mention(row.to.person) : 'the channel'}: ${work.parts.faces.get(row.face)?.called ?? 'a message'}, ${moment(row.askedAt)}; ${('channel' in row.to ? whyThere[row.code] : undefined) ?? (row.code === leftOutByRestore ? whyLeftOut : why[row.state]) ?? row.state}.`,
      ),
      buttons(button('Send again', 'delivery.again', row.id)),
    );
  if (rows.length > 0) blocks.push(muted(literal('If they blocked the bot or left, tell them another way.')));
  if (page.pages > 1) blocks.push(buttons(...turns(page, { verb: 'delivery.list' }, ['Newer', 'Older'])));
  return { title: 'Not delivered', summary: line, blocks };
}

/** What coordinators were told in the last days of how many there are says how many there are now. */
async function redrawUndelivered(work: ActorWork): Promise<void> {
  const zones = new Set(
    [...(await work.people()).values()].filter((p) => p.roles.includes('coordinator')).map((p) => p.zone),
  );
  const dates = new Set(
    [...zones].flatMap((zone) => Array.from({ length: daysStanding }, (_, n) => local(work.now - n * day, zone).date)),
  );
  for (const date of dates) work.redraw(undeliveredOnSubject.write({ date }));
}
const daysStanding = 7;

export const deliveryPresses = {
  async 'delivery.again'(press, work) {
    demand('delivery.read', work);
    await work.rows.outbox.again(press.subject, work.now + waitsAtMost);
    work.audit('delivery.again', press.subject);
    work.redraw(press.subject);
    await redrawUndelivered(work);
    return replyWith('Sending again', 'It goes out again now. If it fails, it comes back to this list.');
  },
} satisfies Presses;
