import { type Block, button, buttons, type Card, heading, list, muted, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal, moment, say, type Text } from '../../chat/text.js';
import type { AccessLink } from '../../domain/access-link.js';
import { attendeeOf, heldAt, isOpen } from '../../domain/session.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { SeriesId } from '../../kernel/ids.js';
import { hashOfToken, newToken } from '../../kernel/token.js';
import { count } from '../../kernel/words.js';
import type { ActorWork, Pages, Presses } from '../feature.js';
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

/**
 * What to press in each calendar, two lines each. The `webcal:` form opens the calendar of the device itself; it stands as
 * words, for not every chat takes it for a link.
 * Sources: support.google.com/calendar/answer/37100; support.microsoft.com, "Import or subscribe to a calendar in
 * Outlook.com or Outlook on the web"; support.apple.com/102301.
 */
const howToSubscribe = (address: string): readonly Block[] => [
  heading(literal('Google Calendar')),
  list([
    literal('On a computer, press + beside “Other calendars”, then “From URL”.'),
    literal('Paste the address, then press “Add calendar”. Changes come within a day.'),
  ]),
  heading(literal('Outlook')),
  list([
    literal('In your calendar, press “Add calendar”, then “Subscribe from web”.'),
    literal('Paste the address, then press “Import”. Changes come within a day.'),
  ]),
  heading(literal('Apple Calendar')),
  list([
    literal('On a Mac, choose “File”, then “New Calendar Subscription”, and paste the address.'),
    literal(`On an iPhone or iPad, open this in Safari: ${address.replace(/^https?:/, 'webcal:')}`),
  ]),
];

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
    const line = literal('This is your calendar’s address. Give it to the calendar that you use.');
    const blocks: Block[] = [
      text(line),
      text({ parts: [{ link: address, label: address }] }),
      ...howToSubscribe(address),
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
      const title = session.state === 'cancelled' ? 'Take it off my calendar' : 'Add to my calendar';
      return filePanel(work, session.id, work.pages, title, say`${session.title}, ${moment(heldAt(session))}.`);
    },
  },

  'calendar.series': {
    async opens(press, work) {
      const all = await work.rows.sessions.ofSeries(press.subject as SeriesId);
      const theirs = all.filter((s) => s.mentor === work.actor.id || attendeeOf(s, work.actor.id) !== undefined);
      const first = theirs[0] ?? all[0];
      if (first === undefined)
        throw new Refused('no-such-series', 'These sessions are no longer here. Type sessions to see what is coming.');
      demand('calendar.read', work, aboutSession(first));
      if (work.pages === null) return noAddress();
      const open = theirs.filter(isOpen);
      if (open.length === 0) return replyWith('It is over', 'These sessions are over, so there is nothing to add.');
      const line = literal(`${first.title}: ${count(open.length, 'session')} to come.`);
      return filePanel(work, press.subject, work.pages, 'Add to my calendar', line);
    },
  },
} satisfies Presses;

/** The way to one calendar file, of a session or a series. */
async function filePanel(work: ActorWork, subject: string, pages: Pages, title: string, line: Text): Promise<Reply> {
  const address = `${pages.base}${await renew(work, subject, fileLife)}`;
  return {
    kind: 'panel',
    card: {
      title,
      summary: line,
      blocks: [
        text(line),
        text({ parts: [{ link: address, label: 'Open the calendar file' }] }),
        ...(pages.loopback ? [onlyHere] : []),
        muted(literal('To have every session there, and every change, make a calendar address.')),
        buttons(button('All my sessions', 'calendar.open', '-')),
      ],
    },
  };
}
