import { button, buttons, type Card, muted, sentence, text } from '../../chat/card.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import { isReviewOver, type ReviewFormId } from '../../domain/review.js';
import { reviewSubject } from '../../domain/subjects.js';
import type { Drawing, Face } from '../feature.js';
import { reviewAskedOf } from '../shared/review-asked.js';
import { reviewCard } from '../shared/review-card.js';
import { notedSubject } from './subjects.js';

const byLink: Face['withoutAccount'] = {
  link: 'review-answers',
  to: 'say how it is for them, all in all',
};

const asking =
  (lead?: string): Face['draw'] =>
  async (drawing) => {
    const form = reviewSubject.read(drawing.subject)?.form;
    const asked = form === undefined ? undefined : await reviewAskedOf(drawing, form);
    if (asked === undefined || drawing.reader?.id !== asked.mentee.id) return null;
    return reviewCard(asked, lead === undefined ? undefined : literal(lead));
  };

const asked: Face = {
  called: 'a review',
  comes: 'beside',
  why: {
    say: 'You are half-way, or at the end. Your answers help. You can skip all, and stop these in your settings.',
    asks: ['review.not-today', 'review.skip'],
  },
  withoutAccount: byLink,
  folded: 'Questions about your time with your mentor',
  draw: asking(),
};

const again: Face = {
  called: 'a review once more',
  comes: 'beside',
  why: {
    say: 'You said “not today”, so I ask once more. I will not ask again.',
    asks: ['review.open', 'review.skip'],
  },
  withoutAccount: byLink,
  folded: 'Questions about your time with your mentor',
  draw: asking('You said not today, so here it is once more. I won’t remind you again.'),
};

/** The mentor's one message: the same whatever anybody else was asked, or said to it. */
const opened: Face = {
  called: 'a review that has opened',
  comes: 'to-others',
  why: {
    say: 'A mentorship of yours is half-way or has come to its end, and you are asked about your own mentoring. It comes once for each.',
    asks: ['review.self'],
  },
  withoutAccount: 'nothing',
  folded: null,
  async draw(drawing) {
    const id = reviewSubject.read(drawing.subject)?.form;
    const form = id === undefined ? undefined : await drawing.rows.reviews.form(id);
    const m = form === undefined ? undefined : await drawing.rows.mentorships.get(form.mentorship);
    if (form === undefined || m === undefined || drawing.reader?.id !== form.person) return null;
    return openedCard(form, m.mentee, drawing, (await drawing.people()).has(m.mentee));
  },
};

function openedCard(
  form: {
    readonly id: ReviewFormId;
    readonly moment: 'mid' | 'end';
    readonly state: string;
    readonly editableUntil: number;
  },
  mentee: Parameters<typeof mention>[0],
  drawing: Pick<Drawing, 'now'>,
  isThere: boolean,
): Card {
  const line =
    form.moment === 'mid'
      ? say`You and ${mention(mentee)} are half-way.`
      : say`Your mentoring of ${mention(mentee)} has come to its end.`;
  const until = moment(form.editableUntil, 'date');
  const over = isReviewOver(form, drawing.now);
  const written = form.state === 'done';
  return {
    title: form.moment === 'mid' ? 'Half-way' : 'At the end',
    summary: line,
    blocks: [
      text(line),
      text(
        over
          ? literal('The time to write about it is over.')
          : written
            ? say`Your own view is saved. You can change it until ${until}.`
            : say`How was your own mentoring? A few short questions, until ${until}. Each can be left out.`,
      ),
      buttons(
        over
          ? null
          : button(
              written ? 'Change my view' : 'Write my view',
              'review.self',
              form.id,
              written ? {} : { style: 'main' },
            ),
        button('Where it stands', 'review.panel', '-'),
      ),
      ...(isThere ? [muted(literal('Your mentee is asked in their own time, and reads nothing of yours.'))] : []),
    ],
  };
}

/** To a mentee: what was noted stands in the panel alone. */
const noted: Face = {
  called: 'a note of what two people said',
  comes: 'beside',
  why: {
    say: 'Your mentor noted what you two said. It only counts if you say that it was so. You can leave it.',
    asks: ['conversation.read'],
  },
  withoutAccount: {
    passOn: 'you noted what you two said about your mentoring, and they can look at it on their own page',
  },
  folded: 'What you and your mentor said, to look at',
  async draw(drawing) {
    const about = notedSubject.read(drawing.subject);
    const note = about === undefined ? undefined : await drawing.rows.attestations.get(about.note);
    if (note === undefined || drawing.reader?.id !== note.by) return null;
    if (note.state !== 'asked') return sentence('What you two said', 'Thank you. There is nothing more to do.');
    const line = say`${mention(note.askedBy)} noted what you two said about your mentoring. Was it so?`;
    return {
      title: 'What you two said',
      summary: line,
      blocks: [
        text(line),
        buttons(button('Have a look', 'conversation.read', note.id, { style: 'main' })),
        muted(literal('You can leave it. Then it does not count, and that is all.')),
      ],
    };
  },
};

export const faces = {
  'review-asked': asked,
  'review-again': again,
  'review-opened': opened,
  'conversation-noted': noted,
};
