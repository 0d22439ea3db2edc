import { type Block, button, buttons, type Card, facts, list, muted, text } from '../../chat/card.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { type AccessLink, isChosenAlone, isUsedUp, type LinkPurpose, standingOf } from '../../domain/access-link.js';
import { canChoose, type PackId } from '../../domain/pack/pack.js';
import { allowed, type Doing } from '../../domain/permissions.js';
import { hasAccount } from '../../domain/programme.js';
import { attendeeOf, heldAt, type Session } from '../../domain/session.js';
import { agreementSubject, packLookSubject, reviewSubject } from '../../domain/subjects.js';
import type { MentorshipId, PersonId, SeriesId, SessionId } from '../../kernel/ids.js';
import { rootOf } from '../../kernel/subject.js';
import type { Rows } from '../../ports/store.js';
import type { Face, Pages, Parts } from '../feature.js';
import { goneCard } from '../shared/erased-part.js';
import { handOverOf } from '../shared/kept-handover.js';
import { lentNow, takeBack } from '../shared/lent-device.js';
import { byMouth, linkFor, linkOut, ownSubject, type Told, toldSubject } from './subjects.js';

/** Cards to a mentor whose mentee has no account. No address stands in them: messages can be exported. */

/** So many dates of a series stand on a card. */
const mostDates = 12;

/** The mentor who works with this person on what the card is about; undefined where nobody does. */
export async function mentorFor(told: Told, rows: Rows): Promise<PersonId | undefined> {
  const root = rootOf(told.subject);
  const session = await rows.sessions.get(root as SessionId);
  if (session !== undefined) return attendeeOf(session, told.person) === undefined ? undefined : session.mentor;
  const m = await rows.mentorships.get(root as MentorshipId);
  if (m !== undefined) return m.mentee === told.person ? m.mentor : undefined;
  return (await inSeries(told, rows))[0]?.mentor;
}

/** The sessions of the series that the card is about which are this person's, by start; none where it is about no series. */
async function inSeries(told: Told, rows: Rows): Promise<readonly Session[]> {
  const all = await rows.sessions.ofSeries(rootOf<SeriesId>(told.subject));
  return all.filter((s) => attendeeOf(s, told.person) !== undefined);
}

/** What handing this over asks for: a mentor gives their own mentees links, a handover's the coordinator may give too. */
export const givingOf = (purpose: LinkPurpose | undefined): Doing =>
  purpose === 'handover-choice' ? 'handover.give-link' : 'link.give';

/** Whether there is still something to answer. */
export async function isAnswered(
  told: Told,
  { rows, parts, now }: { readonly rows: Rows; readonly parts: Parts; readonly now: number },
): Promise<boolean> {
  const root = rootOf(told.subject);
  const purpose = linkFor(told, parts)?.link;
  if (purpose === 'agreement-answer') {
    const m = await rows.mentorships.get(root as MentorshipId);
    const version = agreementSubject.read(ownSubject(told))?.version;
    if (m === undefined || m.state === 'ended' || version !== m.agreement.version) return true;
    return m.agreement.menteeWord !== 'asked' && m.agreement.menteeWord !== 'waiting';
  }
  if (purpose === 'handover-choice') {
    const m = await rows.mentorships.get(root as MentorshipId);
    return m === undefined || m.state === 'ended' || (await handOverOf(rows, m.id))?.state !== 'asked';
  }
  if (purpose === 'release-choice')
    return (await rows.releases.ofMentorship(root as MentorshipId)).every((r) => r.answeredAt !== null);
  if (purpose === 'pack-look') {
    // It waits until its time is over, whether they chose or not.
    const pack = await rows.packs.get(packLookSubject.read(ownSubject(told))?.pack as PackId);
    return pack === undefined || !canChoose(pack, now);
  }
  if (purpose === 'review-answers') {
    const form = reviewSubject.read(ownSubject(told))?.form;
    const f = form === undefined ? undefined : await rows.reviews.form(form);
    return f?.state !== 'open' && f?.state !== 'not-today';
  }
  const used = (await rows.accessLinks.about(root)).some((l) => l.person === told.person && l.state === 'used');
  const session = await rows.sessions.get(root as SessionId);
  return used || session?.state !== 'ended';
}

