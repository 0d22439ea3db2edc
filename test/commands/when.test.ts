import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { understandPlanWords, understandWhen, understood, type WordsContext } from '../../src/commands/when.js';
import { shown } from './shown.js';
import { corpora } from './when.corpus.js';

const sunday: WordsContext = { now: Date.parse('2026-11-22T12:00Z'), zone: 'Europe/London', locale: 'en-GB' };

describe('the corpus', () => {
  const processZone = process.env.TZ;
  afterAll(() => {
    process.env.TZ = processZone;
  });

  test('is large enough, and repeats nothing', () => {
    const phrases = corpora.flatMap((c) =>
      c.phrases.filter((p) => typeof p !== 'string').map((p) => `${c.zone} ${c.locale} ${c.now} ${c.anchor} ${p[0]}`),
    );
    expect(phrases.length).toBeGreaterThanOrEqual(200);
    expect(new Set(phrases).size).toBe(phrases.length);
    expect(new Set(corpora.map((c) => c.zone))).toEqual(new Set(['Europe/London', 'America/New_York', 'Asia/Kolkata']));
  });

  // The process runs at UTC; that the machine's own zone changes nothing is shown in three of them.
  const winterAndSummer = { UTC: [0, 0], 'Europe/London': [0, -60], 'America/New_York': [300, 240] };
  describe.each(Object.entries(winterAndSummer))('with the process at %s', (zone, offsets) => {
    beforeAll(() => {
      process.env.TZ = zone;
      expect([new Date(2026, 0, 1), new Date(2026, 6, 1)].map((d) => d.getTimezoneOffset())).toEqual(offsets);
    });
    test.each(corpora)('$about', (corpus) => {
      const { zone, locale, anchor } = corpus;
      const context = { now: Date.parse(corpus.now), zone, locale, ...(anchor && { anchor: Date.parse(anchor) }) };
      const table = corpus.phrases.filter((p) => typeof p !== 'string').map((p) => `${p[0]} → ${p[1]}`);
      const read = corpus.phrases
        .filter((p) => typeof p !== 'string')
        .map((p) => `${p[0]} → ${shown(understandPlanWords(p[0], context))}`);
      expect(read).toEqual(table);
    });
  });
});

describe('what is asked', () => {
  const asked = (text: string, context = sunday): string[] => {
    const when = understandWhen(text, context);
    return when.kind === 'ask' ? [when.question, ...when.options.map((o) => o.label)] : [when.kind];
  };
  const autumn = { ...sunday, now: Date.parse('2026-10-20T11:00Z') };

  test('an hour that comes twice: earlier and later, by the names of the clock', () => {
    expect(asked('25 Oct 01:30', autumn)).toEqual([
      'The clocks go back, so that time comes twice. Which one?',
      'Sun 25 Oct 2026, 01:30 (BST, earlier)',
      'Sun 25 Oct 2026, 01:30 (GMT, later)',
    ]);
  });
  test('an hour that does not exist: the nearest two', () => {
    expect(asked('28 March 2027 01:30', autumn)).toEqual([
      'The clocks go forward, so that time does not exist. Which one instead?',
      'Sun 28 Mar 2027, 00:30 (GMT)',
      'Sun 28 Mar 2027, 02:30 (BST)',
    ]);
  });
  test('an hour of the twelve-hour clock, the working hour first', () => {
    expect(asked('tomorrow at 3')).toEqual([
      'Is that 15:00 or 03:00?',
      'Mon 23 Nov 2026, 15:00',
      'Mon 23 Nov 2026, 03:00',
    ]);
    expect(asked('tomorrow at 9')[0]).toBe('Is that 09:00 or 21:00?');
  });
  test('the name of a clock that is not in use on that day', () => {
    expect(asked('tomorrow 3pm BST')).toEqual([
      'BST is not in use here on that day. Which time do you mean?',
      'Mon 23 Nov 2026, 15:00 (GMT)',
      'Mon 23 Nov 2026, 14:00 (GMT)',
    ]);
  });
  test('days of two meanings, days that are not, and weekdays that disagree', () => {
    const monday = { ...sunday, now: Date.parse('2026-11-16T09:00Z') };
    expect(asked('next Tuesday 3pm', monday)[0]).toBe('Which Tuesday do you mean?');
    expect(asked('Monday 3pm', monday)[0]).toBe('Today is a Monday. Today, or in a week?');
    expect(asked('30 Feb 3pm')[0]).toBe('There is no 30 February 2027. Which day do you mean?');
    expect(asked('Tue 25 Nov 3pm')[0]).toBe('25 November is a Wednesday. Which day do you mean?');
    expect(asked('04/12 14:00', { ...sunday, locale: 'en-CA' })[0]).toBe('Is the day or the month written first?');
    expect(asked('04/12 14:00', { ...sunday, locale: '' })[0]).toBe('Is the day or the month written first?');
  });
  test('never more than six meanings, each once', () => {
    const when = understandWhen('Monday or Tuesday or Wednesday or Thursday at 3', sunday);
    expect(when.kind === 'ask' && when.options).toHaveLength(6);
    expect(when.kind === 'ask' && new Set(when.options.map((o) => o.at)).size).toBe(6);
  });
});

