import { isDeepStrictEqual } from 'node:util';
import { readCitation } from '../../../src/domain/citation.js';
import type { PortfolioFacts } from '../../../src/domain/portfolio-facts.js';
import type { DisclosedLeaf } from '../../../src/ports/packs.js';
import type { LeavingPack } from './leaving.js';

/**
 * Which leaves of a chain leave with a pack (docs/record-format.md): figures that stand in its facts, and words that stand
 * there as they were written, to the letter. Whatever is not named here stays: an entry's own leaves say who did what, and
 * with it what a mentee skipped or took back.
 */
export type Discloses = (leaf: DisclosedLeaf) => boolean;

export function disclosing({ facts }: LeavingPack): Discloses {
  const words = wordsLeaving(facts);
  const sessions = new Map(facts.sessions.map((s) => [s.id as string, s]));
  const goals = new Set<string>(facts.mentorships.flatMap((m) => m.goals.map((g) => g.id)));
  const ids = {
    agreement: new Set<string>(facts.mentorships.map((m) => m.id)),
    contact: new Set(facts.contacts.map((c) => c.id)),
    level: new Set<string>(facts.levels.map((l) => l.id)),
    attestation: new Set<string>(facts.attestations.map((a) => a.id)),
    change: new Set<string>(facts.changes.map((c) => c.id)),
  };
  return ({ path, value }) => {
    const cited = readCitation(path);
    if (cited === undefined) return false;
    const { kind, id, version, part = '' } = cited;
    const said = (): boolean => words.get(path)?.(value) ?? false;
    switch (kind) {
      case 'agreement':
        if (!ids.agreement.has(id)) return false;
        if (part === 'standing') return true;
        // What a mentee said to a version that they did not sign is nobody’s to read.
        if (part === 'signatures') return has(value, 'word', 'signed');
        return said();
      case 'goal':
        return goals.has(id) && (part === 'levels' || said());
      case 'contact':
        return ids.contact.has(id) && part === 'figures';
      case 'session':
        if (!sessions.has(id)) return false;
        // Who was asked and did not answer looks like who said no: of neither anything is shown.
        return part === 'figures' || (part.startsWith('attendance/') && has(value, 'answer', 'accepted'));
      case 'plan':
        return sessions.get(id)?.plan?.version === version && (part === 'figures' || said());
      case 'record':
        return sessions.get(id)?.record?.version === version && (part === 'figures' || part === 'head' || said());
      case 'level':
        return ids.level.has(id) && (part === 'figures' || said());
      case 'attestation':
        return ids.attestation.has(id) && (part === 'signed' || said());
      case 'change':
        return ids.change.has(id) && (part === 'figures' || said());
      // It says in which minute somebody answered. The list of the seal has it all the same.
      case 'answer':
      case 'review':
      case 'mark':
      case 'reflection':
      case 'outcome':
      case 'promise':
        return false;
      default:
        return kind satisfies never;
    }
  };
}

const has = (value: unknown, key: string, is: unknown): boolean =>
  typeof value === 'object' && value !== null && (value as Record<string, unknown>)[key] === is;

type Fits = (value: unknown) => boolean;

/** By a leaf's path: whether a value says no more than what leaves. */
function wordsLeaving(facts: PortfolioFacts): ReadonlyMap<string, Fits> {
  const fits = new Map<string, Fits>();
  const text = (path: string, words: string): void => {
    if (words !== '') fits.set(path, (value) => value === words);
  };
  for (const m of facts.mentorships) {
    for (const g of m.goals) {
      text(`goal:${g.id}/what`, g.what);
      text(`goal:${g.id}/how`, g.how);
    }
    for (const { version, body } of m.agreements)
      for (const [field, words] of Object.entries(body ?? {}))
        if (typeof words === 'string' && field !== 'until') text(`agreement:${m.id}@${version}/${field}`, words);
  }
  for (const l of facts.levels) text(`level:${l.id}@1/why`, l.why);
  for (const c of facts.changes) {
    text(`change:${c.id}/said`, c.said);
    text(`change:${c.id}/what`, c.what);
    for (const s of c.since)
      fits.set(`change:${c.id}/said/${s.id}`, (value) => has(value, 'word', s.word) && has(value, 'note', s.note));
  }
  for (const { id, body } of facts.attestations)
    for (const field of ['activity', 'words', 'relation', 'role', 'feedback', 'reply'] as const)
      text(`attestation:${id}/${field}`, body[field]);
  for (const s of facts.sessions)
    for (const p of s.passages) fits.set(p.citation, (value) => isPassage(value, p.words));
  return fits;
}

/** A text itself; of a row of a list what its passage was made of, and else only what is no words. */
function isPassage(value: unknown, words: string): boolean {
  if (typeof value === 'string') return value === words;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { key: _, outcome: __, objective: ___, goal: ____, skill: _____, ...said } = value as Record<string, unknown>;
  const texts = Object.values(said);
  return isDeepStrictEqual(texts.filter((one) => one !== '').join('\n'), words) && texts.every(isText);
}
const isText = (value: unknown): boolean => typeof value === 'string';
