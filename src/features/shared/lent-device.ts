import { z } from 'zod';
import { type Block, button, buttons, type Card, muted, text } from '../../chat/card.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import { type AccessLink, type LinkPurpose, standingOf } from '../../domain/access-link.js';
import { keptValue, ofPerson } from '../../domain/kept.js';
import type { PersonId } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import type { Rows } from '../../ports/store.js';

/** Whether what this person last said about it by a link was said on somebody else's device: readers are told. */
export async function answeredOnLentDevice(
  rows: Rows,
  purpose: LinkPurpose,
  subject: string,
  person: PersonId,
): Promise<boolean> {
  const used = (await rows.accessLinks.about(subject)).filter(
    (l) => l.purpose === purpose && l.person === person && l.state === 'used',
  );
  return used.at(-1)?.witnessed === true;
}

/** For totals and trends: how many of these mentees' answers about sessions were given so; nothing where none were. */
export async function lentDeviceLine(rows: Rows, mentees: Iterable<PersonId>): Promise<readonly Block[]> {
  const given = await rows.overview.lentAnswers([...new Set(mentees)]);
  return given === 0
    ? []
    : [muted(literal(`${count(given, 'answer')} about a session came on a lent device, with the mentor beside it.`))];
}

/** By whom, of a mentor's mentees, the mentor's device is in use: the id of the mentee's link. */
export const lentLink = keptValue({
  name: 'lent',
  per: [ofPerson],
  early: true,
  schema: z.string(),
  // A mentee's erasure ends the link itself, and the id opens nothing.
  erasure: { of: 'person', does: 'forget' },
});

/** The mentee has the device, and begins. */
export const lend = (rows: Rows, link: AccessLink): Promise<void> => rows.kept.put(lentLink, link.madeBy, link.id);

/** The link that is being answered on this mentor's device; none once it is sent, taken back, or half an hour old. */
export async function lentNow(
  rows: Pick<Rows, 'kept' | 'accessLinks'>,
  mentor: PersonId,
  now: number,
): Promise<AccessLink | undefined> {
  const id = await rows.kept.get(lentLink, mentor);
  const link = id === undefined ? undefined : await rows.accessLinks.get(id);
  return link?.madeBy === mentor && standingOf(link, now) === 'open' ? link : undefined;
}

/** The mentor's way back, whoever has the device: it ends the answering, and it is kept that it did. */
export const takeBack = button('I have my device back', 'link.back', '-');

/** All that stands on a mentor's own pages while their mentee has the device. */
export function lentCard(link: AccessLink): Card {
  const line = say`${mention(link.person)} is answering on this device.`;
  return {
    title: 'This device is lent',
    summary: line,
    blocks: [
      text(line),
      text(say`Nothing else is shown until they have sent their answers, or until ${moment(link.expiresAt, 'time')}.`),
      buttons(takeBack),
      muted(
        literal('Taking it back ends their answering. What they wrote stays theirs, and a new link goes on with it.'),
      ),
    ],
  };
}
