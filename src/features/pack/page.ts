import { type Block, buttons, type Card, divider, facts, heading, muted, text } from '../../chat/card.js';
import { panelWith } from '../../chat/reply.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import { noReaders } from '../../domain/allocation.js';
import type { Portfolio } from '../../domain/mentorship.js';
import type { Pack } from '../../domain/pack/pack.js';
import { count } from '../../kernel/words.js';
import type { ActorWork, PressHandler } from '../feature.js';
import { mentoredIn } from '../shared/allocated.js';
import { mayActor } from '../shared/guards.js';
import { kindOf, readyBlocks } from '../shared/pack-on-page.js';
import { pageOf, turns } from '../shared/pages.js';
import { practiceNote } from '../shared/practice.js';
import { standsAs } from './standing.js';

/** The page behind a link that somebody made for themselves: the packs that are theirs to have. */

/** Packs of one page. */
const packsShown = 10;

/** Of portfolios whose mentor the actor is, or that they coordinate; newest first, without those that were let go. */
async function packsOf(work: ActorWork): Promise<readonly Pack[]> {
  const mentored = await mentoredIn(work);
  const theirs = (p: Portfolio): boolean =>
    !mentored.has(p.id) && mayActor('pack.take', work, { mentor: p.mentor, readers: noReaders });
  const portfolios = (await work.rows.portfolios.all()).filter(theirs);
  const all = await work.rows.packs.ofPortfolios(portfolios.map((p) => p.id));
  return all.filter((p) => p.state !== 'dropped');
}

function packBlocks(pack: Pack, work: ActorWork): readonly Block[] {
  return [
    divider,
    heading(say`${mention(pack.mentor)}, asked for ${moment(pack.askedAt, 'date')}`),
    facts(['What it holds', kindOf(pack)]),
    ...(pack.state === 'ready' ? readyBlocks(pack) : [text(literal(standsAs(pack, work)))]),
  ];
}

export const page: PressHandler = async (press, work) => {
  const all = await packsOf(work);
  const on = pageOf(all.length, press.arg, packsShown);
  const line = literal(
    all.length === 0
      ? 'There is no pack for you to fetch. Type evidence in the chat to ask for one.'
      : `${count(all.length, 'pack')}, newest first.${on.words}`,
  );
  const card: Card = {
    title: 'Packs',
    summary: line,
    blocks: [
      ...practiceNote(work.programme),
      text(line),
      ...all.slice(on.from, on.to).flatMap((pack) => packBlocks(pack, work)),
      ...(on.pages > 1 ? [divider, buttons(...turns(on, { verb: 'pack.page' }))] : []),
      muted(literal('Each time that a pack is fetched it is put on record.')),
    ],
  };
  return panelWith(card);
};
