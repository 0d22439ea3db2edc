import { describe } from 'vitest';
import { liveSeason } from './season-lived.js';

describe('the first weeks of a season, over the clock change of autumn', () =>
  liveSeason({ weeks: 6, pausedFrom: 2, pausedTo: 4, endsIn: 5, clockChanges: 1, held: 15 }));
