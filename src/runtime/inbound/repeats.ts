import { sentence } from '../../chat/card.js';
import type { Inbound, Reply } from '../../chat/inbound.js';
import type { DraftId } from '../../kernel/ids.js';
import type { Acting } from './act-as.js';

/** A platform delivers the same event twice: what is kept of the first answer, and what the second is told by it. */

/** What is kept of a reply, so that a repeat of its request can be answered alike. Never content. */
export function outcomeOf(reply: Reply): string {
  return reply.kind === 'form' ? `form:${reply.view.draft}` : reply.kind;
}

/** The reply to a repeat, whose first delivery had this outcome. Nothing is done by it. */
export async function repeated(outcome: string, event: Inbound, { work, forms }: Acting): Promise<Reply> {
  // Of an installation Teams tells in two kinds of activity: help once is enough.
  if (event.kind === 'installed') return { kind: 'done' };
  if (outcome.startsWith('form:')) {
    const draft = await work.rows.drafts.get(outcome.slice(5) as DraftId);
    if (draft !== undefined && draft.doneAt === null && draft.person === work.actor.id) return forms.continue(draft);
  }
  if (outcome === 'close') return { kind: 'close' };
  return outcome === 'done'
    ? { kind: 'done' }
    : { kind: 'say', card: sentence('Already done', 'That was done already. Nothing was done twice.') };
}
