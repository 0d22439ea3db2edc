import { button, buttons, type Card, sentence, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith, replyWith } from '../../chat/reply.js';
import { literal } from '../../chat/text.js';
import { isLive, type Mentorship } from '../../domain/mentorship.js';
import { attendeeOf, canSayAbsent, type Session } from '../../domain/session.js';
import { menteeAskSubject } from '../../domain/subjects.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { MentorshipId, PersonId, SessionId } from '../../kernel/ids.js';
import { shorten } from '../../kernel/words.js';
import type { ActorWork, CommandHandler, Face, FeatureOf, PressHandler } from '../feature.js';
import { aboutMentorship, aboutSession, demand, mentorshipOf, sessionOf } from '../shared/guards.js';
import { asksReaders, type MenteeAsk, menteeAsks, type OpenAsk } from '../shared/mentee-asks.js';
import { askedIn } from './typed.js';
import { askCard, askedPanel, askPanel, nobodyToTell, nothingMissed, readPanel } from './words.js';

/**
 * *My mentor didn't come* and *I'd like somebody else*: a mentee tells whoever coordinates, and nobody else
 * (docs/field.md#asked-of-the-coordinator). No words are asked for: what a child would write of an adult is said face to
 * face, and kept nowhere.
 */

/** What was dealt with so long ago (ms) is forgotten with the next that is asked. */
const rememberedFor = 90 * day;

const mine = async (work: ActorWork): Promise<readonly MenteeAsk[]> =>
  (await work.rows.kept.get(menteeAsks, work.actor.id)) ?? [];

/**
 * Tells whoever coordinates, once `sure`; before that it says to whom that would be. `session`: the one it is about,
 * named where whoever asks did not choose it themselves.
 */
async function ask(
  what: MenteeAsk['what'],
  about: { readonly id: string; readonly mentor: PersonId },
  sure: boolean,
  work: ActorWork,
  session?: Session,
): Promise<Reply> {
  const me = work.actor.id;
  const readers = asksReaders((await work.people()).values(), { mentor: about.mentor, mentee: me });
  if (readers.length === 0) return panelWith(nobodyToTell(work.parts.contactsOf(work.programme).safeguarding));
  const asks = await mine(work);
  const before = asks.findLast((a) => a.what === what && a.about === about.id);
  const subjectOf = (a: MenteeAsk): string => menteeAskSubject.write({ mentee: me, ask: a.id });
  if (before !== undefined && (before.doneAt === null || !sure))
    return panelWith(askedPanel(before, subjectOf(before), readers));
  if (!sure) return panelWith(askPanel(what, about.id, readers, session));
  const made: MenteeAsk = {
    id: work.ids.next('ask'),
    what,
    mentor: about.mentor,
    about: about.id,
    at: work.now,
    doneAt: null,
  };
  const kept = asks.filter((a) => a.doneAt === null || a.doneAt > work.now - rememberedFor);
  await work.rows.kept.put(menteeAsks, me, [...kept, made]);
  for (const p of readers) work.show('mentee-asks', subjectOf(made), { person: p.id }, { sensitive: true });
  // On the programme's chain, without what it was: the mentorship's own is read by its mentor's assessor.
  work.audit('mentee.asked', me);
  return panelWith(askedPanel(made, subjectOf(made), readers));
}

const absent: PressHandler = async (press, work) => {
  const session = await sessionOf(work, press.subject);
  demand('mentee.ask', work, aboutSession(session));
  if (session.state === 'cancelled')
    throw new Refused('cancelled', 'This session was cancelled, so your mentor did not have to come.');
  if (!canSayAbsent(session, work.now))
    throw new Refused('not-yet', 'Please wait a few minutes more. If your mentor has still not come, press it again.');
  return ask('absent', session, press.arg === 'yes', work);
};

const somebodyElse: PressHandler = async (press, work) => {
  if (press.subject !== '-') {
    const m = await mentorshipOf(work, press.subject);
    demand('mentee.ask', work, aboutMentorship(m));
    return ask('somebody-else', m, press.arg === 'yes', work);
  }
  return askWhich(work);
};

/** To what is kept of them, or who reads it: what it is, they say when they talk. */
const objects: PressHandler = async (press, work) => {
  const m = await mentorshipOf(work, press.subject);
  demand('mentee.ask', work, aboutMentorship(m));
  return ask('objects', m, press.arg === 'yes', work);
};

async function askWhich(work: ActorWork): Promise<Reply> {
  const live = (await work.rows.mentorships.of(work.actor.id)).filter((m) => m.mentee === work.actor.id && isLive(m));
  const [only] = live;
  if (only === undefined)
    return panelWith(sentence('No mentor yet', 'You have no mentor here yet. Your coordinator says who mentors whom.'));
  return live.length === 1 ? ask('somebody-else', only, false, work) : panelWith(await whichMentor(live, work));
}

/** How long ago (ms) a session may have begun for words that name none to mean it. */
const meansLately = 2 * day;

/** *My mentor didn't come*, typed: it means the session that began last, which the panel names. */
async function absentLately(work: ActorWork): Promise<Reply> {
  const lately = await work.rows.sessions.between(work.now - meansLately, work.now);
  const last = lately
    .filter((s) => attendeeOf(s, work.actor.id) !== undefined && canSayAbsent(s, work.now))
    .sort((a, b) => b.startsAt - a.startsAt)[0];
  return last === undefined ? panelWith(nothingMissed) : ask('absent', last, false, work, last);
}

