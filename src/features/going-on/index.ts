import { type Card, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith } from '../../chat/reply.js';
import { literal } from '../../chat/text.js';
import { choicesToGoOn, type GoingOn, goingOn, lookDate, whenToAsk } from '../../domain/going-on.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { goingOnLookPrompt, goingOnSubject } from '../../domain/subjects.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { MentorshipId, PersonId } from '../../kernel/ids.js';
import type { ActorWork, Drawing, Face, FeatureOf, PressHandler, Prompt, Work } from '../feature.js';
import { goingOnBlocks, lookWhetherReached, meantSoFar } from '../shared/going-on.js';
import { aboutMentorship, demand, mentorshipOf } from '../shared/guards.js';
import { takeToday } from '../shared/once-a-day.js';
import { goingOnAskPrompt } from './subjects.js';

/**
 * The hours that were meant are reached, or the last day is near: both are asked once how they will go on or end
 * (docs/field.md#going-on). It ends nothing and quietens nothing: only what they do about it changes anything.
 */

/** How long (ms) the question may still come. */
const askedFor = 30 * day;
/** So long (ms) until it is looked at again, while the mentorship rests. */
const later = 7 * day;

const look: Prompt<'going-on-look'> = {
  waitsFor: 'nothing',
  folds: false,
  session: null,
  asks: 'nobody',
  occurrence: goingOnLookPrompt,
  async fire(prompt, work) {
    const m = await work.rows.mentorships.get(prompt.subject as MentorshipId);
    const so =
      m === undefined || (m.state !== 'active' && m.state !== 'paused') ? undefined : await meantSoFar(m, work);
    if (m === undefined || so === undefined) return;
    const before = await work.rows.kept.get(goingOn, m.mentor, m.id);
    if (before !== undefined && before.version >= so.version) return;
    const when = whenToAsk(so.meant, so, so.confirmed, work.now);
    if (when === undefined) return;
    if ('lookAt' in when) return lookWhetherReached(work, [m.id], when.lookAt);
    // While it rests nobody is asked anything: it is looked at again.
    if (m.state === 'paused') return lookWhetherReached(work, [m.id], work.now + later);
    for (const to of [m.mentor, m.mentee]) {
      await work.rows.kept.put(goingOn, to, m.id, { version: so.version, why: when.why, said: null, shown: false });
      ask(m, to, so.version, work.now, work.now + askedFor, work);
    }
  },
};

const ask = (m: Mentorship, to: PersonId, version: number, dueAt: number, expiresAt: number, work: Work): void =>
  work.schedule({
    ...goingOnAskPrompt.prompt({ mentorship: m.id, version, to, date: lookDate(dueAt) }),
    subject: goingOnSubject.write({ mentorship: m.id, version }),
    to,
    dueAt,
    expiresAt,
  });

const asks: Prompt<'going-on-ask'> = {
  waitsFor: 'working-days',
  folds: false,
  session: null,
  asks: 'anyone',
  occurrence: goingOnAskPrompt,
  async fire(prompt, work) {
    const about = goingOnSubject.read(prompt.subject);
    const m = about === undefined ? undefined : await work.rows.mentorships.get(about.mentorship);
    const to = prompt.to === null ? undefined : await work.rows.people.get(prompt.to);
    if (about === undefined || m === undefined || to === undefined) return;
    // Both are asked, and once: whom a pause kept from it is asked when it goes on.
    if (m.state === 'paused') return ask(m, to.id, about.version, work.now + later, work.now + later + askedFor, work);
    if (m.state !== 'active') return;
    const kept = await work.rows.kept.get(goingOn, to.id, m.id);
    // They may have said it on their own page before.
    if (kept === undefined || kept.version !== about.version || kept.said !== null) return;
    const mentee = to.id === m.mentee;
    const taken = mentee ? await takeToday(work, to, 'going-on') : undefined;
    if (taken === undefined)
      work.show(
        mentee ? 'going-on' : 'going-on-mentor',
        prompt.subject,
        { person: to.id },
        { expiresAt: prompt.expiresAt },
      );
    else if (taken < prompt.expiresAt) ask(m, to.id, about.version, taken, prompt.expiresAt, work);
  },
};