async function sessionLine(told: Told, rows: Rows): Promise<readonly Block[]> {
  const session = await rows.sessions.get(rootOf<SessionId>(told.subject));
  if (session === undefined) return seriesLines(await inSeries(told, rows));
  return [
    facts(
      ['Session', literal(session.title)],
      ['When', say`${moment(heldAt(session))}`],
      session.place === '' || session.state !== 'planned' ? null : ['Where', literal(session.place)],
    ),
  ];
}

/** The dates of a series that are still to come or were called off, as many as somebody can pass on by word of mouth. */
function seriesLines(sessions: readonly Session[]): readonly Block[] {
  const [first] = sessions;
  const told = sessions.filter((s) => s.state === 'planned' || s.state === 'cancelled');
  if (first === undefined) return [];
  return [
    facts(['Sessions', literal(first.title)]),
    list(told.slice(0, mostDates).map((s) => say`${moment(heldAt(s))}${s.state === 'cancelled' ? ': cancelled' : ''}`)),
    ...(told.length > mostDates
      ? [muted(literal(`… and ${told.length - mostDates} more. Type sessions to see them.`))]
      : []),
  ];
}

/** What stands where the mentee's own card would have: how they can answer without an account. */
export const giveLink: Face = {
  called: 'a link to hand over',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const told = toldSubject.read(d.subject);
    const place = told === undefined ? undefined : linkFor(told, d.parts);
    const purpose = place?.link;
    const { reader } = d;
    if (told === undefined || place === undefined || purpose === undefined || reader === null) return null;
    const mentor = await mentorFor(told, d.rows);
    if (mentor === undefined || !allowed(givingOf(purpose), reader, { programme: d.programme.id, mentor })) return null;
    const who = mention(told.person);
    const about = await sessionLine(told, d.rows);
    if (await isAnswered(told, d)) {
      const line = say`${who}: nothing is waiting here any more.`;
      return { title: 'Answered', summary: line, blocks: [text(line), ...about] };
    }
    if (hasAccount((await d.people()).get(told.person))) {
      const line = say`${who} has an account now, and answers there.`;
      return { title: 'No link needed', summary: line, blocks: [text(line), ...about] };
    }
    const lent = await lentNow(d.rows, reader.id, d.now);
    if (lent?.person === told.person && lent.purpose === purpose && lent.subject === rootOf(told.subject)) {
      const line = say`${who} is answering on your device now, until ${moment(lent.expiresAt, 'time')}.`;
      return { title: 'On your device', summary: line, blocks: [text(line), ...about, buttons(takeBack)] };
    }
    const out = linkOut(told);
    const links = (await d.rows.accessLinks.ofPerson(told.person)).filter(
      (l) => l.purpose === purpose && l.subject === rootOf(told.subject),
    );
    const newest = links.at(-1);
    if (out !== undefined && newest !== undefined && !newest.witnessed && standingOf(newest, d.now) === 'open') {
      const line = say`You have given ${who} a new link. It works until ${moment(newest.expiresAt)}.`;
      return { title: 'A new link is given', summary: line, blocks: [text(line), ...about] };
    }
    const ended = out === undefined ? undefined : links.find((l) => l.id.startsWith(out));
    const line =
      ended === undefined
        ? say`${who} has no account here, so you bring them this: a way to ${place.to}.`
        : say`The link for ${who} ran out on ${moment(ended.expiresAt, 'date')}. It was to ${place.to}, and was not used.`;
    return {
      title:
        ended !== undefined
          ? 'Not reached'
          : reader.id === mentor
            ? 'For your mentee to answer'
            : 'For a mentee to answer',
      summary: line,
      blocks: [
        text(line),
        ...(ended === undefined
          ? []
          : [text(literal('Ask them whether it came, and whether they would like a new one.'))]),
        ...about,
        muted(literal(isChosenAlone(purpose) ? aloneInWords(d.pages) : waysInWords(d.pages))),
        buttons(
          d.pages === null || d.pages.loopback ? null : button('Give them a link', 'link.make', d.subject),
          isChosenAlone(purpose) ? null : button('Answer on this device', 'link.here', d.subject),
          d.pages?.loopback === true ? button('Give them a link', 'link.make', d.subject) : null,
        ),
      ],
    };
  },
};

