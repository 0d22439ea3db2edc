import { sentence } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith } from '../../chat/reply.js';
import { noReaders } from '../../domain/allocation.js';
import { writeCitation } from '../../domain/citation.js';
import type { Portfolio } from '../../domain/mentorship.js';
import type { Pack, PackId } from '../../domain/pack/pack.js';
import type { ActorWork, PressHandler } from '../feature.js';
import { mentoredIn, toReadPortfolio } from '../shared/allocated.js';
import { auditReading } from '../shared/audit-reading.js';
import { demand } from '../shared/guards.js';
import { freshFile, makeAgain } from '../shared/pack-file.js';
import { mentorshipsIn } from '../shared/read-hours.js';
import { standsAs } from './standing.js';

/**
 * Whether a pack may be had now: its bytes are handed out by the page that asks (`src/ports/pack-files.ts`). What it was made
 * of is read anew each time. Where anything of that has changed its file is thrown away, and it is made again.
 */

/** @throws Refused alike where it is not there, and where it is not theirs to have */
async function demandPack(id: string, work: ActorWork): Promise<{ pack: Pack; portfolio: Portfolio }> {
  const pack = await work.rows.packs.get(id as PackId);
  const portfolio = pack === undefined ? undefined : await work.rows.portfolios.get(pack.portfolio);
  // Whoever is mentored there has no part in what was said of others, whatever else they are.
  const theirs = portfolio !== undefined && !(await mentoredIn(work)).has(portfolio.id);
  demand('pack.take', work, theirs ? await toReadPortfolio(portfolio, work) : { readers: noReaders });
  return { pack: pack as Pack, portfolio: portfolio as Portfolio };
}

/** `subject`: the pack. Done: the page hands it out. Otherwise a panel says what it waits for. */
export const download: PressHandler = async (press, work): Promise<Reply> => {
  const { pack, portfolio } = await demandPack(press.subject, work);
  if (work.surface.page !== true)
    return panelWith(sentence('A pack', 'A pack is fetched from its page, in a browser. It never comes in a chat.'));
  const about = standsAs(pack, work);
  if (pack.state !== 'ready') return panelWith(sentence('Not ready', about));
  if ((await freshFile(pack, work)) === undefined) {
    const queued = await makeAgain(pack, work);
    return panelWith(sentence('It is being made again', standsAs(queued, work)));
  }
  work.audit('pack.fetched', pack.id, { hash: pack.hash });
  const made = new Set(pack.words.contents);
  for (const m of await mentorshipsIn(work.rows, portfolio))
    if (made.has(writeCitation({ kind: 'agreement', id: m.id }))) auditReading('pack.read', m, work);
  return { kind: 'done' };
};
