import { type Block, button, buttons, type Card, muted, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal, moment, say } from '../../chat/text.js';
import type { AccessLink } from '../../domain/access-link.js';
import { heldAt, isOpen } from '../../domain/session.js';
import { day } from '../../kernel/clock.js';
import { hashOfToken, newToken } from '../../kernel/token.js';
import type { ActorWork, Presses } from '../feature.js';
import { aboutSession, demand, sessionOf } from '../shared/guards.js';

/**
 * A person's own calendar: an address to subscribe to, or one session as a file. The address is shown when it is made
 * and kept nowhere (only its hash is), so it can be renewed but not looked up.
 */

/** Ten years: it ends when it is renewed or switched off. */
const feedLife = 3652 * day;
/** A file is fetched when it is pressed; its link need not last. */
const fileLife = 7 * day;

const mine = async (work: ActorWork, subject: string): Promise<readonly AccessLink[]> =>
  (await work.rows.accessLinks.ofPerson(work.actor.id)).filter(
    (l) => l.purpose === 'calendar' && l.subject === subject && l.state === 'open' && l.expiresAt > work.now,
  );

/** Makes the one address for this subject; an earlier one stops. Answers its path. */
async function renew(work: ActorWork, subject: string, life: number): Promise<string> {
  for (const old of await mine(work, subject)) await work.rows.accessLinks.settle(old.id, 'void', work.now);
  const token = newToken(work.ids);
  await work.rows.accessLinks.add({
    id: hashOfToken(token),
    programme: work.programme.id,
    person: work.actor.id,
    purpose: 'calendar',
    subject,
    madeBy: work.actor.id,
    witnessed: false,
    madeAt: work.now,
    expiresAt: work.now + life,
    state: 'open',
    usedAt: null,
  });
  return `/c/${token}.ics`;
}

/**
 * Since when (ms) somebody has had an address; null where they can have one, undefined where this installation has
 * none to give and nothing is left to switch off.
 */
export async function feedAddress(work: ActorWork): Promise<number | null | undefined> {
  const [feed] = await mine(work, work.actor.id);
  return feed?.madeAt ?? (work.pages === null ? undefined : null);
}

const noAddress = (): Reply =>
  replyWith(
    'No address yet',
    'This installation has no web address, so calendars cannot reach it. Your coordinator can have one set up.',
  );

const onlyHere = muted(literal('It opens on this machine only: other calendars cannot reach it.'));

function openCard(feed: AccessLink | undefined): Card {
  const line = literal('Your sessions in your own calendar. Titles, times, places and names only.');
  return {
    title: 'Your calendar',
    summary: line,
    blocks: [
      text(line),
      ...(feed === undefined
        ? [buttons(button('Make my calendar address', 'calendar.make', '-', { style: 'main' }))]
        : [
            text(say`You have had an address since ${moment(feed.madeAt, 'date')}.`),
            muted(literal('It is shown only when it is made. If you lost it, make a new one; the old one stops.')),
            buttons(
              button('Make a new address', 'calendar.make', '-'),
              button('Switch it off', 'calendar.off', '-', { style: 'danger' }),
            ),
          ]),
    ],
  };
}

export const calendarPresses = {
  'calendar.open': async (_press, work) => ({
    kind: 'panel',
    card: openCard((await mine(work, work.actor.id))[0]),
  }),

  async 'calendar.make'(_press, work) {
    if (work.pages === null) return noAddress();
    const address = `${work.pages.base}${await renew(work, work.actor.id, feedLife)}`;
    work.audit('calendar.made', work.actor.id);
    const line = literal('Add this address to your calendar as a subscription (“from URL”).');
    const blocks: Block[] = [
      text(line),
      text({ parts: [{ link: address, label: address }] }),
      muted(literal('Whoever has it can see your sessions’ titles, times and places. It is not shown again.')),
      ...(work.pages.loopback ? [onlyHere] : []),
      buttons(button('Switch it off', 'calendar.off', '-')),
    ];
    return { kind: 'panel', card: { title: 'Your calendar address', summary: line, blocks } };
  },

  async 'calendar.off'(_press, work) {
    const open = await mine(work, work.actor.id);
    for (const link of open) await work.rows.accessLinks.settle(link.id, 'void', work.now);
    if (open.length > 0) work.audit('calendar.off', work.actor.id);
    return replyWith(
      'Switched off',
      'Your calendar address no longer works. What a calendar has fetched already stays in it.',
    );
  },

  'calendar.session': {
    async opens(press, work) {
      const session = await sessionOf(work, press.subject);
      demand('calendar.read', work, aboutSession(session));
      if (work.pages === null) return noAddress();
      if (!isOpen(session) && session.state !== 'cancelled')
        return replyWith('It is over', 'This session is over, so there is nothing to add.');
      const address = `${work.pages.base}${await renew(work, session.id, fileLife)}`;
      const line = say`${session.title}, ${moment(heldAt(session))}.`;
      return {
        kind: 'panel',
        card: {
          title: session.state === 'cancelled' ? 'Take it off my calendar' : 'Add to my calendar',
          summary: line,
          blocks: [
            text(line),
            text({ parts: [{ link: address, label: 'Open the calendar file' }] }),
            ...(work.pages.loopback ? [onlyHere] : []),
            muted(literal('To have every session there, and every change, make a calendar address.')),
            buttons(button('All my sessions', 'calendar.open', '-')),
          ],
        },
      };
    },
  },
} satisfies Presses;
