import { describe } from 'vitest';
import { liveSeason } from './support/season-lived.js';
import { tellTime } from './support/season-world.js';

// Too long to be waited for with every change: a few weeks of it are among the other tests.
describe('a whole season, over both clock changes', () =>
  liveSeason(
    { from: '2026-09-21', weeks: 30, pausedFrom: 8, pausedTo: 14, endsIn: 20, clockChanges: 2, held: 70 },
    (begun) => tellTime('The season', begun, 60),
  ));
