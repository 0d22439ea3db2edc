import { type Button, button, buttons, type Card, muted, text } from '../../chat/card.js';
import { literal, mention, moment, type Part, say, type Text } from '../../chat/text.js';
import { isLive, type Mentorship } from '../../domain/mentorship.js';
import { agreementSubject } from '../../domain/subjects.js';
import type { MentorshipId } from '../../kernel/ids.js';
import { rootOf } from '../../kernel/subject.js';
import { count } from '../../kernel/words.js';
import type { Drawing, Face } from '../feature.js';
import { erasedOf, staysInWords } from '../shared/erased-part.js';
import { replaced } from './answer-form.js';
import { menteeWords, put } from './mentee-words.js';
import { againOccurrence, goalSubject, newsSubject, versionIn } from './subjects.js';

/** Cards about an agreement: names, dates and counts only. What was written stands in forms and panels. */

const w = menteeWords;

const mentorshipIn = (d: Drawing): Promise<Mentorship | undefined> =>
  d.rows.mentorships.get(rootOf<MentorshipId>(d.subject));

const card = (title: string, lines: readonly Text[], ...items: readonly (Button | null)[]): Card => {
  const some = items.filter((b) => b !== null);
  return {
    title,
    summary: lines[0] ?? literal(title),
    blocks: [...lines.map(text), ...(some.length === 0 ? [] : [buttons(...some)])],
  };
};

/** To the mentee: the question, and once it is answered what came of it. */
export const agreementAsk: Face = {
  called: 'an agreement to sign',
  comes: 'from-somebody',
  why: 'says-itself',
  withoutAccount: { link: 'agreement-answer', to: 'read and answer your mentoring agreement' },
  folded: 'An agreement to read',
  async draw(d) {
    const m = await mentorshipIn(d);
    if (m === undefined || d.reader?.id !== m.mentee) return null;
    const mentor = mention(m.mentor);
    const worded = (words: string, more: Readonly<Record<string, Part>> = {}): Text => put(words, { mentor, ...more });
    const answer = button(w.buttons.answer, 'agreement.answer', m.id);
    const mind = button(w.buttons.mind, 'agreement.answer', m.id);
    const read = button(w.buttons.read, 'agreement.read', m.id);
    const open = button(w.panel.buttons.more, 'mentorship.open', m.id);
    if (m.state === 'ended')
      return m.agreedAt === null
        ? card(w.withdrawn.title, [worded(w.withdrawn.line)])
        : card(w.over.title, [worded(w.over.line)], read);
    if (versionIn(d.subject, m.agreement.version) !== m.agreement.version || (await replaced(m, d)))
      return card(w.older.title, [worded(w.older.line)]);
    const reminder = agreementSubject.read(d.subject)?.told === 'again';
    // The card that asked first says what came of it; its reminder need not say so twice.
    if (reminder && m.agreement.menteeWord !== 'waiting') return card(w.again.done, [worded(w.again.thanks)], open);
    switch (m.agreement.menteeWord) {
      case 'asked': {
        const changed = m.agreement.version > 1;
        const words = changed ? w.changed : w.ask;
        const foot = !changed ? w.ask.noRush : m.agreedAt !== null ? w.changed.stillHolds : w.ask.noRush;
        return {
          title: words.title,
          summary: worded(words.summary),
          blocks: [
            text(worded(words.summary)),
            ...words.lines.map((line) => text(worded(line))),
            ...(d.reader.named === undefined ? [] : [text(literal(w.ask.what.join(' ')))]),
            muted(literal(foot)),
            buttons({ ...answer, style: 'main' }, button(w.buttons.notNow, 'agreement.not-now', m.id)),
          ],
        };
      }
      case 'signed':
        return m.agreement.mentorSignedAt === null
          ? card(w.signedAlone.title, [worded(w.signedAlone.line, { when: signedOn(m) })], read, open)
          : card(w.signed.title, [worded(w.signed.line, { when: signedOn(m) })], read, open);
      case 'change-wanted':
        return card(w.wish.title, [worded(w.wish.line), worded(w.wish.next)], mind);
      case 'waiting':
        if (reminder)
          return card(w.again.title, [worded(w.again.summary), ...w.again.lines.map((line) => worded(line))], answer);
        return waiting(d, m, worded, answer);
      case 'declined':
        return m.state === 'declined'
          ? card(w.declined.title, [worded(w.declined.line), worded(w.declined.next)], mind)
          : card(w.declinedChange.title, [worded(w.declinedChange.line), worded(w.declinedChange.next)], mind);
      default:
        return m.agreement.menteeWord satisfies never;
    }
  },
};

