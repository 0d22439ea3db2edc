import { type Block, text } from '../../chat/card.js';
import { literal } from '../../chat/text.js';
import type { Programme } from '../../domain/programme.js';

/** Said at the head of whatever may be shown, printed or passed on as evidence, where nothing of it is any. */
export const practiceNote = (p: Pick<Programme, 'practice'>): readonly Block[] =>
  p.practice ? [text(literal('Practice data: the clock was moved, so none of this is evidence.'))] : [];
