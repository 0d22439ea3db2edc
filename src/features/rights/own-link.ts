import { type Block, facts, muted, text } from '../../chat/card.js';
import { literal, moment, say, strong, type Text } from '../../chat/text.js';
import { personalLife } from '../../domain/access-link.js';
import { codeInWords, codeLife, doorOf } from '../../domain/personal-link.js';
import type { Person } from '../../domain/programme.js';
import { Refused } from '../../kernel/errors.js';
import { base32 } from '../../kernel/ids.js';
import { markOf, newToken } from '../../kernel/token.js';
import type { ActorWork } from '../feature.js';
import { openLink } from '../shared/make-access-link.js';

/** Personal links that somebody makes for themselves: their copy, and the page for parents. */

const noAddress =
  'This is read on a page in a browser, and this installation has no address for pages. Ask whoever runs it to set one (PUBLIC_URL).';

/** A link and its code, of this purpose: this person's one before is closed by it. @throws Refused where there is no address */
export async function ownLink(purpose: 'copy' | 'leaflet', person: Person, work: ActorWork) {
  if (work.pages === null) throw new Refused('no-address', noAddress);
  for (const old of await work.rows.accessLinks.ofPerson(person.id))
    if (old.purpose === purpose && old.state === 'open') await work.rows.accessLinks.settle(old.id, 'void', work.now);
  const token = newToken(work.ids);
  const about = { programme: work.programme.id, person: person.id, subject: person.id, witnessed: false };
  const link = openLink(work, { ...about, purpose }, personalLife, token);
  await work.rows.accessLinks.add(link);
  const code = base32(work.ids.bytes(5));
  const waits = { mark: markOf(code, link.id), until: work.now + codeLife };
  await work.rows.kept.put(doorOf(purpose), person.id, { link: link.id, code: waits, browsers: [] });
  work.audit('personal-link.made', person.id, { purpose, mailed: false });
  return { address: `${work.pages.base}/e/${token}`, code, link, loopback: work.pages.loopback };
}

/** What is shown of it, once. */
export const linkBlocks = (
  made: Awaited<ReturnType<typeof ownLink>>,
  line: Text,
  how: string,
  whose: 'yours' | 'theirs',
  now: number,
): readonly Block[] => [
  text(line),
  text({ parts: [{ link: made.address, label: made.address }] }),
  facts(
    ['Code', { parts: [strong(codeInWords(made.code))] }],
    ['Good for', say`one browser, until ${moment(now + codeLife, 'date')}`],
  ),
  text(literal(how)),
  muted(
    say`The page is ${whose} alone, until ${moment(made.link.expiresAt, 'date')}. A link that was made before is closed by this.${
      made.loopback ? ' It opens on this computer only.' : ''
    }`,
  ),
];