const signedOn = (m: Mentorship): Part => moment(m.agreement.menteeSignedAt ?? m.createdAt, 'date');

async function waiting(
  d: Drawing,
  m: Mentorship,
  worded: (words: string, more?: Readonly<Record<string, Part>>) => Text,
  answer: Button,
): Promise<Card> {
  const next = await d.rows.prompts.get(againOccurrence(m));
  const once = next?.state === 'waiting' ? [worded(w.waiting.once, { when: moment(next.dueAt, 'date') })] : [];
  return card(w.waiting.title, [worded(w.waiting.line), ...once], answer);
}

/** To the mentor: that it was sent, and for each answer what to do next. */
export const agreementStatus: Face = {
  called: 'an answer to an agreement',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const m = await mentorshipIn(d);
    if (m === undefined || d.reader?.id !== m.mentor) return null;
    const mentee = mention(m.mentee);
    const open = button('Goals and more', 'mentorship.open', m.id);
    const change = button('Change the agreement', 'agreement.open', m.id);
    const told = agreementSubject.read(d.subject)?.told ?? undefined;
    const word = m.agreement.menteeWord;
    const current = versionIn(d.subject, m.agreement.version) === m.agreement.version;
    if (told === 'not-reached' && current && word === 'asked' && isLive(m))
      return card(
        'Not reached',
        [
          say`Your agreement did not reach ${mentee}.`,
          literal('Ask them to open this app and say hello to it. Then press “Ask again”.'),
        ],
        button('Ask again', 'agreement.ask-again', m.id),
        open,
      );
    if (!current || (told !== undefined && told !== word))
      return card('Mentoring agreement', [say`This has moved on: ${mentee} and you have a newer word on it.`], open);
    if (m.state === 'ended') {
      const stays = staysInWords(erasedOf(m, await d.people()));
      return card('Ended', [say`The mentorship with ${mentee} has ended. ${stays}`], open);
    }
    const proposed = m.goals.filter((g) => g.state === 'proposed' && g.proposedBy === m.mentee).length;
    const goals =
      proposed === 0
        ? []
        : [
            say`${mentee} suggested ${count(proposed, 'goal')}: open it to read and answer ${proposed === 1 ? 'it' : 'them'}.`,
          ];
    // The first card about a version only says that there was an answer; what there is to do is on the card that told it.
    if (told === undefined && word !== 'asked')
      return card('Agreement sent', [say`You sent your agreement, and ${mentee} has answered.`], open);
    switch (word) {
      case 'asked':
        return card(
          'Agreement sent',
          [say`${mentee} is asked to read the agreement and answer. You have signed it.`, ...goals],
          change,
          open,
        );
      case 'signed':
        return card(
          'Agreement signed',
          [say`${mentee} and you have both signed, on ${signedOn(m)}.`, ...goals],
          m.state === 'paused' ? null : button('Plan a session', 'plan.new', m.id, { style: 'main' }),
          open,
        );
      case 'change-wanted':
        return card(
          'A change is wanted',
          [
            say`${mentee} would like something changed. Open the agreement to read what.`,
            ...(m.agreedAt === null
              ? []
              : [literal('What you both signed holds until you have both signed a new one.')]),
            ...goals,
          ],
          { ...change, style: 'main' },
          open,
        );
      case 'waiting':
        return card(
          'They need time',
          [say`${mentee} would like some time to think. There is nothing you need to do.`, ...goals],
          open,
        );
      case 'declined':
        return m.state === 'declined'
          ? card('No thank you', [
              say`${mentee} said no thank you. That is their choice, and not a mark against you.`,
              literal('They can still change their mind. You can begin again with start, if that suits you both.'),
            ])
          : card(
              'No to the change',
              [say`${mentee} would rather keep what you both signed, and it holds.`, ...goals],
              open,
            );
      default:
        return word satisfies never;
    }
  },
};

