import { expect, test } from 'vitest';
import { packModel } from '../../src/domain/pack/model.js';
import type { PortfolioFacts } from '../../src/domain/portfolio-facts.js';
import { fullFacts } from '../support/full-facts.js';
import { packAbout } from '../support/pack-about.js';

/** A record or a length that was put right afterwards says so beside its plan: since when, and by whom. */

/** The facts with this changed in each session that has a record. */
function facing(change: (s: PortfolioFacts['sessions'][number]) => PortfolioFacts['sessions'][number]): string {
  const facts = fullFacts(() => 'Words');
  const changed = { ...facts, sessions: facts.sessions.map((s) => (s.record === null ? s : change(s))) };
  const part = packModel(changed, packAbout(changed)).parts.find((p) => p.number === 5);
  return JSON.stringify(part?.blocks ?? []);
}

test('a record that was never changed says nothing of it', () => {
  const words = facing((s) => ({ ...s, record: s.record && { ...s.record, version: 1 } }));
  expect(words).toContain('Signed');
  expect(words).not.toContain('Corrected');
});

test('one that was amended has the day, and that its mentor did it', () => {
  const at = Date.parse('2026-11-30T10:00:00Z');
  const words = facing((s) => ({ ...s, record: s.record && { ...s.record, version: 2, savedAt: at } }));
  expect(words).toMatch(/Corrected.{0,60}on (?:Mon )?30 Nov(?:ember)? 2026 by its mentor/);
});

test('a length that the coordinator settled says so, of each mentee whose it was', () => {
  const words = facing((s) => ({ ...s, parts: s.parts.map((p) => ({ ...p, standing: 'settled', minutes: 40 })) }));
  expect(words).toMatch(/Length settled.{0,60}by the coordinator, [^:]+: 40 min/);
  const other = facing((s) => ({ ...s, parts: s.parts.map((p) => ({ ...p, standing: 'confirmed' })) }));
  expect(other).not.toContain('Length settled');
});
