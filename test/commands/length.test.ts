import { describe, expect, test } from 'vitest';
import { takeLength } from '../../src/commands/length.js';

describe('a length taken out of typed text', () => {
  test.each([
    ['45m', 45, ''],
    ['45 m', 45, ''],
    ['45min', 45, ''],
    ['45 mins', 45, ''],
    ['45 minutes', 45, ''],
    ['forty-five minutes', 45, ''],
    ['twenty five minutes', 25, ''],
    ['90 minutes', 90, ''],
    ['1h', 60, ''],
    ['1 hr', 60, ''],
    ['2 hours', 120, ''],
    ['two hours', 120, ''],
    ['8h', 480, ''],
    ['1h30', 90, ''],
    ['1h30m', 90, ''],
    ['1h 30m', 90, ''],
    ['1 h 30 min', 90, ''],
    ['1 hour and 15 minutes', 75, ''],
    ['an hour and fifteen minutes', 75, ''],
    ['an hour', 60, ''],
    ['an hour and a half', 90, ''],
    ['an hour and a quarter', 75, ''],
    ['one and a half hours', 90, ''],
    ['1.5h', 90, ''],
    ['1½ hours', 90, ''],
    ['half an hour', 30, ''],
    ['half hour', 30, ''],
    ['a quarter of an hour', 15, ''],
    ['three quarters of an hour', 45, ''],
    ['for 45m', 45, ''],
    ['lasting an hour', 60, ''],
    ['tomorrow 3pm for 45m', 45, 'tomorrow 3pm'],
    ['45m tomorrow 3pm Phone calls', 45, 'tomorrow 3pm Phone calls'],
    ['tomorrow 3pm 45m Phone calls', 45, 'tomorrow 3pm Phone calls'],
    ['tomorrow 3pm, 45m, Phone calls', 45, 'tomorrow 3pm, Phone calls'],
    ['Phone calls (45m)', 45, 'Phone calls'],
    ['10 minutes of silence, for 45m', 45, '10 minutes of silence'],
    ['in 45 minutes for 30m', 30, 'in 45 minutes'],
    ['1 hour 3 December', 60, '3 December'],
  ])('%s', (text, minutes, rest) => {
    expect(takeLength(text)).toEqual({ minutes, rest });
  });

  test.each([
    'tomorrow 3pm',
    'in 45 minutes',
    'in an hour and a half',
    '45 minutes from now',
    '20 minutes ago',
    '20 minutes to 4',
    'tomorrow 14h30',
    'tomorrow 1500 hours',
    'Budget of £5m',
    'Happy hour',
    'ah, h and m',
    'Room 5b',
    'every 2 hours',
    '',
  ])('none in: %s', (text) => {
    expect(takeLength(text)).toEqual({ rest: text });
  });

  test.each([
    ['0m', 'A session lasts at least 5 min, and I understood 0 min: say a longer length, like 45m.'],
    ['for 4 minutes', 'A session lasts at least 5 min, and I understood 4 min: say a longer length, like 45m.'],
    ['-30m', 'A session lasts at least 5 min, and I understood −30 min: say a longer length, like 45m.'],
    ['8h01', 'A session can last at most 8 h, and I understood 8 h 1 min: say a shorter length, like 45m.'],
    ['for 9 hours', 'A session can last at most 8 h, and I understood 9 h: say a shorter length, like 45m.'],
    [
      '100000 minutes',
      'A session can last at most 8 h, and I understood 1666 h 40 min: say a shorter length, like 45m.',
    ],
  ])('no length for a session: %s', (text, problem) => {
    expect(takeLength(`tomorrow 3pm ${text}`)).toEqual({ rest: 'tomorrow 3pm', problem });
  });
});
