import { afterEach, describe, expect, test } from 'vitest';
import { readersInWords } from '../src/chat/readers.js';
import { may } from '../src/domain/permissions.js';
import { recordAsked } from '../src/features/shared/record-asked.js';
import type { SessionId } from '../src/kernel/ids.js';
import { samplePeople } from '../src/local/sample-people.js';
import type { Rows } from '../src/ports/store.js';
import { allocated } from './support/allocate.js';
import { heard } from './support/aloud.js';
import { type Before, startAfter, startBot, type TestBot } from './support/bot.js';
import { agreed, mayaAndLeoAgreed, planned, toTheEnd } from './support/steps.js';

/**
 * A sentence about how things stand is drawn from what it speaks of: who can see something, what waits, what stays, who
 * wrote what, how many there are, and when it was. Each row lives the case in which such a sentence was untrue.
 */

let t: TestBot;
afterEach(() => t?.stop());

const rows = <T>(read: (rows: Rows) => Promise<T>): Promise<T> => t.store.read((tx) => read(tx.in(t.programme)));
const sessions = () => rows((r) => r.sessions.all());
const newest = async (): Promise<SessionId> => (await sessions()).at(-1)?.id as SessionId;
const presses = async (user: string, verb: string, how: { subject?: string; arg?: string } = {}): Promise<string> => {
  await t.as(user).presses(verb, how);
  return heard(t, t.as(user));
};
const types = async (user: string, words: string): Promise<string> => {
  await t.as(user).types(words);
  return heard(t, t.as(user));
};
const sees = (user: string): string => t.as(user).sees().join('\n---\n');

/** The record's form, filled in as shortly as it can be. `nobody` came, or all. */
async function record(how: { readonly subject?: string; readonly nobody?: true } = {}): Promise<void> {
  const maya = t.as('maya');
  await maya.presses('record.open', how.subject === undefined ? {} : { subject: how.subject });
  if (how.nobody) {
    await maya.fills({ attended: [], happened: 'I waited for twenty minutes.' }).next();
    return toTheEnd(maya);
  }
  const outcomes = maya.form().form.steps[0]?.items.filter((i) => i.id.startsWith('outcome')) ?? [];
  maya.fills({
    ...Object.fromEntries(outcomes.map((o) => [o.id, 'met'])),
    skill: 'active-listening',
    'skill-example': 'I waited until he had found the words.',
    happened: 'Two calls were made.',
  });
  await maya.submits();
}

