import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestCount } from '../../../src/features/digest/index.js';
import { readWeekly } from '../../../src/features/digest/when.js';
import { day, minute } from '../../../src/kernel/clock.js';
import { type FeedbackWorld, feedbackWorld } from '../../support/feedback-world.js';

const more = ['mo', 'nia', 'oli', 'pip'].map((user) => ({
  user,
  name: `${user.toUpperCase()} Vale`,
  roles: ['mentee'] as const,
}));

let w: FeedbackWorld;
const answered = async (at: string, mentee: string, rating: number, wording = 1): Promise<void> => {
  const session = await w.held({
    at,
    mentees: [mentee],
    minutes: 30,
    said: { confirmation: 'confirmed', confirmedMinutes: 30 },
  });
  const when = Date.parse(at) + day / 24;
  await w.change((rows) =>
    rows.feedback.save({
      programme: w.programme,
      session,
      mentee: w.id(mentee),
      mentor: w.id('maya'),
      state: 'done',
      share: 'now',
      answers: ['agreed', 'listened', 'pace'].map((question) => ({
        question,
        wording: question === 'listened' ? wording : 1,
        rating,
        text: '',
        skipped: false,
        at: when,
      })),
      askedAt: when,
      firstAnsweredAt: when,
      editableUntil: when + 14 * day,
      reminded: false,
    }),
  );
};
const posted = (): string => w.channel().at(-1) ?? '';
/** The newest picture in the channel, and in a mentor's own digest: the trend it shows, and its words for who sees none. */
const trendIn = (address: string): { words: readonly string[]; alt: string } => {
  const blocks = w.chat.in(address as never).flatMap((m) => m.message.card.blocks);
  const image = blocks.findLast((b) => b.kind === 'image');
  if (image?.kind !== 'image') throw new Error('no picture');
  const trends = image.chart?.kind === 'hours' ? image.chart.ratings?.trends : undefined;
  return { words: (trends ?? []).map((t) => t.words), alt: image.alt };
};
const channel = 'web:#mentoring';
const averages = (): string => /What mentees say\n(- .*\n?)*/.exec(posted())?.[0].trim() ?? '';

beforeAll(async () => {
  w = await feedbackWorld(
    [...more, { user: 'uma', name: 'Uma Bell', roles: ['mentor'] }],
    ['leo', 'aisha', 'sam', 'mo', 'nia', 'oli', 'pip'].map((m) => ['maya', m] as const),
  );
});
afterAll(() => w.stop());

describe('the weekly digest', () => {
  test('comes on the programme’s schedule, kindly also when nothing happened', async () => {
    await w.clock.to('2026-11-27T15:59:00Z');
    expect(w.channel()).toHaveLength(0);
    await w.clock.to('2026-11-27T16:00:00Z');
    expect(w.channel()).toHaveLength(1);
    expect(posted()).toContain('No hours to count this week. That’s fine');
    expect(posted()).toContain('In all, since Mon 23 Nov 2026');
    expect(posted()).toContain('Averages of feedback appear once enough');
    expect(w.last('maya')).toContain('Your mentoring this week');
    expect(w.count('uma')).toBe(0);
  });

  test('the next one is set when one goes, once a week', async () => {
    await answered('2026-12-01T10:00:00Z', 'leo', 5);
    await answered('2026-12-02T10:00:00Z', 'leo', 4);
    await w.held({ at: '2026-12-02T12:00:00Z', mentees: ['sam'], recorded: null });
    await w.clock.to('2026-12-04T16:00:00Z');
    expect(w.channel()).toHaveLength(2);
    expect(posted()).toContain('Fri 27 Nov 2026 to Fri 4 Dec 2026');
    expect(posted()).toContain(
      'Delivered: 1 h\nConfirmed by mentees: 1 h\nSessions: 2\nRecords made at the time: 2 of 2',
    );
    await w.bot.refresh();
    await w.clock.to('2026-12-05T16:00:00Z');
    expect(w.channel()).toHaveLength(2);
  });

  test('says no name, no title, no place and nothing that anybody wrote', () => {
    const cards = w.chat.in('web:#mentoring' as never).map((m) => m.message.card);
    // Who may have more to see of it is told to the platform, and is nobody but the coordinator.
    for (const card of cards) expect(card.differsFor).toEqual([w.id('priya')]);
    const all = JSON.stringify(cards.map(({ differsFor: _, ...card }) => card));
    for (const [user] of w.people) expect(all).not.toContain(w.id(user));
    for (const words of ['Title', 'Room', 'SECRET', 'Leo', 'Maya', 'Vale']) expect(all).not.toContain(words);
  });

  test('each mentor gets their own in private: counts and no words', () => {
    const own = w.last('maya');
    expect(own).toContain('Your hours of mentoring: 1 h of 6 h delivered.');
    // The picture says it: not again beneath.
    expect(own.match(/1 h of 6 h/g)).toHaveLength(1);
    expect(own).toContain('Open actions: 2');
    expect(own).toContain('Waiting for a record: 1 session');
    // Answers stand in no message, of one mentee still less than of two together.
    expect(own).toMatch(/What is shared with you\n- Leo Brandt: \d of \d forms to read\./);
    expect(own).not.toContain('I felt listened to');
    expect(own).toContain('Nothing is planned');
    for (const words of ['SECRET', 'goal of']) expect(own).not.toContain(words);
    expect(trendIn('web:maya')).toEqual({ words: [], alt: expect.not.stringContaining('listened') });
  });
});

