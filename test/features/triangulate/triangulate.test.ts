import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { viewRules } from '../../../adapters/slack/limits.js';
import { panelModal } from '../../../adapters/slack/modal.js';
import { drawCard, noFiles } from '../../../adapters/teams/card.js';
import { largestCard } from '../../../adapters/teams/limits.js';
import type { Card } from '../../../src/chat/card.js';
import type { Reply } from '../../../src/chat/inbound.js';
import type { Reader } from '../../../src/chat/text.js';
import { minute } from '../../../src/kernel/clock.js';
import type { SessionId } from '../../../src/kernel/ids.js';
import { addAllocation } from '../../support/allocate.js';
import { buttonsOf } from '../../support/chat.js';
import { type FeedbackWorld, feedbackWorld } from '../../support/feedback-world.js';
import { answered, attested, mayas, reviewed } from '../../support/said-world.js';

/** Several sides on one theme, side by side, and the mentor's mark on it (docs/field.md#triangulation). */

const people = [
  { user: 'ada', name: 'Ada Cole', roles: ['assessor'] },
  { user: 'sue', name: 'Sue Hart', roles: ['supervisor'] },
] as const;
const planning = `${mayas}:planning`;

let w: FeedbackWorld;
const sessions: SessionId[] = [];
beforeAll(async () => {
  w = await feedbackWorld(people.map((p) => ({ ...p, roles: [...p.roles] })));
  await w.change((rows) => addAllocation(rows, w.programme, w.id('ada'), 'assessor'));
  await w.change((rows) => addAllocation(rows, w.programme, w.id('sue'), 'supervisor'));
});
afterAll(() => w.stop());

const cardOf = (reply: Reply | undefined): Card | undefined =>
  reply === undefined ? undefined : 'card' in reply ? reply.card : reply.kind === 'close' ? reply.say : undefined;
const said = (reply: Reply | undefined): string => {
  const card = cardOf(reply);
  return card === undefined ? JSON.stringify(reply) : w.aloud(card);
};
const labels = (reply: Reply | undefined): readonly string[] => {
  const card = cardOf(reply);
  return card === undefined ? [] : buttonsOf(card).map((b) => b.label);
};
const types = async (user: string, text = 'compare', page = false): Promise<string> =>
  said(await w.as(user).types(text, page ? { page: true } : {}));
const presses = async (user: string, verb: string, subject: string, arg = ''): Promise<string> =>
  said(await w.as(user).presses(verb, { subject, ...(arg === '' ? {} : { arg }) }));

async function marks(mark: string, sentence: string, cites: readonly string[]): Promise<void> {
  const maya = w.as('maya');
  await maya.presses('compare.mark', { subject: planning });
  await maya.fills({ mark, sentence, cites: [...cites] }).submits();
}

test('before anything was said there is a sentence, and nothing to mark', async () => {
  const grid = await types('maya');
  expect(grid).toContain('There is nothing to compare yet.');
  expect(grid).toContain('Silent: every source.');
  expect(grid).not.toContain('Something else');
  expect(await presses('maya', 'compare.theme', planning)).toContain('There is nothing to read about this yet.');
  expect(labels(w.as('maya').last)).not.toContain('Mark it');
  expect(await presses('maya', 'compare.mark', planning)).toContain('there is nothing to mark');
});

test('one source alone: the others are silent, and nobody is named as silent', async () => {
  for (const [i, pace] of [2, 2, 3].entries()) {
    const id = await w.held({ at: `2026-11-2${3 + i}T10:00:00Z`, recorded: null });
    sessions.push(id);
    await answered(w, id, 'leo', { pace, 'keep-or-change': `Slower please, ${i}` });
  }
  const grid = await types('maya');
  expect(grid).toContain('- Mentees: 3 to read, the newest Wed 25 Nov 2026; Leo Brandt: 2, 2, 3');
  expect(grid).toContain('- Silent: self-assessment, stakeholders, observed, or attested, records and goal levels.');
  expect(grid).not.toContain('Aisha');
});

test('every side, each person in a line of their own; numbers far apart are said as they are', async () => {
  const other = await w.held({ at: '2026-11-26T10:00:00Z', mentees: ['aisha'] });
  await answered(w, other, 'aisha', { pace: 5 });
  await w.clock.to('2026-11-27T09:00:00Z');
  await reviewed(w, 'leo', 'maya', 'mentor', { 'self-planned': 5 });
  await attested(w, 'grace', 'She waited for him each time.');
  const grid = await types('maya', 'triangulation');
  expect(grid).toContain('; Leo Brandt: 2, 2, 3; Aisha Rahman: 5');
  expect(grid).toContain('- Self-assessment: 1 to read, Fri 27 Nov 2026; Maya Okafor about Leo Brandt: 5');
  expect(grid).toContain(
    '- Numbers far apart: Leo Brandt: 2, 2, 3 (mentees); Maya Okafor about Leo Brandt: 5 (self-assessment).',
  );
  // What she thinks of her work with Leo is nothing to hold against what Aisha says.
  expect(grid.match(/Numbers far apart/g)).toHaveLength(1);
  const page = await types('maya', 'compare', true);
  expect(page).toContain('Leo Brandt: 2, 2, 3\nAisha Rahman: 5');
  expect(page).toContain('| Silent |');
});

