import { describe } from 'vitest';
import { liveSeason } from './support/season-lived.js';

describe('some weeks of a season, over a clock change', () =>
  liveSeason({ from: '2026-10-05', weeks: 4, pausedFrom: 1, pausedTo: 3, endsIn: 3, clockChanges: 1, held: 10 }));
