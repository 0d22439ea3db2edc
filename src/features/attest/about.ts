import { type Attestation, type AttestationId, isWritten, type WrittenKind } from '../../domain/attestation.js';
import type { Portfolio } from '../../domain/mentorship.js';
import { Refused } from '../../kernel/errors.js';
import type { PortfolioId } from '../../kernel/ids.js';
import type { Work } from '../feature.js';

/** What somebody is asked to attest, and of whose work. */

export interface Attested {
  readonly a: Attestation;
  readonly kind: WrittenKind;
  readonly portfolio: Portfolio;
}

/** @throws Refused `no-such-attestation` */
export async function attestedOf(subject: string, work: Pick<Work, 'rows'>): Promise<Attested> {
  const a = await work.rows.attestations.get(subject as AttestationId);
  const portfolio = a && (await work.rows.portfolios.get(a.portfolio));
  if (a === undefined || portfolio === undefined || !isWritten(a.kind))
    throw new Refused('no-such-attestation', 'That is no longer here. Nothing is asked of you.');
  return { a, kind: a.kind, portfolio };
}

/** @throws Refused `no-such-portfolio` */
export async function portfolioOf(subject: string, work: Pick<Work, 'rows'>): Promise<Portfolio> {
  const portfolio = await work.rows.portfolios.get(subject as PortfolioId);
  if (portfolio === undefined)
    throw new Refused('no-such-portfolio', 'That is no longer here. Type testimony to see what is.');
  return portfolio;
}

/** "a testimony": how each kind is spoken of. */
export const kindWords: Readonly<Record<WrittenKind, string>> = {
  testimony: 'a testimony',
  observation: 'an observation',
  discussion: 'a professional discussion',
};