test('a theme leads to its evidence, word by word', async () => {
  const row = await presses('maya', 'compare.theme', planning);
  expect(row).toContain('- Mentee, Leo Brandt, Wed 25 Nov 2026: The pace was right for me: 3');
  expect(row).toContain('- Self-assessment, Maya Okafor, Fri 27 Nov 2026: I kept to what we planned');
  expect(await presses('maya', 'compare.theme', `${mayas}:other`)).toContain('She waited for him each time.');
  expect(await presses('maya', 'compare.theme', `${mayas}:no-theme`)).toContain('Type compare to see');
});

describe('the mark is the mentor’s', () => {
  test('it wants a choice, why, and something that it rests on', async () => {
    await marks('dissonance', 'I thought I was slow.', []);
    expect(JSON.stringify(w.as('maya').last)).toContain('cites');
    expect(w.as('maya').last?.kind).toBe('form');
    const form = JSON.stringify(w.as('maya').form().form);
    expect(form).toContain('It is read by the coordinator and Ada Cole (assessor), and by whoever assesses later.');
    expect(form).toContain('Leo Brandt, Wed 25 Nov 2026: 3, The pace was right for me.');
  });

  test('it stands in the grid and at its theme, with what it rests on', async () => {
    const pace = sessions.map((id) => `answer:${id}/${w.id('leo')}/pace`);
    await marks('dissonance', 'He says it is too fast; I thought I was slow.', [
      ...pace.slice(0, 2),
      'review:review-leo-maya/self-planned',
      'attestation:attested-grace/words',
    ]);
    expect(said(w.as('maya').last)).toContain('Saved');
    expect(await types('maya')).toContain('Dissonance: He says it is too fast; I thought I was slow.');
    const row = await presses('maya', 'compare.theme', planning);
    expect(row).toContain('It rests on:');
    // What has no theme of its own stands now where it is cited.
    expect(row).toContain('Observed, or attested: 1 to read');
    expect(await presses('maya', 'compare.theme', `${mayas}:other`)).not.toContain('She waited for him');
  });

  test('those who read it see the same mark, and cannot touch it', async () => {
    for (const user of ['priya', 'ada']) {
      await types(user);
      expect(await presses(user, 'compare.open', mayas)).toContain('Dissonance: He says it is too fast');
      expect(await presses(user, 'compare.theme', planning)).toContain('It rests on:');
      expect(labels(w.as(user).last)).not.toContain('Change my mark');
      expect(await presses(user, 'compare.mark', planning)).toContain('This is');
      expect(await presses(user, 'compare.unmark', planning, 'yes')).not.toContain('Not marked');
    }
    expect(await types('maya')).toContain('Dissonance');
  });

  test('the mentee, another mentor and a supervisor do not', async () => {
    for (const user of ['leo', 'tom', 'sue']) {
      expect(await types(user)).not.toContain('Leo Brandt');
      expect(await presses(user, 'compare.open', mayas)).toMatch(/This is for|You can read what is allocated/);
    }
  });

  test('it is changed with what was there', async () => {
    const maya = w.as('maya');
    await maya.presses('compare.mark', { subject: planning });
    expect(maya.form().answers.values).toMatchObject({ mark: 'dissonance' });
    expect((maya.form().answers.values.cites as string[]).length).toBe(4);
    await maya.fills({ mark: 'partial', sentence: 'We differ on the pace alone.' }).submits();
    expect(await types('maya')).toContain('Partial: We differ on the pace alone.');
  });
});