const digestOn = async (iso: string): Promise<string> => {
  await w.clock.to(iso);
  await w.as('priya').types('digest now', { scope: 'shared' });
  return averages();
};

describe('averages in the channel', () => {
  test('wait for five mentees who opted in', async () => {
    for (const [i, m] of ['aisha', 'sam', 'mo', 'nia', 'oli'].entries()) {
      await answered(`2026-12-${String(i + 7).padStart(2, '0')}T10:00:00Z`, m, 4);
      if (m !== 'oli') await w.manners(m, { inAverages: true });
    }
    await w.manners('leo', { inAverages: false });
    expect(await digestOn('2026-12-12T09:00:00Z')).toBe('');
    expect(posted()).toContain('Averages of feedback appear once enough');
    await w.manners('oli', { inAverages: true });
    const first = await digestOn('2026-12-12T10:00:00Z');
    expect(first).toContain('I felt listened to. About 4 of 5 (5 to 9 mentees).');
    expect(first).toMatch(/About \d+ in 10 forms were answered \(5 to 9 mentees\)\./);
    // A figure alone, with none before it, is no trend.
    expect(trendIn(channel)).toEqual({ words: [], alt: expect.not.stringContaining('What mentees say') });
  });

  test('stay for the new answers of four, and are renewed by the fifth', async () => {
    const before = averages();
    for (const [i, m] of ['aisha', 'sam', 'mo', 'nia'].entries()) {
      await answered(`2026-12-14T1${i}:00:00Z`, m, 1);
      expect(await digestOn(`2026-12-15T1${i}:00:00Z`)).toBe(before);
      expect(trendIn(channel).words).toEqual([]);
    }
    await w.manners('leo', { inAverages: true });
    expect(await digestOn('2026-12-15T15:00:00Z')).toBe(before);
    await answered('2026-12-15T16:00:00Z', 'oli', 1);
    const after = await digestOn('2026-12-16T09:00:00Z');
    expect(after).not.toBe(before);
    // The picture shows it, says it to whoever does not see it, and it is not said again beneath.
    const words = 'About 3 of 5, down from 4 (5 to 9 mentees)';
    expect(trendIn(channel).words).toEqual(Array.from({ length: 3 }, () => words));
    expect(trendIn(channel).alt).toContain(
      `What mentees say: We worked on what we agreed: ${words}. I felt listened to: ${words}.`,
    );
    expect(posted().match(/I felt listened to/g)).toHaveLength(1);
    expect(after).toMatch(/^What mentees say\n- About \d+ in 10 forms were answered/);
  });

  test('are shown with no trend once fewer than five of those before are counted, and the figure stays', async () => {
    await w.manners('aisha', { inAverages: false });
    const left = await digestOn('2026-12-16T09:10:00Z');
    expect(left).toContain('I felt listened to. About 3 of 5 (5 to 9 mentees).');
    expect(trendIn(channel).words).toEqual([]);
    await w.manners('aisha', { inAverages: true });
    await digestOn('2026-12-16T09:20:00Z');
    expect(posted()).toContain('I felt listened to: About 3 of 5, down from 4');
  });

  test('an old digest drawn again says what it said', async () => {
    const cards = w.channel();
    for (const m of w.chat.in('web:#mentoring' as never)) expect(m.edits).toBe(0);
    const subject = await w.read((rows) => rows.kept.get(digestCount));
    await w.change((rows) =>
      rows.outbox.add({
        face: 'digest',
        subject: `2026-12-14.${Number(subject)}`,
        to: { channel: 'web:#mentoring' as never },
        at: w.clock.now(),
        sensitive: false,
      }),
    );
    await w.settled();
    expect(w.channel()).toEqual(cards);
    expect(w.chat.in('web:#mentoring' as never).at(-1)?.edits).toBe(1);
  });
});