/** To either: it was paused, goes on, or has ended, since a moment. Who asked for it and why is nobody's to say. */
export const mentorshipNews: Face = {
  called: 'news of a mentorship',
  comes: 'from-somebody',
  why: 'says-itself',
  withoutAccount: { passOn: 'your mentoring was paused, resumed or ended' },
  folded: null,
  async draw(d) {
    const about = newsSubject.read(d.subject);
    const m = about === undefined ? undefined : await d.rows.mentorships.get(about.mentorship);
    if (about === undefined || m === undefined || d.reader === null) return null;
    const { what } = about;
    const when = moment(about.at, 'date');
    if (d.reader.id === m.mentee) {
      const mentor = mention(m.mentor);
      const lines = w.news[what].lines.map((line) => put(line, { mentor, when }));
      const stays = what === 'ended' ? [text(literal(w.news.ended.cancelled)), muted(literal(w.news.ended.stays))] : [];
      return {
        title: w.news[what].title,
        summary: lines[0] ?? literal(w.news[what].title),
        blocks: [...lines.map(text), ...stays, buttons(button(w.buttons.open, 'mentorship.open', m.id))],
      };
    }
    if (d.reader.id !== m.mentor) return null;
    const mentee = mention(m.mentee);
    const erased = erasedOf(m, await d.people());
    const lines: Record<typeof what, readonly Text[]> = {
      paused: [
        say`Mentoring with ${mentee} is paused from ${when}. No reminders come until it goes on.`,
        literal('Planned sessions stay planned. Cancel those that will not take place.'),
      ],
      resumed: [say`Mentoring with ${mentee} goes on from ${when}. Reminders come again as before.`],
      ended: [
        say`Mentoring with ${mentee} ended on ${when}. Any session still planned with them alone is cancelled; a group goes on without them.`,
        ...(erased === undefined
          ? [
              literal('What stays: the hours, records and goals you made together, in your portfolio.'),
              say`Thank you for the time you gave. A word of thanks to ${mentee} is a good ending.`,
            ]
          : [literal(staysInWords(erased)), literal('Thank you for the time you gave.')]),
      ],
    };
    const title = { paused: 'Paused', resumed: 'Going on', ended: 'Ended' }[what];
    return card(title, lines[what], button('Goals and more', 'mentorship.open', m.id));
  },
};

/** To either: the other has suggested a goal, or given their word on one. The goal itself stands in its form. */
export const goalNews: Face = {
  called: 'news of a goal',
  comes: 'from-somebody',
  why: 'says-itself',
  withoutAccount: { passOn: 'there is news about one of your goals' },
  folded: null,
  async draw(d) {
    const m = await mentorshipIn(d);
    const goal = m?.goals.find((g) => g.id === goalSubject.read(d.subject)?.goal);
    if (m === undefined || goal === undefined || d.reader === null) return null;
    const mentee = d.reader.id === m.mentee;
    if (!mentee && d.reader.id !== m.mentor) return null;
    const asks = goal.state === 'proposed' && goal.proposedBy !== d.reader.id && isLive(m);
    const open = button(mentee ? w.buttons.open : 'Goals and more', 'mentorship.open', m.id);
    if (mentee) {
      const mentor = mention(m.mentor);
      if (asks)
        return card(
          w.goal.title,
          [put(w.goal.summary, { mentor }), literal(w.goal.line)],
          button(w.goal.answer, 'goal.open', d.subject),
        );
      const line = goal.state === 'agreed' ? w.goal.agreed : goal.state === 'dropped' ? w.goal.dropped : w.goal.yours;
      return card(w.goalForm.title, [put(line, { mentor })], open);
    }
    const other = mention(m.mentee);
    if (asks)
      return card(
        'A goal is suggested',
        [say`${other} has suggested a goal.`],
        button('Read and answer', 'goal.open', d.subject, { style: 'main' }),
      );
    const line =
      goal.state === 'agreed'
        ? say`You and ${other} have agreed on a goal.`
        : goal.state === 'dropped'
          ? say`A goal with ${other} was let go. That is part of finding the right ones.`
          : say`${other} has a goal of yours to look at.`;
    return card('A goal', [line], open);
  },
};
