import { type Block, button, buttons, type Card, divider, heading, muted, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith } from '../../chat/reply.js';
import { literal, mention, moment, say, strong } from '../../chat/text.js';
import type { Portfolio } from '../../domain/mentorship.js';
import type { Pack } from '../../domain/pack/pack.js';
import type { ActorWork, PressHandler } from '../feature.js';
import { pageOf, turns } from '../shared/pages.js';
import { packButtons, redrawPack, standsAs } from './news.js';
import { changePack, isUnderWay, nothingToHandIn, packOf, portfolioOf } from './packs.js';

/** A portfolio's packs and where each stands. */

/** Of a panel: each has a line or two, and two buttons. */
const shown = 6;

export const openPacks: PressHandler = async ({ subject, arg }, work) =>
  packsPanel(await portfolioOf('pack.read', subject, work), work, { arg });

export async function packsPanel(
  portfolio: Portfolio,
  work: ActorWork,
  how: { readonly arg?: string; readonly said?: string } = {},
): Promise<Reply> {
  const packs = await work.rows.packs.ofPortfolio(portfolio.id);
  const mine = portfolio.mentor === work.actor.id;
  const nothing = await nothingToHandIn(portfolio, work);
  const page = pageOf(packs.length, how.arg ?? '', shown);
  const canAsk = nothing === undefined && !packs.some(isUnderWay);
  const whose = mine ? literal('you hand in') : say`${mention(portfolio.mentor)} hands in`;
  const card: Card = {
    title: 'The pack',
    summary: say`One file that ${whose}.`,
    blocks: [
      ...(how.said === undefined ? [] : [text(literal(how.said))]),
      text(
        say`One file that ${whose}: everything on record, laid out as assessors know it. Every name of a mentee is replaced, and no mentee’s words stand in it unless they let them.`,
      ),
      ...(nothing === undefined ? [] : [text(literal(nothing))]),
      ...(canAsk
        ? [buttons(button('Ask for a pack', 'pack.ask', portfolio.id, packs.length === 0 ? { style: 'main' } : {}))]
        : []),
      ...packs.slice(page.from, page.to).flatMap((pack, i) => packBlocks(pack, mine, page.from + i, work.now)),
      ...(page.pages > 1
        ? [buttons(...turns(page, { verb: 'pack.open', subject: portfolio.id }, ['Newer packs', 'Older packs']))]
        : []),
      ...(packs.some(isUnderWay) ? [muted(literal('There is one at a time: another can be asked for after it.'))] : []),
      buttons(button('Back to the evidence', 'readiness.open', portfolio.id)),
    ],
  };
  return panelWith(card);
}

function packBlocks(pack: Pack, mine: boolean, at: number, now: number): readonly Block[] {
  const what = pack.withWords ? 'with mentees’ words' : 'counts alone';
  return [
    ...(at === 0 ? [heading(literal('So far'))] : [divider]),
    text(say`${strong('Asked for')} ${moment(pack.askedAt)}, ${what}`),
    ...standsAs(pack, mine, now).map(text),
    ...packButtons(pack, mine, at === 0),
  ];
}

/** One that came to nothing is tried anew. */
export const again: PressHandler = async ({ subject }, work) => {
  const pack = await packOf('pack.ask', subject, work);
  const others = (await work.rows.packs.ofPortfolio(pack.portfolio)).some((p) => p.id !== pack.id && isUnderWay(p));
  const portfolio = await portfolioOf('pack.read', pack.portfolio, work);
  if (others)
    return packsPanel(portfolio, work, { said: 'Another pack is on its way. Wait for it, or let it go first.' });
  const after = await changePack(pack.id, work, (p) =>
    p.state === 'failed' ? { ...p, state: 'queued', attempts: 0, code: '' } : undefined,
  );
  if (after !== undefined) await redrawPack(after, work);
  return packsPanel(portfolio, work, after === undefined ? {} : { said: 'It is to be made again.' });
};

/** Lets one go that is not made yet: asked once whether that is meant. */
export const drop: PressHandler = async ({ subject, arg }, work) => {
  const pack = await packOf('pack.ask', subject, work);
  const portfolio = await portfolioOf('pack.read', pack.portfolio, work);
  if (!isUnderWay(pack) && pack.state !== 'failed') return packsPanel(portfolio, work);
  if (arg !== 'yes')
    return panelWith({
      title: 'Let it go?',
      summary: literal('It is not made then.'),
      blocks: [
        text(
          literal(
            'It is not made then, and what was decided for it is thrown away. Everything on record stays as it is, and another can be asked for.',
          ),
        ),
        buttons(
          button('Let it go', 'pack.drop', pack.id, { arg: 'yes', style: 'main' }),
          button('Keep it', 'pack.open', pack.portfolio),
        ),
      ],
    });
  const after = await changePack(pack.id, work, (p) =>
    isUnderWay(p) || p.state === 'failed'
      ? { ...p, state: 'dropped', words: { ...p.words, hits: [], decided: {} } }
      : undefined,
  );
  if (after !== undefined) {
    await work.rows.packs.dropFile(pack.id);
    work.audit('pack.dropped', pack.id);
    await redrawPack(after, work);
  }
  return packsPanel(portfolio, work, { said: 'It is let go.' });
};
