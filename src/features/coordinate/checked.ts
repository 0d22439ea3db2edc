import { type Block, muted } from '../../chat/card.js';
import { moment, say } from '../../chat/text.js';
import { shortPrint } from '../../kernel/signed-head.js';
import { count } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';

/** When all records were compared with their chains, how that went, and what signs them; nothing where they never were. */
export async function checkedBlocks(work: ActorWork): Promise<readonly Block[]> {
  const { verification, signedHeads } = work.rows;
  const { checked, newestAt, leftOut, unfitChains, headsFit } = await verification.counts();
  if (checked === 0 || newestAt === null) return [];
  const fits =
    unfitChains === 0 && headsFit !== false
      ? 'all fit'
      : leftOut > 0
        ? `${count(leftOut, 'session')} ${leftOut === 1 ? 'does' : 'do'} not fit, and ${leftOut === 1 ? 'is' : 'are'} left out of the hours`
        : 'something does not fit, and no hours rest on it';
  const key = (await signedHeads.keys()).at(-1);
  const signed = key === undefined ? '' : ` Signed with key ${shortPrint(key.print)}.`;
  return [
    muted(
      say`Records compared with their chains, last ${moment(newestAt)}: ${count(checked, 'mentorship')}, ${fits}.${signed}`,
    ),
  ];
}