test('the words understood as the time are told', () => {
  expect(understandWhen('Phone calls tomorrow at 3pm', sunday)).toMatchObject({ said: 'tomorrow at 3pm' });
  expect(understandWhen('tomorrow Phone calls 3pm', sunday)).toMatchObject({
    said: 'tomorrow 3pm',
    rest: 'Phone calls',
  });
});

test('a length no session can have is said with its number', () => {
  expect(understandPlanWords('tomorrow 3pm for 9 hours', sunday).lengthProblem).toBe(
    'A session can last at most 8 h, and I understood 9 h: say a shorter length, like 45m.',
  );
  expect(understandPlanWords('every Tuesday 3pm for 2,000 sessions', sunday).everyProblem).toBe(
    'A series can hold at most 60 sessions: choose fewer, or an earlier last day.',
  );
});

describe('what is shown back', () => {
  test('says day, time, length and zone, and the other person’s where it differs', () => {
    const at = Date.parse('2026-11-24T15:00Z');
    expect(understood(at, 45, 'Europe/London', 'en-GB', 'Asia/Kolkata')).toBe(
      'Tue 24 Nov 2026, 15:00–15:45 (GMT); 20:30 for them',
    );
    expect(understood(at, undefined, 'Europe/London', 'en-GB', 'Africa/Abidjan')).toBe('Tue 24 Nov 2026, 15:00 (GMT)');
    expect(understood(at, 45, 'America/New_York', 'en-US', 'Asia/Tokyo')).toBe(
      'Tue Nov 24 2026, 10:00–10:45 (EST); Wed Nov 25 2026, 00:00 for them',
    );
    expect(understood(Date.parse('2026-10-25T00:30Z'), 60, 'Europe/London', 'en-GB')).toBe(
      'Sun 25 Oct 2026, 01:30 (BST) for 1 h',
    );
    expect(understood(at, 45, 'Europe/Berlin', 'de-DE')).toBe('Tue 24 Nov 2026, 16:00–16:45 (CET)');
  });

  const zones = [
    'Europe/London',
    'Europe/Dublin',
    'Europe/Berlin',
    'America/New_York',
    'America/St_Johns',
    'America/Sao_Paulo',
    'Africa/Casablanca',
    'Asia/Kolkata',
    'Asia/Kathmandu',
    'Asia/Tokyo',
    'Australia/Lord_Howe',
    'Australia/Adelaide',
    'Pacific/Apia',
    'Pacific/Chatham',
    'UTC',
  ];
  const from = Date.parse('2020-01-01T00:00Z') / 60_000;
  const to = Date.parse('2040-12-31T23:59Z') / 60_000;
  // Half of the instants lie within two hours of a change of the clocks.
  const changes = zones.flatMap((zone) => {
    const found: number[] = [];
    let at = Temporal.Instant.fromEpochMilliseconds(from * 60_000)
      .toZonedDateTimeISO(zone)
      .getTimeZoneTransition('next');
    for (; at !== null && at.epochMilliseconds < to * 60_000; at = at.getTimeZoneTransition('next'))
      found.push(at.epochMilliseconds / 60_000);
    return found.map((minute) => ({ zone, minute }));
  });
  test('the changes of the clocks are among what is tried', () => {
    expect(changes.filter((c) => c.zone === 'Europe/London')).toHaveLength(42);
    expect(new Set(changes.map((c) => c.zone)).size).toBeGreaterThanOrEqual(10);
  });
  const anywhere = fc.record({ zone: fc.constantFrom(...zones), minute: fc.integer({ min: from, max: to }) });
  const nearChange = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -120, max: 120 }))
    .map(([c, off]) => ({ zone: c.zone, minute: c.minute + off }));

  test('parses to the same instant, in any zone, locale and minute, whenever it is read', () => {
    fc.assert(
      fc.property(
        fc.oneof(anywhere, nearChange),
        fc.constantFrom('en-GB', 'en-US', 'en-AU', 'en-CA', 'en-IE', 'en-IN', 'en-ZA', 'de-DE', 'ja-JP', 'nonsense!'),
        fc.option(fc.integer({ min: 5, max: 480 }), { nil: undefined }),
        fc.option(fc.constantFrom(...zones), { nil: undefined }),
        fc.integer({ min: -40 * 1440, max: 400 * 1440 }),
        ({ zone, minute }, locale, minutes, other, ahead) => {
          const at = minute * 60_000;
          const words = understood(at, minutes, zone, locale, other);
          const context = { now: at - ahead * 60_000 - 12_345, zone, locale };
          const read = understandPlanWords(words, context);
          expect([words, read.when.kind, 'at' in read.when && read.when.at, read.title]).toEqual([
            words,
            ahead >= -1 ? 'at' : 'past', // a minute that has begun is not past
            at,
            '',
          ]);
          expect([words, read.minutes]).toEqual([words, minutes]);
        },
      ),
      { numRuns: 600 },
    );
  });

  test('parses to that instant, or asks with it among the options, without the zone’s name', () => {
    fc.assert(
      fc.property(fc.oneof(anywhere, nearChange), ({ zone, minute }) => {
        const at = minute * 60_000;
        const words = understood(at, undefined, zone, 'en-GB').replace(/ \(.*/, '');
        const when = understandWhen(words, { now: at - 86_400_000, zone, locale: 'en-GB' });
        const read = when.kind === 'ask' ? when.options.map((o) => o.at) : 'at' in when ? [when.at] : [];
        expect([words, ...read]).toContain(at);
      }),
      { numRuns: 250 },
    );
  });
});

