import { button, buttons, muted, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith, replyWith } from '../../chat/reply.js';
import { literal, mention, say } from '../../chat/text.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { lookBackPrompt } from '../../domain/subjects.js';
import { day } from '../../kernel/clock.js';
import type { MentorshipId } from '../../kernel/ids.js';
import { local } from '../../kernel/zoned.js';
import type { Face, FeatureOf, PressHandler, Prompt, Work } from '../feature.js';
import { takeToday } from '../shared/once-a-day.js';
import { openFile } from './file.js';
import { form, openForm } from './form.js';
import { bareCard, pageCard, pageOf } from './page.js';
import { lookBackOffered } from './subjects.js';
import { ownMentorship } from './whose.js';

/**
 * At the end of a mentorship its mentee is offered a page of their own (docs/field.md#looking-back): what they did, and in
 * their words what they take with them. It is theirs to keep or not. Nobody else opens it, no chain commits to it, and
 * that it was opened, written or thrown away is on no record.
 */

/** Whether it is over, or its last meeting took place with its mentee there. */
async function isOver(m: Mentorship, { rows }: Pick<Work, 'rows'>): Promise<boolean> {
  if (m.state === 'ended') return true;
  const last = (await rows.sessions.ofMentorship(m.id)).filter((s) => s.kind === 'ending' && s.state === 'ended');
  const records = await rows.records.newest(last.map((s) => s.id));
  return last.some((s) => records.get(s.id)?.body.attended.includes(m.mentee) !== false);
}

const offer: Prompt<'look-back'> = {
  waitsFor: 'working-days',
  folds: false,
  session: null,
  asks: 'mentee',
  occurrence: lookBackPrompt,
  async fire(prompt, work) {
    const m = await work.rows.mentorships.get(prompt.subject as MentorshipId);
    const mentee = m === undefined ? undefined : await work.rows.people.get(m.mentee);
    if (m === undefined || mentee === undefined || mentee.erasedAt !== null || m.agreedAt === null) return;
    // Once, whatever comes after: the ending session, and the end itself.
    if ((await work.rows.kept.get(lookBackOffered, m.mentee, m.id)) !== undefined) return;
    if ((await work.rows.lookBacks.get(m.id)) !== undefined || !(await isOver(m, work))) return;
    const later = await takeToday(work, mentee, 'look-back-offer');
    if (later !== undefined) {
      if (later < prompt.expiresAt)
        work.schedule({
          ...lookBackPrompt.prompt({ mentorship: m.id, date: local(later, 'UTC').date }),
          subject: m.id,
          to: m.mentee,
          dueAt: later,
          expiresAt: prompt.expiresAt,
        });
      return;
    }
    await work.rows.kept.put(lookBackOffered, m.mentee, m.id, 'offered');
    work.show('look-back-offer', m.id, { person: m.mentee }, { expiresAt: work.now + 14 * day });
  },
};

const offered: Face = {
  called: 'an offer to look back',
  comes: 'beside',
  why: {
    say: 'Your mentoring has come to its end. It comes once, and you need not do anything.',
    asks: ['look-back.open', 'look-back.no-thanks'],
  },
  withoutAccount: {
    passOn:
      'they can look back on your mentoring on a page that is theirs alone. Their own link leads there; the coordinator has it',
  },
  folded: null,
  async draw(d) {
    const m = await d.rows.mentorships.get(d.subject as MentorshipId);
    if (m === undefined || d.reader?.id !== m.mentee) return null;
    const title = 'Looking back';
    if ((await d.rows.lookBacks.get(m.id)) !== undefined) {
      const line = literal('Your page is saved. It is yours alone.');
      return { title, summary: line, blocks: [text(line), buttons(button('Open my page', 'look-back.open', m.id))] };
    }
    if ((await d.rows.kept.get(lookBackOffered, m.mentee, m.id)) === 'no-thanks') {
      const line = literal('That is fine. I won’t ask again.');
      return { title, summary: line, blocks: [text(line)] };
    }
    const line =
      m.state === 'ended'
        ? say`Your mentoring with ${mention(m.mentor)} has ended.`
        : say`You and ${mention(m.mentor)} have had your last meeting.`;
    return {
      title,
      summary: line,
      blocks: [
        text(line),
        text(literal('Would you like a page of your own about it? It has your goals and the steps you took.')),
        text(literal('You can write in it, print it, keep it or throw it away. Nobody else can read it.')),
        buttons(
          button('Look back', 'look-back.open', m.id, { style: 'main' }),
          button('No thanks', 'look-back.no-thanks', m.id),
        ),
        muted(literal('You can leave it, too. That is fine.')),
      ],
    };
  },
};

const open: PressHandler = async (press, work) =>
  panelWith(pageCard(await pageOf(await ownMentorship(press.subject, work), work), work));

const noThanks: PressHandler = async (press, work): Promise<Reply> => {
  const m = await ownMentorship(press.subject, work);
  await work.rows.kept.put(lookBackOffered, m.mentee, m.id, 'no-thanks');
  work.redraw(m.id);
  if (press.drawn !== undefined) return { kind: 'done' };
  return replyWith('Looking back', 'That is fine. I won’t ask again.');
};

const throwAway: PressHandler = async (press, work): Promise<Reply> => {
  const m = await ownMentorship(press.subject, work);
  if ((await work.rows.lookBacks.get(m.id)) === undefined)
    return replyWith('Looking back', 'There is no page to throw away. Nothing of it is kept.');
  if (press.arg !== 'yes') {
    const line = literal('Throw your page away? What you wrote on it is gone then.');
    return panelWith({
      title: 'Throw it away?',
      summary: line,
      blocks: [
        text(line),
        buttons(
          button('Yes, throw it away', 'look-back.throw-away', m.id, { arg: 'yes', style: 'danger' }),
          button('No, keep it', 'look-back.open', m.id),
        ),
      ],
    });
  }
  await work.rows.lookBacks.remove(m.id);
  await work.rows.kept.put(lookBackOffered, m.mentee, m.id, 'no-thanks');
  work.redraw(m.id);
  return replyWith('Thrown away', 'Your page is gone. Nothing you wrote on it is kept.');
};

declare module '../../kernel/names.js' {
  interface Capabilities {
    'look-back': {
      verb: 'look-back.open' | 'look-back.write' | 'look-back.file' | 'look-back.no-thanks' | 'look-back.throw-away';
      form: 'look-back';
      face: 'look-back-offer';
      prompt: 'look-back';
    };
  }
}

export const feature: FeatureOf<'look-back'> = {
  name: 'look-back',
  presses: {
    'look-back.open': { opens: open },
    'look-back.write': { opens: openForm },
    'look-back.file': { opens: openFile },
    'look-back.no-thanks': noThanks,
    'look-back.throw-away': throwAway,
  },
  forms: { 'look-back': form },
  faces: { 'look-back-offer': offered },
  prompts: { 'look-back': offer },
  /** By the link that its mentee made for themselves: the page alone. */
  links: {
    'look-back': {
      async opens(press, work) {
        const page = await pageOf(await ownMentorship(press.subject, work), work);
        return panelWith(bareCard(page, true));
      },
    },
  },
};
