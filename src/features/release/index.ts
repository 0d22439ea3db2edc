import { button, buttons, type Card, facts, muted, sentence, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { literal, mention, say, type Text } from '../../chat/text.js';
import type { Mentorship } from '../../domain/mentorship.js';
import type { Release } from '../../domain/release.js';
import { count } from '../../kernel/words.js';
import type { ActorWork, Face, FeatureOf, PressHandler } from '../feature.js';
import { aboutMentorship, demand, mentorshipOf } from '../shared/guards.js';
import { choiceForm, lookForm } from './forms.js';
import {
  fieldOf,
  mostAtOnce,
  type Offered,
  offeredOf,
  seenValues,
  stillIn,
  toChoose,
  toLookAt,
  withStanding,
} from './offered.js';
import { askSubject } from './subjects.js';

/**
 * Words for somebody from outside (docs/field.md#released-words): the mentor offers what the two wrote, the mentee says
 * what is left out, the mentor looks it through and lets it go.
 */

async function mentorsOwn(id: string, work: ActorWork): Promise<Mentorship> {
  const m = await mentorshipOf(work, id);
  demand('release.offer', work, aboutMentorship(m));
  return m;
}

const open: PressHandler = async (press, work) => panel(await mentorsOwn(press.subject, work), work);

async function panel(m: Mentorship, work: ActorWork, said?: string): Promise<Reply> {
  const all = await offeredOf(m, work);
  const of = (...standings: readonly Offered['standing'][]): number => withStanding(all, ...standings).length;
  const fresh = Math.min(of('new'), mostAtOnce);
  const ready = of('answered');
  const line = say`What somebody from outside may read of your sessions with ${mention(m.mentee)}.`;
  const standings: readonly (readonly [string, Text])[] = [
    ['Not offered yet', literal(count(of('new'), 'session'))],
    ['Waiting for an answer', literal(count(of('offered'), 'session'))],
    ['Stay unseen', literal(count(of('silent', 'left-out'), 'session'))],
    ['For you to look through', literal(count(ready, 'session'))],
    ['Let go', literal(count(of('released'), 'session'))],
  ];
  const card: Card = {
    title: 'Words for outside',
    summary: line,
    blocks: [
      ...(said === undefined ? [] : [text(literal(said))]),
      text(line),
      text(
        literal(
          'Whoever assesses from outside sees times and gaps at once. They read words only once your mentee has had a look and you let them go, and every name we know is replaced.',
        ),
      ),
      facts(...standings),
      ...(all.length === 0 ? [muted(literal('There is no record of the two of you alone yet.'))] : []),
      buttons(
        ready === 0 ? null : button('Look through and let go', 'release.look', m.id, { style: 'main' }),
        fresh === 0
          ? null
          : button(
              `Ask your mentee about ${count(fresh, 'session')}`,
              'release.offer',
              m.id,
              ready === 0 ? { style: 'main' } : {},
            ),
        button('Back to the mentorship', 'mentorship.open', m.id),
      ),
      muted(literal('No answer within seven days leaves everything out. A record of a group is never shown outside.')),
    ],
  };
  return { kind: 'panel', card };
}

const offer: PressHandler = async (press, work) => {
  const m = await mentorsOwn(press.subject, work);
  const fresh = withStanding(await offeredOf(m, work), 'new').slice(0, mostAtOnce);
  if (fresh.length === 0) return panel(m, work, 'There is nothing new to offer.');
  await work.rows.releases.save(
    fresh.map(
      ({ session, plan, record }): Release => ({
        programme: work.programme.id,
        mentorship: m.id,
        mentee: m.mentee,
        session: session.id,
        planVersion: plan?.version ?? null,
        recordVersion: record.version,
        offeredBy: work.actor.id,
        offeredAt: work.now,
        answeredAt: null,
        leftOut: [],
        releasedAt: null,
        heldBack: [],
      }),
    ),
  );
  work.audit('release.offered', m.id, { sessions: fresh.length }, m.id);
  work.show('release-ask', askSubject.write({ mentorship: m.id }), { person: m.mentee });
  return panel(m, work, 'They are asked. Until they answer, nothing is shown to anybody.');
};

const look: PressHandler = async (press, work) => {
  const m = await mentorsOwn(press.subject, work);
  const ready = toLookAt(await offeredOf(m, work));
  if (ready.length === 0) return panel(m, work, 'There is nothing to look through now.');
  // What was held back at an earlier look stays so, unless it is let go now.
  const held = ready.map((one) => [
    fieldOf(one.session.id),
    stillIn(one).flatMap(({ part }) => (one.release?.heldBack.includes(part) === true ? [part] : [])),
  ]);
  const values = { ...Object.fromEntries(held), ...seenValues(ready) };
  return work.forms.open('release-look', m.id, { values, rows: {} }, { fresh: true });
};

/** Opens the mentee's choice: before they answered, and whenever they like to change it. */
const choose: PressHandler = async (press, work) => {
  const m = await mentorshipOf(work, press.subject);
  demand('release.answer', work, aboutMentorship(m));
  const asked = toChoose(await offeredOf(m, work));
  if (asked.length === 0)
    return {
      kind: 'panel',
      card: sentence('Nothing to choose', 'Nobody from outside can read anything you wrote. Nothing is asked of you.'),
    };
  return work.forms.open('release-choice', m.id, { values: seenValues(asked), rows: {} }, { fresh: true });
};

/** To the mentee: would you like anything left out? */
const ask: Face = {
  called: 'a question about words for outside',
  comes: 'from-somebody',
  why: 'says-itself',
  withoutAccount: { link: 'release-choice', to: 'choose what somebody from outside may read, without their name' },
  folded: null,
  async draw(d) {
    const about = askSubject.read(d.subject);
    const m = about === undefined ? undefined : await d.rows.mentorships.get(about.mentorship);
    if (m === undefined || d.reader?.id !== m.mentee) return null;
    const waiting = (await d.rows.releases.ofMentorship(m.id)).filter((r) => r.answeredAt === null);
    if (waiting.length === 0) {
      const line = literal('You have chosen. You can change it whenever you like.');
      return {
        title: 'Shown outside',
        summary: line,
        blocks: [text(line), buttons(button('Change what I chose', 'release.choose', m.id))],
      };
    }
    const line = say`${mention(m.mentor)} would like to show somebody from outside what you two wrote, without your name.`;
    return {
      title: 'Shown outside?',
      summary: line,
      blocks: [
        text(line),
        text(literal('That person checks how your mentor works, not you. You can leave out any part, or all of it.')),
        buttons(button('Have a look', 'release.choose', m.id, { style: 'main' })),
        muted(literal('If you do nothing for seven days, nothing is shown. That is all right too.')),
      ],
    };
  },
};

declare module '../../kernel/names.js' {
  interface Capabilities {
    release: {
      verb: 'release.open' | 'release.offer' | 'release.look' | 'release.choose';
      form: 'release-choice' | 'release-look';
      face: 'release-ask';
      audit: 'release.offered' | 'release.chosen' | 'release.let-go';
    };
  }
}

export const feature: FeatureOf<'release'> = {
  name: 'release',
  presses: {
    'release.open': { opens: open },
    'release.offer': { opens: offer },
    'release.look': { opens: look },
    'release.choose': { opens: choose },
  },
  links: { 'release-choice': { opens: choose } },
  forms: { 'release-choice': choiceForm, 'release-look': lookForm },
  faces: { 'release-ask': ask },
};