/** Planned for three, started at 15:34, ended at 16:04, and nothing written yet. */
const startedLate: Before = async (bot) => {
  await agreed(bot, 'maya', 'leo');
  await planned(bot, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  await bot.clock.to('2026-11-24T15:34:00Z');
  await bot.as('maya').presses('session.start');
  await bot.clock.to('2026-11-24T16:04:00Z');
  await bot.as('maya').presses('session.end');
  await bot.clock.to('2026-11-24T16:40:00Z');
};
const mayaAndTomBoth: Before = async (bot) => {
  await agreed(bot, 'maya', 'leo');
  await agreed(bot, 'tom', 'leo');
  await planned(bot, 'tom', 'plan @leo tomorrow 3pm 60m Interviews');
};

describe('who reads it', () => {
  test.each(Object.entries(readersInWords))(
    '%s: “%s” counts nobody, and leaves out nobody who reads it',
    (who, words) => {
      expect(words).not.toMatch(/\b(?:two|both)\b/i);
      if (who === 'both' || who === 'change' || who === 'mentor') expect(words).toContain('those who assess');
    },
  );

  // The line at a form's foot and the sentences that name readers are of one table: each says whom that lets in.
  test.each([
    ['both', 'agreement.read'],
    ['both', 'plan.read'],
    ['both', 'record.read-shared'],
    ['change', 'change.read'],
    ['mentor', 'record.read'],
  ] as const)('%s names whoever may %s, and nobody else', (readers, doing) => {
    const words = readersInWords[readers].toLowerCase();
    for (const [who, called] of [
      ['its-mentor', 'mentor'],
      ['its-mentee', 'mentee'],
      ['coordinator', 'coordinator'],
      ['assessor', 'those who assess'],
    ] as const)
      expect(words.includes(called), who).toBe((may[doing] as readonly string[]).includes(who));
  });

  test('of an agreement the form, the answer and what is kept name the same', async () => {
    t = await startAfter(startedLate);
    const [m] = await rows((r) => r.mentorships.all());
    const written = await presses('maya', 'agreement.open', { subject: m?.id ?? '' });
    const answered = await presses('leo', 'agreement.answer', { subject: m?.id ?? '' });
    const kept = await presses('leo', 'data.open', { subject: '-' });
    for (const words of [written, answered]) {
      expect(words).toMatch(/(?:and|,) the coordinator (?:can )?read /);
      expect(words).not.toContain('ee and those who assess');
    }
    expect(kept).toContain('Agreement, goals, plans and hours: you, the one you work with, and the coordinator.');
  });
});

describe('whose word it is', () => {
  test('a length that the mentor has not written yet is not said to be theirs', async () => {
    t = await startAfter(startedLate);
    const asked = await presses('leo', 'hours.different');
    expect(asked).toContain('I noted 30 min. Maya Okafor has not written about it yet.');
    expect(asked).not.toContain('wrote');
    await record();
    expect(await presses('leo', 'hours.different')).toContain('Maya Okafor wrote 30 min.');
  });

  test('nor is another length than theirs said to be what they agree on, or settled against what they never wrote', async () => {
    t = await startAfter(startedLate);
    await t.as('leo').presses('hours.different');
    await t.as('leo').fills({ minutes: 45 }).submits();
    expect(t.as('maya').card('A different length')).toBeDefined();
    expect(sees('maya')).toContain('I noted 30 min. Both are kept');
    await types('priya', 'hours');
    await record();
    expect(sees('maya')).toContain('You wrote 30 min. Both are kept');
  });
});

describe('when it was', () => {
  test('a session that began at 15:34 is called that wherever it is spoken of', async () => {
    t = await startAfter(startedLate);
    const said = [
      await types('maya', 'home'),
      await presses('maya', 'record.open'),
      await types('leo', 'home'),
      t.as('leo').sees().at(-1) ?? '',
      t
        .as('leo')
        .sees()
        .find((c) => c.startsWith('# This session is over')) ?? '',
    ];
    await record();
    said.push(await presses('leo', 'data.records', { subject: (await rows((r) => r.mentorships.all()))[0]?.id ?? '' }));
    said.push(await types('maya', 'hours'), await types('maya', 'feedback'));
    for (const words of said) expect(words).not.toContain('15:00');
    for (const words of said.slice(0, 5)) expect(words).toContain('15:34');
  });
});

describe('what stays', () => {
  const erased = async (user: string): Promise<void> => {
    await t.as('priya').erases({ subject: t.as(user).id, arg: 'yes' });
  };
  test.each([
    ['nobody', undefined, 'What was recorded stays.'],
    [
      'the mentee',
      'leo',
      'The minutes of its sessions stay, and what the mentor wrote of their own practice. The rest was erased with the mentee.',
    ],
  ] as const)('once %s was erased, the mentor reads what is left', async (_who, user, words) => {
    t = await startAfter(startedLate);
    await record();
    const [m] = await rows((r) => r.mentorships.all());
    if (user === undefined) await t.as('maya').presses('mentorship.end', { subject: m?.id ?? '', arg: 'yes' });
    else await erased(user);
    const panel = await presses('maya', 'mentorship.open', { subject: m?.id ?? '' });
    expect(panel).toContain(`Ended. ${words}`);
    const card =
      t
        .as('maya')
        .sees()
        .find((c) => c.includes('The mentorship with')) ?? '';
    expect(card).toContain(words);
    if (user !== undefined) expect(panel + sees('maya')).not.toMatch(/recorded stays|records and goals you made/);
  });

  test('once the mentor was erased, the coordinator reads what is left', async () => {
    t = await startAfter(startedLate);
    await record();
    const [m] = await rows((r) => r.mentorships.all());
    await erased('maya');
    expect(await presses('priya', 'mentorship.open', { subject: m?.id ?? '' })).toContain(
      'Ended. What the two share in stays. What the mentor wrote for themselves was erased.',
    );
  });
});

describe('what a series leaves out', () => {
  test('which dates, and why, stands in what it closes with and on both cards', async () => {
    t = await startAfter(mayaAndLeoAgreed);
    await planned(t, 'maya', 'plan @leo every Friday 3pm for 6 sessions 45m Phone calls');
    const out = "Left out: Fri 25 Dec 2026 (Christmas Day), Fri 1 Jan 2027 (New Year's Day).";
    expect(await heard(t, t.as('maya'))).toContain(out);
    expect(t.as('maya').sees().at(-1)).toContain(out);
    expect(t.as('leo').sees().at(-1)).toContain(out);
    expect((await sessions()).map((s) => new Date(s.startsAt).toISOString().slice(0, 10))).not.toContain('2026-12-25');
  });

  test('nothing is said of one that leaves out none', async () => {
    t = await startAfter(mayaAndLeoAgreed);
    await planned(t, 'maya', 'plan @leo every Tuesday 3pm for 3 sessions 45m Phone calls');
    expect((await heard(t, t.as('maya'))) + sees('maya') + sees('leo')).not.toContain('Left out');
  });
});

describe('two mentors at one time', () => {
  test('the mentee is told of both; the mentor, that they are not free, and no more', async () => {
    t = await startAfter(mayaAndTomBoth);
    await planned(t, 'maya', 'plan @leo tomorrow 3:15pm 60m Phone calls');
    const closed = await heard(t, t.as('maya'));
    expect(closed).toContain('Leo Brandt isn’t free then.');
    for (const private_ of ['Tom', 'Interviews', '15:00']) expect(closed + sees('maya')).not.toContain(private_);
    const [toms = '', mayas = ''] = t.as('leo').sees().slice(-2);
    expect(mayas).toContain('You are meeting Tom Hughes then too, at 15:00.');
    expect(toms).toContain('You are meeting Maya Okafor then too, at 15:15.');
    // A no to one, and the other says so no longer; nor is its time one at which they are not free.
    await t.as('leo').presses('plan.decline', { subject: await newest() });
    expect(sees('leo')).not.toContain('then too');
    await planned(t, 'tom', 'plan @leo tomorrow 4:05pm 30m More');
    expect(await heard(t, t.as('tom'))).not.toContain('isn’t free');
  });

  test('also where it was planned for now, from a template', async () => {
    t = await startAfter(mayaAndTomBoth);
    await t.clock.to('2026-11-24T15:10:00Z');
    await t.as('maya').types('plan @leo now');
    expect(await presses('maya', 'plan.template')).toContain('Leo Brandt isn’t free then.');
  });

  test('and of a series, which of its dates', async () => {
    t = await startAfter(mayaAndTomBoth);
    await planned(t, 'maya', 'plan @leo every Tuesday 3pm for 3 sessions 45m Phone calls');
    expect(await heard(t, t.as('maya'))).toContain('Leo Brandt isn’t free on Tue 24 Nov 2026, 15:00.');
    expect(
      t
        .as('leo')
        .sees()
        .at(-1)
        ?.match(/you have another session then/g),
    ).toHaveLength(1);
  });
});

describe('how late, and by whose fault', () => {
  /** A session entered today that took place on 3 November. */
  const entered: Before = async (bot) => {
    await agreed(bot, 'maya', 'leo');
    const maya = bot.as('maya');
    await maya.types('plan @leo 3 November 2026 3pm 45m Phone calls');
    await maya.fills({ date: '2026-11-03', time: '15:00', afterwards: ['yes'] }).next();
    maya.fills({ 'objectives.0.what': 'Make two calls', 'objectives.0.measure': 'Two calls stand in the log' });
    await toTheEnd(maya);
    await bot.settled();
  };

  test.each([
    ['as it is asked for now', true],
    ['as it was kept before that was kept', false],
  ])(
    'a session entered weeks later was not asked about late, and its record gives the reason, %s',
    async (_what, now) => {
      t = await startAfter(entered);
      const s = await newest();
      const asked = await rows((r) => r.kept.get(recordAsked, s));
      expect(asked?.from).toBe(asked?.askedAt);
      const before = { askedAt: asked?.askedAt ?? 0, endedAt: asked?.endedAt ?? 0 };
      if (!now) await t.store.write((tx) => tx.in(t.programme).kept.put(recordAsked, s, before));
      const form = await presses('maya', 'record.open');
      expect(form).toContain('Why is this written so late?');
      await record();
      expect(
        t
          .as('maya')
          .form()
          .problems.map((p) => p.at),
      ).toEqual(['late-reason']);
      await t.as('maya').fills({ 'late-reason': 'I joined this programme last week.' }).submits();
      const read = await presses('maya', 'record.read');
      expect(read).toContain('after the session, retrospective.');
      expect(read).not.toContain('Mentorlog asked');
    },
  );

  test('a session that ended while its mentorship was paused was not asked about late', async () => {
    t = await startAfter(mayaAndLeoAgreed);
    await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
    const [m] = await rows((r) => r.mentorships.all());
    await t.as('maya').presses('mentorship.pause', { subject: m?.id ?? '' });
    await t.clock.to('2026-12-15T10:00:00Z');
    await t.as('maya').presses('mentorship.resume', { subject: m?.id ?? '' });
    expect(await presses('maya', 'record.open', { subject: await newest() })).toContain('Why is this written so late?');
  });

  test('one that the bot slept through is', async () => {
    t = await startAfter(mayaAndLeoAgreed);
    await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
    await t.clock.to('2026-12-15T10:00:00Z');
    await record({ subject: await newest() });
    expect(await presses('maya', 'record.read', { subject: await newest() })).toContain(
      'retrospective, as Mentorlog asked 20 days late',
    );
  });
});

describe('who it is, and to whom it is said', () => {
  const withAda: typeof samplePeople = [...samplePeople, { user: 'ada', name: 'Ada Quill', roles: ['assessor'] }];

  test('an assessor reads who mentors whom, and is spoken to as neither', async () => {
    t = await startBot({ people: withAda });
    await agreed(t, 'maya', 'leo');
    await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
    await allocated(t, 'ada', 'assessor');
    const plan = await presses('ada', 'plan.read', { subject: await newest() });
    expect(plan).toContain('Mentor: Maya Okafor');
    expect(plan).toContain('Mentee: Leo Brandt');
    expect(plan.match(/Maya Okafor/g)).toHaveLength(1);
    const said = [plan, await types('ada', 'plan'), await types('ada', 'sessions'), await types('ada', 'help')];
    for (const words of [...said, await types('ada', 'home')])
      expect(words).not.toMatch(/you (?:and your mentor|mentor nobody|will both)|your ment(?:or|ee)\b|Type start/i);
    expect(await presses('leo', 'plan.read', { subject: await newest() })).toContain('With: Maya Okafor');
    expect(await presses('maya', 'plan.read', { subject: await newest() })).toContain('With: Leo Brandt');
  });
});

describe('how many', () => {
  test('what records add up to stands on the newest one’s card alone, whatever mentees answer', async () => {
    t = await startAfter(startedLate);
    await record();
    expect(sees('maya')).toContain('Recorded: 30 min of 6 h');
    await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls again');
    await t.clock.to('2026-11-25T16:00:00Z');
    await record({ subject: await newest() });
    expect(sees('maya').match(/Recorded: .* of 6 h/g)).toEqual(['Recorded: 1 h 15 min of 6 h']);
    await t.as('leo').presses('hours.did-not-happen', { subject: await newest() });
    expect(sees('maya').match(/Recorded: .* of 6 h/g)).toEqual(['Recorded: 1 h 15 min of 6 h']);
  });

  test('a no-show is neither a session of the digest nor one of its records', async () => {
    t = await startAfter(startedLate);
    await record();
    await planned(t, 'maya', 'plan @leo Wednesday 3pm 45m Nobody there');
    await t.clock.to('2026-11-25T15:50:00Z');
    await record({ nobody: true, subject: await newest() });
    await types('priya', 'digest now');
    const said = t.channel().at(-1) ?? '';
    expect(said).toContain('Sessions: 1\nRecords made at the time: 1 of 1');
    expect(said).not.toContain('of 2');
  });
});

describe('practice data', () => {
  test('is said by whatever may be shown or printed as evidence, and by nothing of a real programme', async () => {
    t = await startAfter(startedLate);
    await record();
    const s = await newest();
    const m = (await rows((r) => r.mentorships.all()))[0]?.id ?? '';
    const evidence = async (): Promise<readonly string[]> => [
      await presses('maya', 'record.read', { subject: s }),
      await presses('maya', 'plan.read', { subject: s }),
      await presses('maya', 'agreement.read', { subject: m }),
      await types('maya', 'hours'),
      await types('maya', 'feedback'),
      await types('maya', 'digest'),
    ];
    for (const words of await evidence()) expect(words).not.toContain('Practice data');
    await t.store.write((tx) => tx.programmes.markPractice());
    for (const words of await evidence()) expect(words).toContain('Practice data: the clock was moved');
  });
});
