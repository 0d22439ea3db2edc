import { shorten } from '../../kernel/words.js';
import type { PortfolioFacts } from '../portfolio-facts.js';
import { type Readiness, readinessOf } from '../readiness.js';
import type { PackAbout } from './model-about.js';
import { agreementPart } from './model-agreement.js';
import { attestedPart } from './model-attested.js';
import { listLabels, type PackPart } from './model-blocks.js';
import { changesPart } from './model-changes.js';
import { chainPart, declarationPart, evidencePart } from './model-closing.js';
import { type CoverPage, candidatePart, coverOf } from './model-cover.js';
import { criteriaPart } from './model-criteria.js';
import { facingPart } from './model-facing.js';
import { feedbackPart } from './model-feedback.js';
import { goalsPart } from './model-goals.js';
import { hoursPart } from './model-hours.js';
import type { PackPicture } from './model-pictures.js';
import { reflectionPart } from './model-reflection.js';
import { sceneOfPack } from './model-scene.js';
import { skillsPart } from './model-skills.js';
import { themesPart } from './model-themes.js';

/**
 * A pack's pages, worked out of its facts (docs/field.md#the-pack): which parts there are, under the names of the forms that
 * assessors know, with every word and figure that stands in them. Whoever typesets adds nothing but page numbers.
 */

export interface PackModel {
  readonly lang: 'en-GB';
  /** Of the document. */
  readonly title: string;
  /** In the running head. */
  readonly short: string;
  readonly author: string;
  /** ms */
  readonly at: number;
  readonly cover: CoverPage;
  readonly parts: readonly PackPart[];
  /** Every label that there is: what points at another stands as words alone. */
  readonly labels: Readonly<Record<string, true>>;
  /** What the blocks `picture` show, to be drawn. */
  readonly pictures: readonly PackPicture[];
}

export type { PackAbout } from './model-about.js';

/**
 * What is shown and what is missing, of the words that there are before any was cut: or a mentee's silence would be a gap.
 * @param uncut with every word still in it
 * @param called what everybody is called in the pack, by the ids of `uncut`: sentences of what is missing name people
 */
export const packReadiness = (uncut: PortfolioFacts, called: PortfolioFacts['called']): Readiness =>
  readinessOf({ ...uncut, called });

/** @param facts as they leave: cut, and with nobody's name that is not to stand */
export function packModel(facts: PortfolioFacts, about: PackAbout): PackModel {
  const scene = sceneOfPack(facts);
  const { parts, pictures } = [
    candidatePart(scene, about),
    agreementPart(scene),
    goalsPart(scene),
    hoursPart(scene),
    facingPart(scene),
    skillsPart(scene),
    feedbackPart(scene),
    changesPart(scene),
    themesPart(scene),
    reflectionPart(scene),
    attestedPart(scene),
    evidencePart(scene),
    criteriaPart(scene, about),
    declarationPart(scene, about),
    chainPart(scene, about),
  ].reduce<{ readonly parts: PackPart[]; readonly pictures: PackPicture[] }>(
    (all, { title, blocks, pictures = [] }, i) => {
      all.parts.push({ number: i + 1, title, label: `part-${i + 1}`, blocks });
      all.pictures.push(...pictures);
      return all;
    },
    { parts: [], pictures: [] },
  );
  const candidate = scene.called(facts.portfolio.mentor);
  const unit = facts.portfolio.unit?.title ?? 'Mentoring';
  return {
    lang: 'en-GB',
    title: `Evidence of mentoring: ${shorten(unit, 160)}`,
    short: `${shorten(unit, 60)} · ${shorten(candidate, 40)}`,
    author: candidate,
    at: about.madeAt,
    cover: coverOf(scene, about),
    parts,
    labels: listLabels(parts),
    pictures,
  };
}