describe('the command', () => {
  test('a mentor may post it in a channel; others may not', async () => {
    const before = w.channel().length;
    await w.as('maya').types('digest', { scope: 'shared' });
    expect(w.channel()).toHaveLength(before + 1);
    await w.as('leo').types('digest', { scope: 'shared' });
    expect(w.said('leo')).toContain('Nothing has changed');
    expect(w.channel()).toHaveLength(before + 1);
  });

  test('asked for twice at once, as a platform may deliver it, it stands there once', async () => {
    const before = w.channel().length;
    for (const said of ['on its way', 'stands in the channel']) {
      await w.as('priya').types('digest now', { scope: 'shared' });
      expect(w.said('priya')).toContain(said);
    }
    expect(w.channel()).toHaveLength(before + 1);
    await w.as('maya').types('digest now', { scope: 'shared' });
    expect(w.channel()).toHaveLength(before + 2);
    await w.clock.pass(3 * minute);
    await w.as('maya').types('digest now', { scope: 'shared' });
    expect(w.channel()).toHaveLength(before + 3);
    await w.clock.pass(3 * minute);
  });

  test('a mentor’s own line stands there by their choice alone', async () => {
    expect(posted()).not.toContain('Maya');
    await w.manners('maya', { ownLine: true });
    await w.as('maya').types('digest now', { scope: 'shared' });
    expect(posted()).toMatch(/Maya Okafor: .* of 6 h\./);
    await w.manners('maya', { ownLine: false });
  });

  test('in private it shows a mentor their own, and the coordinator when it comes', async () => {
    const before = w.channel().length;
    await w.as('maya').types('digest');
    expect(w.said('maya')).toContain('Your mentoring this week');
    await w.as('priya').types('digest');
    expect(w.said('priya')).toContain('Every Friday at 16:00');
    await w.as('leo').types('digest');
    expect(w.said('leo')).toContain('mentors or the coordinator');
    expect(w.channel()).toHaveLength(before);
    await w.as('priya').types('digest now');
    expect(w.channel()).toHaveLength(before + 1);
  });

  test('digest now goes to each mentor in private too, once a day however often it is asked for', async () => {
    await w.clock.to('2026-12-17T08:30:00Z');
    const before = w.count('maya');
    await w.as('priya').types('digest now', { scope: 'shared' });
    await w.as('priya').types('digest now', { scope: 'shared' });
    await w.clock.to('2026-12-17T08:35:00Z');
    expect(w.count('maya')).toBe(before + 1);
    expect(w.last('maya')).toContain('Your mentoring this week');
    expect(w.count('uma')).toBe(0);
  });

  test('its day and time are the coordinator’s to set, and it moves at once', async () => {
    await w.as('maya').types('digest weekly Monday 9am');
    expect(w.said('maya')).toContain('coordinator');
    await w.as('priya').types('digest weekly someday');
    expect(w.said('priya')).toContain('digest weekly Friday 16:00');
    await w.as('priya').types('digest weekly thursday at 9.30am');
    // The next one is a moment of its own, so that each chat shows it as a date and by its reader's clock.
    const next = { moment: Date.UTC(2026, 11, 17, 9, 30), as: 'day-time' };
    expect(w.as('priya').last).toMatchObject({
      card: { summary: { parts: expect.arrayContaining(['Thursday', '09:30', 'Europe/London', next]) } },
    });
    const before = w.channel().length;
    await w.clock.to('2026-12-17T09:29:00Z');
    expect(w.channel()).toHaveLength(before);
    await w.clock.to('2026-12-17T09:30:00Z');
    expect(w.channel()).toHaveLength(before + 1);
    // Moved to a later day of the week in which it has gone: once a week all the same.
    await w.as('priya').types('digest weekly friday 4pm');
    await w.clock.to('2026-12-19T16:00:00Z');
    expect(w.channel()).toHaveLength(before + 1);
    await w.clock.to('2026-12-25T16:00:00Z');
    expect(w.channel()).toHaveLength(before + 2);
  });

  test('off is off, and weekly brings it back', async () => {
    const before = w.channel().length;
    await w.as('priya').types('digest off');
    await w.clock.to('2027-01-02T16:00:00Z');
    expect(w.channel()).toHaveLength(before);
    await w.as('priya').types('digest weekly');
    await w.clock.to('2027-01-08T16:00:00Z');
    expect(w.channel()).toHaveLength(before + 1);
  });

  test('other words are answered with those it knows', async () => {
    await w.as('priya').types('digest please');
    expect(w.said('priya')).toContain('digest now');
  });

  test('practice data says so', async () => {
    await w.store.write((tx) => tx.programmes.markPractice());
    await w.as('priya').types('digest now', { scope: 'shared' });
    expect(posted()).toContain('Practice data');
  });
});

