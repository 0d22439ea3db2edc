import { expect, test } from 'vitest';
import { packPassages, passagesInPieces } from '../../src/domain/pack/passages.js';
import { packSeason } from '../support/pack-season.js';

/** Whoever reads a portfolio for a pack lets others have their turn between two pieces: none may be long. */
test('passages come in pieces of at most fifty sessions or answers, and together are all there are', () => {
  const facts = packSeason(400);
  const pieces = [...passagesInPieces(facts)];
  expect(pieces.flat()).toEqual(packPassages(facts));
  expect(pieces.flat().length).toBeGreaterThan(400);
  for (const piece of pieces) {
    expect(new Set(piece.flatMap((p) => p.session ?? [])).size).toBeLessThanOrEqual(50);
    expect(piece.filter((p) => p.citation.startsWith('answer:')).length).toBeLessThanOrEqual(50);
  }
});