/** What `side` sees of it. */
const draws =
  (side: 'mentor' | 'mentee') =>
  async (d: Drawing): Promise<Card | null> => {
    const about = goingOnSubject.read(d.subject);
    const m = about === undefined ? undefined : await d.rows.mentorships.get(about.mentorship);
    if (m === undefined || d.reader === null || d.reader.id !== m[side]) return null;
    const found = await goingOnBlocks(m, d.reader.id, d);
    if (found === undefined) {
      const line = literal('This has ended. There is nothing to choose any more.');
      return { title: 'How it goes on', summary: line, blocks: [text(line)] };
    }
    const title = side === 'mentor' ? 'How will you go on?' : 'How would you like to go on?';
    return { title, summary: found.line, blocks: found.blocks };
  };

const mentees: Face = {
  called: 'a question how it goes on',
  comes: 'beside',
  why: {
    say: 'You two have come to the end of what you meant. It comes once, and you need not answer.',
    asks: ['going-on.say'],
  },
  withoutAccount: {
    passOn:
      'you have come to the end of what you two meant. Talk about how you go on. They can choose on their own page, too',
  },
  folded: null,
  draw: draws('mentee'),
};

const mentors: Face = {
  called: 'a question how it goes on',
  comes: 'to-others',
  why: {
    say: 'You two have come to the end of what you meant. It comes once. Nothing ends by itself.',
    asks: ['going-on.say'],
  },
  withoutAccount: 'nothing',
  folded: null,
  draw: draws('mentor'),
};

interface Asked {
  readonly m: Mentorship;
  readonly kept: GoingOn;
}

/** @throws Refused unless the actor is one of the two, was asked, and it goes on */
async function askedOf(subject: string, work: ActorWork): Promise<Asked> {
  const about = goingOnSubject.read(subject);
  const m = await mentorshipOf(work, about?.mentorship ?? subject);
  demand('going-on.say', work, aboutMentorship(m));
  const kept = await work.rows.kept.get(goingOn, work.actor.id, m.id);
  if (kept === undefined || kept.version !== about?.version || m.state === 'ended')
    throw new Refused('nothing-to-choose', 'There is nothing to choose here now. Type home to see what waits for you.');
  return { m, kept };
}

async function keep({ m }: Asked, kept: GoingOn, drawn: boolean, work: ActorWork): Promise<Reply> {
  await work.rows.kept.put(goingOn, work.actor.id, m.id, kept);
  work.redraw(m.id);
  if (drawn) return { kind: 'done' };
  const found = await goingOnBlocks(m, work.actor.id, work);
  const line = found?.line ?? literal('Saved.');
  return panelWith({ title: 'How it goes on', summary: line, blocks: found?.blocks ?? [text(line)] });
}

const saysIt: PressHandler = async (press, work) => {
  const asked = await askedOf(press.subject, work);
  const said = press.arg === 'again' ? null : choicesToGoOn.find((choice) => choice === press.arg);
  if (said === undefined)
    throw new Refused('no-such-choice', 'That cannot be chosen here. Press one of the buttons on the card.');
  // Another word is theirs alone again, until they say that the other may see it.
  return keep(
    asked,
    { ...asked.kept, said, shown: asked.kept.shown && said === asked.kept.said },
    press.drawn !== undefined,
    work,
  );
};

const shows: PressHandler = async (press, work) => {
  const asked = await askedOf(press.subject, work);
  if (asked.kept.said === null)
    throw new Refused('nothing-said', 'You have not chosen yet. Press one of the buttons first.');
  return keep(asked, { ...asked.kept, shown: press.arg === 'yes' }, press.drawn !== undefined, work);
};

declare module '../../kernel/names.js' {
  interface Capabilities {
    'going-on': {
      verb: 'going-on.say' | 'going-on.show';
      face: 'going-on' | 'going-on-mentor';
      prompt: 'going-on-look' | 'going-on-ask';
    };
  }
}

export const feature: FeatureOf<'going-on'> = {
  name: 'going-on',
  presses: { 'going-on.say': saysIt, 'going-on.show': shows },
  faces: { 'going-on': mentees, 'going-on-mentor': mentors },
  prompts: { 'going-on-look': look, 'going-on-ask': asks },
};