test.each([
  ['Friday 4pm', { weekday: 5, time: '16:00' }],
  ['fri at 16:00', { weekday: 5, time: '16:00' }],
  ['9.30 am on Mondays', { weekday: 1, time: '09:30' }],
  ['12am sunday', { weekday: 7, time: '00:00' }],
  ['noon', { time: '12:00' }],
  ['', {}],
  ['tuesday', { weekday: 2 }],
  ['friday 25:00', { weekday: 5, unknown: '25:00' }],
  ['friday 13pm', { weekday: 5, unknown: '13pm' }],
  ['friday friday', { weekday: 5, unknown: 'friday' }],
  ['fr', { unknown: 'fr' }],
])('reads “%s”', (words, read) => {
  expect(readWeekly(words)).toEqual(read);
});

describe('averages after a rewording', () => {
  test('are of one wording: new words begin anew, and an old digest keeps the words it was of', async () => {
    await w.change(async (rows) => {
      const row = (await rows.catalogue.current('question')).find((q) => q.key === 'listened');
      if (row === undefined) throw new Error('no such question');
      const { text: _, ...body } = row.body as { text: string };
      await rows.catalogue.add({ ...row, version: 2, body: { ...body, text: 'My mentor heard me.' } });
    });
    const after = await digestOn('2027-01-11T09:00:00Z');
    expect(after).not.toMatch(/heard me|I felt listened to/);
    for (const [i, m] of ['aisha', 'sam', 'mo', 'nia', 'oli'].entries())
      await answered(`2027-01-12T1${i}:00:00Z`, m, 5, 2);
    // Fours, ones and fives in all; of the new words, fives alone.
    expect(await digestOn('2027-01-13T09:00:00Z')).toContain('My mentor heard me. About 5 of 5 (5 to 9 mentees).');
    expect(w.channel().join('\n')).toContain('I felt listened to. About 3 of 5');
  });
});

describe('after a long sleep', () => {
  test('the newest that is worth reading goes, and it goes on week by week', async () => {
    const before = w.channel().length;
    // Asleep from before the Friday of the 15th until after that of the 22nd.
    await w.clock.to('2027-01-22T17:00:00Z');
    expect(w.channel()).toHaveLength(before + 1);
    expect(posted()).toContain('Fri 15 Jan 2027 to Fri 22 Jan 2027');
    expect(w.last('maya')).toContain('Your mentoring this week');
    // Until the eve of the 5th of February: the 29th is too long ago, and the next is near.
    await w.clock.to('2027-02-05T15:00:00Z');
    expect(w.channel()).toHaveLength(before + 1);
    await w.clock.to('2027-02-05T16:00:00Z');
    expect(w.channel()).toHaveLength(before + 2);
    // A few days late is late enough to be read all the same.
    await w.clock.to('2027-02-15T09:00:00Z');
    expect(w.channel()).toHaveLength(before + 3);
    await w.clock.to('2027-02-19T16:00:00Z');
    expect(w.channel()).toHaveLength(before + 4);
  });
});
