import type { AccessLink } from '../../domain/access-link.js';
import type { PersonId } from '../../kernel/ids.js';
import { hashOfToken, newToken } from '../../kernel/token.js';
import type { ActorWork, Work } from '../feature.js';

/** Single-use links: one open at a time for one person and purpose; the token is shown once, and kept nowhere. */

/** An open link about this, made now by whoever acts; it leads nowhere until it is kept. */
export const openLink = (
  work: ActorWork,
  about: Pick<AccessLink, 'programme' | 'person' | 'purpose' | 'subject' | 'witnessed'>,
  life: number,
  token: string,
): AccessLink => ({
  ...about,
  id: hashOfToken(token),
  madeBy: work.actor.id,
  madeAt: work.now,
  expiresAt: work.now + life,
  state: 'open',
  usedAt: null,
});

/**
 * Makes one that stays beside what is open already, by nobody's press: whoever was sent the first may still use it.
 * @param about `madeBy`: on whose behalf. `expiresAt` in ms
 * @returns its token, which is kept nowhere
 */
export async function addAccessLink(
  work: Work,
  about: Pick<AccessLink, 'person' | 'purpose' | 'subject' | 'expiresAt'> & { readonly madeBy: PersonId },
): Promise<{ readonly link: AccessLink; readonly token: string }> {
  const token = newToken(work.ids);
  const link: AccessLink = {
    ...about,
    id: hashOfToken(token),
    programme: work.programme.id,
    witnessed: false,
    madeAt: work.now,
    state: 'open',
    usedAt: null,
  };
  await work.rows.accessLinks.add(link);
  work.audit('link.made', link.person, { purpose: link.purpose, witnessed: false });
  return { link, token };
}

/** Makes one, in place of what was open before. Answers it with its token. */
export async function makeAccessLink(
  work: ActorWork,
  about: Pick<AccessLink, 'person' | 'purpose' | 'subject' | 'witnessed'>,
  life: number,
  token = newToken(work.ids),
): Promise<{ readonly link: AccessLink; readonly token: string }> {
  for (const old of await work.rows.accessLinks.ofPerson(about.person))
    if (old.state === 'open' && old.purpose === about.purpose && old.subject === about.subject)
      await work.rows.accessLinks.settle(old.id, 'void', work.now);
  const link = openLink(work, { ...about, programme: work.programme.id }, life, token);
  await work.rows.accessLinks.add(link);
  work.audit('link.made', link.person, { purpose: link.purpose, witnessed: link.witnessed });
  return { link, token };
}
