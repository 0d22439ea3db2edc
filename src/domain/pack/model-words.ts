import { zoneName } from '../../kernel/zoned.js';
import type { PackScene } from './model-scene.js';

/** "24 Nov 2026, 10:05 (GMT)" */
export const withZone = (scene: PackScene, at: number): string =>
  `${scene.moment(at)} (${zoneName(at, scene.facts.zone)})`;