describe('what a mark rests on goes', () => {
  const atMark = async (): Promise<string> => {
    const row = await presses('maya', 'compare.theme', planning);
    return row.slice(row.indexOf('It rests on:'), row.indexOf('To read'));
  };

  test('taken back, no longer shared: the same words for both, and no reason', async () => {
    const [first] = sessions;
    const before = await atMark();
    expect(before).not.toContain('Gone since');
    await answered(w, first as SessionId, 'leo', null);
    const takenBack = await atMark();
    expect(takenBack).toContain('Gone since: one thing that it rested on. This can’t be read here any more.');
    await answered(w, first as SessionId, 'leo', { pace: 2 }, 'coordinator');
    expect(await atMark()).toBe(takenBack);
    await answered(w, first as SessionId, 'leo', { 'keep-or-change': 'Nothing' });
    expect(await atMark()).toBe(takenBack);
    // To a coordinator as to the mentor: a mark is read as it is written.
    await answered(w, first as SessionId, 'leo', null);
    expect(await presses('ada', 'compare.theme', planning)).toContain('Gone since: one thing');
    expect(await types('maya')).toContain('Leo Brandt: 2, 3');
  });

  test('a question that was put otherwise since is said in the words that were answered', async () => {
    await w.change(async (rows) => {
      const asked = (await rows.catalogue.current('question')).find((r) => r.key === 'pace');
      await rows.catalogue.add({
        kind: 'question',
        key: 'pace',
        version: 2,
        body: { ...(asked?.body as object), text: 'We went at my speed.' },
        retiredAt: null,
      });
    });
    expect(await presses('maya', 'compare.theme', planning)).toContain('The pace was right for me: 3');
  });

  test('it is taken away once that was asked', async () => {
    expect(await presses('maya', 'compare.unmark', planning)).toContain('What you wrote with it goes too.');
    expect(await types('maya')).toContain('Partial');
    expect(await presses('maya', 'compare.unmark', planning, 'yes')).toContain('Not marked');
    expect(await presses('maya', 'compare.unmark', planning, 'yes')).toContain('Not marked');
  });

  test('a mentee who was erased: their words are gone, and so is what they said', async () => {
    await marks('agreement', 'It fits.', [`answer:${sessions[1]}/${w.id('leo')}/pace`]);
    await w.change((rows) => rows.people.erase(w.id('leo'), w.clock.now()));
    expect(await atMark()).toContain('Gone since: one thing that it rested on. What stood here has been erased.');
    // What Maya said of her own work stays.
    expect(await types('maya')).toContain('- Mentees: 1 to read');
  });

  test('a mentorship that has ended, or was handed over, keeps what was said in it', async () => {
    await marks('agreement', 'It fits.', ['answer:session-4/'.concat(w.id('aisha'), '/pace')]);
    expect(await atMark()).toContain('Aisha Rahman');
    await w.change(async (rows) => {
      const m = await rows.mentorships.get(w.mentorship('aisha'));
      if (m !== undefined) await rows.mentorships.save({ ...m, state: 'ended', endedAt: w.clock.now() });
    });
    expect(await atMark()).toContain('Aisha Rahman');
  });
});

test('that others looked stands for whomever it concerns', async () => {
  const aisha = await types('aisha', 'home');
  expect(aisha).toBeDefined();
  await w.as('aisha').presses('data.open', { subject: '-' });
  const own = said(w.as('aisha').last);
  expect(own).toMatch(/Priya Nair \(coordinator\) read what several sides say, side by side, \d times/);
  expect(own).toContain('Ada Cole (assessor) read what several sides say, side by side');
});

test('very much of it stays within what the platforms take', async () => {
  const far = await feedbackWorld(
    Array.from({ length: 9 }, (_, i) => ({
      user: `m${i}`,
      name: `Mentee With A Long Name ${i}`,
      roles: ['mentee'] as const,
    })).map((p) => ({ ...p, roles: [...p.roles] })),
    Array.from({ length: 9 }, (_, i) => ['maya', `m${i}`] as const),
  );
  try {
    const began = far.clock.now();
    for (let i = 0; i < 27; i += 1) {
      const user = `m${i % 9}`;
      const id = await far.held({ at: new Date(began - (i + 1) * 90 * minute).toISOString(), mentees: [user] });
      await answered(far, id, user, { pace: 1 + (i % 5), listened: 5, agreed: 3, 'keep-or-change': 'x'.repeat(900) });
    }
    for (let i = 0; i < 9; i += 1)
      await reviewed(
        far,
        `m${i}`,
        'maya',
        'mentor',
        { 'self-planned': 5, 'self-goals': 1 },
        {
          id: `r${i}` as never,
          review: `review-m${i}` as never,
        },
      );
    const reader = (platform: 'slack' | 'teams'): Reader => ({
      person: null,
      platform,
      zone: 'Europe/London',
      locale: 'en-GB',
      named: () => ({ name: 'Somebody with a Long Double-Barrelled Name', user: 'U0000000001' }),
    });
    const maya = far.as('maya');
    for (const reply of [
      await maya.types('compare'),
      await maya.presses('compare.theme', { subject: planning }),
      await maya.presses('compare.theme', { subject: `${mayas}:other` }),
    ]) {
      const card = cardOf(reply);
      if (card === undefined) throw new Error('no card');
      expect(viewRules.safeParse(panelModal(card, reader('slack'))).error?.message).toBeUndefined();
      const teams = drawCard(card, {
        reader: reader('teams'),
        key: 'k',
        drawn: 1,
        files: noFiles,
        stands: 'dialog',
        opens: () => false,
      });
      expect(Buffer.byteLength(JSON.stringify(teams))).toBeLessThan(largestCard);
    }
  } finally {
    await far.stop();
  }
});
