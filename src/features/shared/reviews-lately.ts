import { type Block, button, buttons, text } from '../../chat/card.js';
import { literal } from '../../chat/text.js';
import { day } from '../../kernel/clock.js';
import { count } from '../../kernel/words.js';
import type { Rows } from '../../ports/store.js';

/**
 * A coordinator's one line a week about reviews (docs/field.md#reviews): how many mentorships came half-way or to their
 * end. Who answered it does not say, nor who did not.
 */
export async function reviewsOfTheWeek({
  rows,
  now,
}: {
  readonly rows: Pick<Rows, 'reviews'>;
  readonly now: number;
}): Promise<readonly Block[]> {
  const lately = (await rows.reviews.openAt(now)).filter((r) => r.openedAt > now - 7 * day);
  const n = new Set(lately.map((r) => r.mentorship)).size;
  return n === 0
    ? []
    : [
        text(literal(`${count(n, 'mentorship')} came half-way or to the end in the last seven days.`)),
        buttons(button('Read what was said', 'review.answers', '-')),
      ];
}