/** Either of them in somebody's own words. What is asked for is theirs alone whose mentor it is about. */
const typed =
  (what: MenteeAsk['what']): CommandHandler =>
  async (_command, work) => {
    if (!work.actor.roles.includes('mentee'))
      return panelWith(sentence('Ask your coordinator', 'Your coordinator can change who mentors whom.'));
    return what === 'absent' ? absentLately(work) : askWhich(work);
  };

async function whichMentor(live: readonly Mentorship[], work: ActorWork): Promise<Card> {
  const people = await work.people();
  const line = literal('Which mentor is it about?');
  return {
    title: 'Would you like somebody else?',
    summary: line,
    blocks: [
      text(line),
      buttons(
        ...live
          .slice(0, 10)
          .map((m) => button(shorten(people.get(m.mentor)?.name ?? 'Someone', 40), 'mentee.somebody-else', m.id)),
      ),
    ],
  };
}

const takeBack: PressHandler = async (press, work) => {
  const about = menteeAskSubject.read(press.subject);
  if (about === undefined) throw new Refused('no-such-ask', gone);
  demand('mentee.take-back', work, { owner: about.mentee });
  const asks = await mine(work);
  if (!asks.some((a) => a.id === about.ask && a.doneAt === null)) throw new Refused('no-such-ask', gone);
  await work.rows.kept.put(
    menteeAsks,
    work.actor.id,
    asks.filter((a) => a.id !== about.ask),
  );
  work.redraw(press.subject);
  work.audit('mentee.ask-taken-back', work.actor.id);
  return replyWith('Taken back', 'It is taken back. Those who had read it may remember it. Nothing else has changed.');
};

const gone = 'This was dealt with, or taken back. There is nothing to do.';

/** The open ask that a coordinator's button is about. @throws Refused where it is not theirs to read, or not open */
async function toRead(subject: string, work: ActorWork): Promise<OpenAsk> {
  demand('mentee.read-ask', work);
  const about = menteeAskSubject.read(subject);
  const asks = about === undefined ? undefined : await work.rows.kept.get(menteeAsks, about.mentee);
  const found = asks?.find((a) => a.id === about?.ask && a.doneAt === null);
  if (about === undefined || found === undefined) throw new Refused('no-such-ask', gone);
  const open = { ...found, mentee: about.mentee };
  // Whoever is the mentor in it learns of nothing, not even that there was something.
  if (asksReaders([work.actor], open).length === 0) throw new Refused('no-such-ask', gone);
  return open;
}

const read: PressHandler = async (press, work) => {
  const open = await toRead(press.subject, work);
  const session = open.what === 'absent' ? await work.rows.sessions.get(open.about as SessionId) : undefined;
  return panelWith(readPanel(open, session, mentorshipIn(open, session), press.subject));
};

const mentorshipIn = (a: OpenAsk, session: Session | undefined): string =>
  a.what !== 'absent'
    ? (a.about as MentorshipId)
    : (session?.attendees.find((x) => x.mentee === a.mentee)?.mentorship ?? '-');

const done: PressHandler = async (press, work) => {
  const open = await toRead(press.subject, work);
  const asks = (await work.rows.kept.get(menteeAsks, open.mentee)) ?? [];
  await work.rows.kept.put(
    menteeAsks,
    open.mentee,
    asks.map((a) => (a.id === open.id ? { ...a, doneAt: work.now } : a)),
  );
  work.redraw(press.subject);
  work.audit('mentee.ask-answered', open.mentee);
  return replyWith('Thank you', 'It waits no more, here and for everybody who coordinates. Nothing else has changed.');
};

/** To each coordinator but the mentor: subject `menteeAskSubject`. */
const menteeAsksFace: Face = {
  // What was not delivered stands on a board that the mentor may read too, who coordinates: it says no more than this.
  called: 'a message',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const about = menteeAskSubject.read(d.subject);
    const asks = about === undefined ? undefined : await d.rows.kept.get(menteeAsks, about.mentee);
    if (about === undefined || d.reader === null || !d.reader.roles.includes('coordinator')) return null;
    const found = asks?.find((a) => a.id === about.ask);
    if (found !== undefined && asksReaders([d.reader], { ...found, mentee: about.mentee }).length === 0) return null;
    return askCard(about.mentee, found?.doneAt === null, d.subject);
  },
};

declare module '../../kernel/names.js' {
  interface Capabilities {
    'ask-coordinator': {
      verb:
        | 'mentee.mentor-absent'
        | 'mentee.somebody-else'
        | 'mentee.objects'
        | 'mentee.take-back'
        | 'mentee.read'
        | 'mentee.done';
      face: 'mentee-asks';
      audit: 'mentee.asked' | 'mentee.ask-taken-back' | 'mentee.ask-answered';
    };
  }
}

export const feature: FeatureOf<'ask-coordinator'> = {
  name: 'ask-coordinator',
  reads(words) {
    const what = askedIn(words);
    return what === undefined ? undefined : typed(what);
  },
  presses: {
    'mentee.mentor-absent': { opens: absent },
    'mentee.somebody-else': { opens: somebodyElse },
    'mentee.objects': { opens: objects },
    'mentee.take-back': takeBack,
    'mentee.read': { opens: read },
    'mentee.done': done,
  },
  faces: { 'mentee-asks': menteeAsksFace },
};
