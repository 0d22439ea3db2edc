import { type Block, muted } from '../../chat/card.js';
import { literal } from '../../chat/text.js';
import { minutesInWords } from '../../kernel/words.js';

/**
 * Hours of mentees who were erased, one or many: said to whose hours they are and to the coordinator, never to a mentee.
 */
export const apartBlocks = (minutes: number): readonly Block[] =>
  minutes === 0
    ? []
    : [
        muted(
          literal(
            `${minutesInWords(minutes)} ${minutes === 1 ? 'stands' : 'stand'} apart: whoever was mentored then was erased, so no plan or record of it is left to show. It does not count towards the unit.`,
          ),
        ),
      ];
