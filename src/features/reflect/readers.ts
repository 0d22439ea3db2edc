import { literal, say, type Text } from '../../chat/text.js';
import type { Portfolio } from '../../domain/mentorship.js';
import type { ActorWork } from '../feature.js';
import { namedReaders, partsThatMay, readersByPart, together } from '../shared/who-reads.js';

/** Who reads a reflection once it is declared, those from outside among them. */
export async function whoReads(portfolio: Portfolio, work: ActorWork): Promise<Text> {
  const readers = await namedReaders(work, portfolio);
  return together(['the coordinator', ...readersByPart(readers, partsThatMay('reflection.read'))]) ?? literal('nobody');
}

/** Before the first question of every form in which it is written. */
export const draftWords = async (portfolio: Portfolio, work: ActorWork): Promise<Text> =>
  say`A draft is yours alone. Once you declare it as your own work, ${await whoReads(portfolio, work)} can read it; from outside it is read with names replaced. If someone may be at risk, it can’t stay private. Don’t write it here: use “Worried about someone?”.`;
