import { type Block, button, buttons, type Card, muted, text } from '../../chat/card.js';
import { literal, moment, say, type Text } from '../../chat/text.js';
import { type Pack, undecided } from '../../domain/pack/pack.js';
import { allowed } from '../../domain/permissions.js';
import { packLookSubject } from '../../domain/subjects.js';
import type { PersonId } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import type { Drawing, Face, Work } from '../feature.js';
import { goneCard } from '../shared/erased-part.js';
import { agreedIn, hasToDecide, isLookedAt, isUnderWay } from './packs.js';
import { packSubject, turnSubject } from './subjects.js';

/** What becomes of a pack, to whoever asked for it and to its mentor: dates and counts, and nobody's words. */

/** Where it stands at `now` (ms), for whoever may read that; the same in a message and in a panel. */
export function standsAs(pack: Pack, mine: boolean, now: number): readonly Text[] {
  const open = undecided(pack.words).length;
  const whose = mine ? 'you decide' : 'its mentor decides';
  const toDecide = literal(`${count(open, 'thing')} in it could tell who somebody is: ${whose}, one by one.`);
  if (isLookedAt(pack, now))
    return [
      say`Each mentee has until ${moment(pack.lookUntil)} to look at what would be in it. It is made then, whatever they choose.`,
      ...(open === 0 ? [] : [toDecide]),
    ];
  switch (pack.state) {
    case 'queued':
    case 'building':
    case 'looking':
      return [literal('It is being made. That takes a minute or so.')];
    case 'deciding':
      return open === 0 ? [literal('It is being made. That takes a minute or so.')] : [toDecide];
    case 'ready':
      return [say`It is ready. What it says is as of ${moment(pack.madeAt ?? pack.askedAt)}.`];
    case 'failed':
      return [
        literal(
          'It could not be made, and nothing is lost. Try again; if it fails again, tell whoever runs Mentorlog here.',
        ),
      ];
    case 'dropped':
      return [literal('It was let go, so it is not made. Another can be asked for.')];
    default:
      return pack.state satisfies never;
  }
}

/**
 * @param decides whether the reader is its mentor
 * @param main whether one of them is what the card asks for
 */
export function packButtons(pack: Pack, decides: boolean, main: boolean): readonly Block[] {
  const style = main ? ({ style: 'main' } as const) : {};
  const items = [
    pack.state === 'ready' ? button('Fetch the pack', 'pack.fetch', pack.id, style) : null,
    decides && hasToDecide(pack) ? button('Decide one by one', 'pack.decide', pack.id, style) : null,
    decides && hasToDecide(pack) ? button('Take all out', 'pack.decide-all', pack.id) : null,
    pack.state === 'failed' ? button('Try again', 'pack.again', pack.id, style) : null,
    isUnderWay(pack) || pack.state === 'failed' ? button('Let it go', 'pack.drop', pack.id) : null,
  ];
  return items.every((item) => item === null) ? [] : [buttons(...items)];
}

const titles: Readonly<Record<Pack['state'], string>> = {
  queued: 'A pack is on its way',
  building: 'A pack is on its way',
  looking: 'A pack is on its way',
  deciding: 'A pack waits for you',
  ready: 'A pack is ready',
  failed: 'A pack was not made',
  dropped: 'A pack was let go',
};

export const news: Face = {
  called: 'news of a pack',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d: Drawing): Promise<Card | null> {
    const id = (packSubject.read(d.subject) ?? turnSubject.read(d.subject))?.pack;
    const pack = id === undefined ? undefined : await d.rows.packs.get(id);
    const { reader } = d;
    if (pack === undefined) return goneCard('pack-news', d);
    if (reader === null) return null;
    if (!allowed('pack.read', reader, { programme: d.programme.id, mentor: pack.mentor })) return null;
    const mine = pack.mentor === reader.id;
    const what = pack.withWords
      ? literal('With the words that mentees let stand.')
      : literal('With counts alone, and no mentee’s words.');
    const whose = mine ? say`Your pack of ${moment(pack.askedAt, 'date')}.` : await ofMentor(pack, d);
    const title = pack.state === 'deciding' && !mine ? 'A pack is on its way' : titles[pack.state];
    return {
      title,
      summary: literal(title),
      blocks: [
        text(whose),
        ...standsAs(pack, mine, d.now).map(text),
        ...packButtons(pack, mine, true),
        ...(isUnderWay(pack) ? [muted(what)] : []),
      ],
    };
  },
};

async function ofMentor(pack: Pack, d: Pick<Drawing, 'people'>): Promise<Text> {
  const name = (await d.people()).get(pack.mentor)?.name ?? '';
  return say`${name === '' ? 'A mentor' : name}: the pack of ${moment(pack.askedAt, 'date')}.`;
}

const whoHears = (pack: Pack): readonly PersonId[] => [...new Set([pack.askedBy, pack.mentor])];

/** It was asked for: both sides see that it is on its way. */
export function tellAsked(pack: Pack, work: Work): void {
  for (const person of whoHears(pack)) work.show('pack-news', packSubject.write({ pack: pack.id }), { person });
}

/** It is another thing now than it was: what stands anywhere is drawn anew. */
export async function redrawPack(pack: Pack, work: Work): Promise<void> {
  work.redraw(packSubject.write({ pack: pack.id }));
  if (pack.withWords)
    for (const m of await agreedIn({ id: pack.portfolio, mentor: pack.mentor }, work.rows))
      work.redraw(packLookSubject.write({ mentorship: m.id, pack: pack.id }));
}

/** What came of a try, as a message of its own: it is ready, it came to nothing, or its mentor has to decide. */
export async function tellCame(before: Pack, after: Pack, work: Work): Promise<void> {
  await redrawPack(after, work);
  const { state } = after;
  if (state === 'ready') work.audit('pack.made', after.id, { hash: after.hash, again: before.madeAt !== null });
  // Made anew on demand: whoever fetches it waits for it there.
  if (before.madeAt !== null) return;
  if (state !== 'ready' && state !== 'failed' && !(state === 'deciding' && undecided(after.words).length > 0)) return;
  const subject = turnSubject.write({ pack: after.id, turn: state });
  for (const person of state === 'deciding' ? [after.mentor] : whoHears(after))
    work.show('pack-news', subject, { person });
}