describe('anything may be typed', () => {
  const zones = ['Europe/London', 'Australia/Lord_Howe', 'Pacific/Apia'];
  const bits = fc.constantFrom(
    ...'tomorrow,3pm,3,at,on,next,Tue,week,half,quarter,to,4,45m,1h30,every,other,until,for,6,sessions,May,3rd,04/12,–,-,(,),",:,.,12:30,30 Feb,2026-99-99,GMT,BST,+99,now,in,a,fortnight,🎓,ß,İ,\ud800,\u202e,שלום,\u0000,\n,99999999999'.split(
      ',',
    ),
  );
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(bits, { maxLength: 30 }).map((words) => words.join(' ')),
    fc.array(bits, { maxLength: 30 }).map((words) => words.join('')),
  );

  test('nothing is thrown, and whatever is understood can be used', () => {
    fc.assert(
      fc.property(typed, fc.constantFrom(...zones), fc.constantFrom('en-GB', 'en-US', 'x'), (text, zone, locale) => {
        const read = understandPlanWords(text, { ...sunday, zone, locale });
        const { when } = read;
        if ('at' in when) expect(Number.isSafeInteger(when.at)).toBe(true);
        if (when.kind === 'at') expect(when.at).toBeGreaterThanOrEqual(sunday.now);
        if (when.kind === 'past') expect(when.at).toBeLessThan(sunday.now);
        if (when.kind === 'ask') {
          expect(when.options.length).toBeGreaterThan(1);
          for (const option of when.options) expect(option.label.length).toBeLessThanOrEqual(75); // a Slack button
        }
        if (when.kind === 'none' && text === text.trim()) expect(when.rest.length).toBeLessThanOrEqual(text.length);
        expect(read.title.length).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 600 },
    );
  });

  test.each([
    ['.tomorrow3pm45m', '.tomorrow3pm45m'],
    ['Calls.thurs2pm45', 'Calls.thurs2pm45'],
  ])('what was not understood stays as it was typed: %s', (text, title) => {
    expect(understandPlanWords(text, sunday)).toMatchObject({ when: { kind: 'none', rest: text }, title });
  });

  test('100,000 characters take no longer than a moment, and the title keeps them', () => {
    for (const filler of [
      '12 ma ',
      '-',
      ' ',
      '3 Dec ',
      '((((',
      'every ',
      '"',
      'at 3 ',
      '🎓',
      'שלום ',
      '\ud800',
      '1h',
    ]) {
      const long = `tomorrow 3pm ${filler.repeat(Math.ceil(100_000 / filler.length))}end`;
      const start = performance.now();
      const read = understandPlanWords(long, sunday);
      expect([filler, performance.now() - start < 1000]).toEqual([filler, true]);
      expect(read.title.endsWith('end')).toBe(true);
    }
    const read = understandPlanWords(`tomorrow 3pm ${'word '.repeat(20_000)}4 Dec 2pm`, sunday);
    expect(shown({ ...read, title: '' })).toBe('2026-11-23T15:00Z');
    expect(read.title).toMatch(/^word .* word 4 Dec 2pm$/s);
    expect(read.title.length).toBe(100_000 + '4 Dec 2pm'.length);
  });
});
