import { type Block, facts, muted, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith } from '../../chat/reply.js';
import { literal, moment, say, strong } from '../../chat/text.js';
import { personalLife } from '../../domain/access-link.js';
import { type Pack, type PackId, shortPackId } from '../../domain/pack/pack.js';
import { codeInWords, codeLife, doorOf } from '../../domain/personal-link.js';
import { Refused } from '../../kernel/errors.js';
import { base32 } from '../../kernel/ids.js';
import { markOf, newToken } from '../../kernel/token.js';
import type { PressHandler } from '../feature.js';
import { demand } from '../shared/guards.js';
import { openLink } from '../shared/make-access-link.js';

/**
 * The way to the page where packs are fetched (docs/field.md#the-pack): a link of one's own and a code, shown once, to
 * whoever pressed. Either alone opens nothing, and a pack itself never stands in a chat.
 */

/** `subject`: the pack that is to be fetched; the page has all that are theirs. */
export const fetchPack: PressHandler = async (press, work): Promise<Reply> => {
  const pack = await work.rows.packs.get(press.subject as PackId);
  if (pack === undefined)
    throw new Refused('no-such-pack', 'That pack is no longer here. Type evidence to see what is.');
  demand('pack.fetch', work, { mentor: pack.mentor });
  if (work.pages === null) return byCommand(pack);
  const { actor, rows, now } = work;
  for (const old of await rows.accessLinks.ofPerson(actor.id))
    if (old.purpose === 'pack' && old.state === 'open') await rows.accessLinks.settle(old.id, 'void', now);
  const token = newToken(work.ids);
  const about = { programme: work.programme.id, person: actor.id, subject: actor.id, witnessed: false };
  const link = openLink(work, { ...about, purpose: 'pack' }, personalLife, token);
  await rows.accessLinks.add(link);
  const code = base32(work.ids.bytes(5));
  const waits = { mark: markOf(code, link.id), until: now + codeLife };
  await rows.kept.put(doorOf('pack'), actor.id, { link: link.id, code: waits, browsers: [] });
  work.audit('personal-link.made', actor.id, { purpose: 'pack', mailed: false });
  const address = `${work.pages.base}/e/${token}`;
  const line = literal('Here is a link of your own to the page with your packs, and the code that opens it.');
  const blocks: readonly Block[] = [
    text(line),
    text({ parts: [{ link: address, label: address }] }),
    facts(
      ['Code', { parts: [strong(codeInWords(code))] }],
      ['Good for', say`one browser, until ${moment(now + codeLife, 'date')}`],
    ),
    text(
      literal(
        'Open the link in the browser that you save files with, and enter the code there. Neither is shown again; you can make new ones at any time.',
      ),
    ),
    muted(
      say`The page is yours alone, until ${moment(link.expiresAt, 'date')}. A link that you made before is closed by this.${
        work.pages.loopback ? ' It opens on this computer only.' : ''
      }`,
    ),
  ];
  return panelWith({ title: 'Fetch a pack', summary: line, blocks });
};

/** Where there is no page to fetch it from, whoever runs the program writes it into a file. */
function byCommand(pack: Pack): Reply {
  const line = literal(
    'This installation has no address for pages. Whoever runs it can write a pack into a file, on the machine that it runs on:',
  );
  const command = `npx mentorlog pack ${shortPackId(pack.id)} --to mentoring-pack.zip`;
  return panelWith({
    title: 'Fetch a pack',
    summary: line,
    blocks: [
      text(line),
      text({ parts: [strong(command)] }),
      muted(literal('Ask them for it, or ask your coordinator.')),
    ],
  });
}