function waysInWords(pages: Pages | null): string {
  if (pages === null)
    return 'They can answer on your device. Links are not offered: this installation has no public address (PUBLIC_URL).';
  if (pages.loopback) return 'They can answer on this computer: its pages open nowhere else.';
  return 'Send them a link yourself, or let them answer on your device.';
}

/** The same of what they choose by themselves: nobody stands beside them, and nobody is told. */
const aloneInWords = (pages: Pages | null): string =>
  pages === null
    ? 'Links are not offered: this installation has no public address (PUBLIC_URL). Then none of their words are in it.'
    : 'Send them a link yourself. What they choose, and whether they do, is nobody else’s to know.';

/** The same once the link that was given ran out, with what to do next. */
export const linkRanOut: Face = {
  called: 'a link that ran out',
  comes: 'to-others',
  why: {
    say: 'A link that you gave has run out unused. It comes once for each such link.',
    asks: ['link.make', 'link.here'],
  },
  withoutAccount: 'nothing',
  folded: null,
  draw: giveLink.draw,
};

/** What cannot be answered by a link, only told. */
export const tellThem: Face = {
  called: 'something to pass on',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const told = toldSubject.read(d.subject);
    const what = told === undefined ? undefined : byMouth(told, d.parts);
    if (told === undefined || what === undefined || d.reader?.id !== (await mentorFor(told, d.rows))) return null;
    if (!(await d.people()).has(told.person)) return goneCard('tell-them', d);
    const line = say`${mention(told.person)} has no account. Please tell them yourself: ${what}.`;
    return { title: 'Please pass it on', summary: line, blocks: [text(line), ...(await sessionLine(told, d.rows))] };
  },
};

/** The address itself: in a panel, once, for the one who hands it over. */
export function linkPanel(
  { person, purpose, expiresAt }: Pick<AccessLink, 'person' | 'purpose' | 'expiresAt'>,
  address: string,
  pages: Pages,
): Card {
  const line: Text = say`Here is the link for ${mention(person)}. Send it yourself, or write it down for them.`;
  return {
    title: 'A link to hand over',
    summary: line,
    blocks: [
      text(line),
      text({ parts: [{ link: address, label: address }] }),
      facts(
        ['Works until', say`${moment(expiresAt)}`],
        ['Works', literal(`${isUsedUp(purpose) ? 'once' : 'as often as they like'}, for this one thing`)],
      ),
      ...(pages.loopback ? [muted(literal('It opens on this computer only.'))] : []),
      muted(
        literal(
          'Whoever has it can answer for them: give it to nobody else. It is not shown again; a new one replaces it.',
        ),
      ),
    ],
  };
}

export function devicePanel(person: PersonId, address: string, expiresAt: number): Card {
  const line = say`Open this page, then hand the device to ${mention(person)}.`;
  return {
    title: 'Answer on this device',
    summary: line,
    blocks: [
      text(line),
      text({ parts: [{ link: address, label: 'Open the page for them' }] }),
      muted(
        say`It works once, until ${moment(expiresAt, 'time')}. It is kept that they answered on your device. While they answer, nothing of yours is shown on it.`,
      ),
    ],
  };
}
