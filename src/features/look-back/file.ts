import { button, buttons, muted, text } from '../../chat/card.js';
import { panelWith } from '../../chat/reply.js';
import { literal, moment, say } from '../../chat/text.js';
import { day } from '../../kernel/clock.js';
import type { PressHandler } from '../feature.js';
import { makeAccessLink } from '../shared/make-access-link.js';
import { bareCard, pageOf } from './page.js';
import { ownMentorship } from './whose.js';

/** The page on paper or as a file: a link of its own where this installation has an address, else the words to copy. */

/** How long (ms) such a link opens the page: it is made anew with one press. */
const life = day;
/** What the pages ask for that print it, or hand it over as a file. */
export const bare = 'bare';

export const openFile: PressHandler = async (press, work) => {
  const m = await ownMentorship(press.subject, work);
  const page = await pageOf(m, work);
  if (press.arg === bare) return panelWith(bareCard(page, work.surface.page === true));
  const back = buttons(button('Back to my page', 'look-back.open', m.id));
  if (work.pages === null) {
    const line = literal('Here it is as words: you can copy them to wherever you like.');
    const { title, blocks } = bareCard(page, false);
    return panelWith({ title, summary: line, blocks: [text(line), ...blocks, back] });
  }
  const about = { person: work.actor.id, purpose: 'look-back', subject: m.id, witnessed: false } as const;
  const { link, token } = await makeAccessLink(work, about, life);
  const address = `${work.pages.base}/f/${token}`;
  const line = literal('Open this link. There you can print the page, or save it as a file.');
  return panelWith({
    title: 'Print it or save a copy',
    summary: line,
    blocks: [
      text(line),
      text({ parts: [{ link: address, label: address }] }),
      text(
        say`It works until ${moment(link.expiresAt)}. Whoever has it can read your page until then, so keep it to yourself.`,
      ),
      ...(work.pages.loopback ? [muted(literal('It opens on this computer only.'))] : []),
      back,
    ],
  });
};
