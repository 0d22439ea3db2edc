import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasAll, wordsOf } from '../../../src/features/past/words.js';
import { day } from '../../../src/kernel/clock.js';
import { held, leos, mayas } from '../../support/past-world.js';
import { formIn, tuesday, type World, world } from '../../support/record-world.js';

describe('words of a title', () => {
  it.each([
    ['Café visit', 'cafe', true],
    ['Cafe\u0301 visit', 'CAFÉ', true],
    ['Łódź trip', 'lodz', true],
    ['Straße', 'strasse', true],
    ['İstanbul', 'istanbul', true],
    ['Ångström', 'angstrom', true],
    ['Φίλος', 'φιλος', true],
    ['Phone calls', 'calls phone', true],
    ['Phone calls', 'phone-calls!', true],
    ['Phone calls', 'pho', true],
    ['Phone calls', 'phone bank', false],
    ['Phone calls', 'calm', false],
    ['', 'a', false],
  ])('%s, looked for as %s: %s', (title, typed, is) => {
    expect(hasAll(title, wordsOf(typed))).toBe(is);
  });

  it('what has no letter and no digit is no word', () => {
    expect(wordsOf(' –!? ')).toEqual([]);
  });
});

describe('a search', () => {
  let w: World;
  beforeEach(async () => {
    w = await world(undefined, false);
    await held(w, 'a', { title: 'Café visit' });
    await held(w, 'b', { title: 'Phone calls', at: tuesday + day });
    await held(w, 'c', { title: 'Phone calls again', at: tuesday - 60 * day, mentees: ['sam'] });
    await w.to(tuesday + 3 * day);
  });
  afterEach(() => w.close());
  const search = async (user: string, subject: string, values: Record<string, string>): Promise<string> => {
    const form = formIn(await w.press(user, 'past.search', subject));
    return w.said(await w.form(user, form, { do: 'submit' }, { values }));
  };

  it('by words, whatever is written large or with an accent, in every month', async () => {
    const found = await search('maya', mayas, { words: 'PHONE' });
    expect(found).toContain('All your mentees: 2 sessions with “PHONE” in the title.');
    expect(found).toContain('Phone calls again');
    expect(found).not.toContain('Café');
    expect(await search('maya', mayas, { words: 'cafe' })).toContain('Café visit');
    expect(await search('maya', leos, { words: 'phone' })).toContain('Leo Brandt: 1 session with');
    expect(await search('maya', mayas, { words: 'moon' })).toContain('no session with “moon” in the title');
  });

  it('by a goal that the plan in force served, and by both at once', async () => {
    const form = formIn(await w.press('maya', 'past.search', mayas));
    const goal = form.form.steps[0]?.items.find((i) => i.id === 'goal');
    expect(goal?.kind === 'choice' ? goal.of.map((o) => o.label) : []).toEqual(
      expect.arrayContaining(['Any goal', 'Leo Brandt: Goal of leo', 'Sam Whitfield: Goal of sam']),
    );
    const found = await search('maya', mayas, { goal: 'goal-sam' });
    expect(found).toContain('1 session for the goal “Goal of sam”.');
    expect(found).toContain('Phone calls again');
    expect(await search('maya', mayas, { goal: 'goal-sam', words: 'café' })).toContain('no session');
    // A goal of somebody else's opens nothing: it is not among those that are offered.
    expect(await search('leo', leos, { goal: 'goal-sam' })).not.toContain('Phone calls again');
    expect(await search('leo', leos, { goal: 'goal-leo' })).toContain('2 sessions for the goal “Goal of leo”.');
  });

  it('by nothing is asked for something', async () => {
    const form = formIn(await w.press('maya', 'past.search', mayas));
    const reply = await w.form('maya', form, { do: 'submit' }, { values: { words: ' – ', goal: 'any' } });
    expect(formIn(reply).problems).toEqual([{ at: 'words', say: 'Give a word of the title, or choose a goal.' }]);
  });

  it('leads to a session and back, and carries no word in a button', async () => {
    const form = formIn(await w.press('maya', 'past.search', mayas));
    const reply = await w.form('maya', form, { do: 'submit' }, { values: { words: 'phone' } });
    expect(
      reply.kind === 'panel' ? JSON.stringify(reply.card.blocks.filter((b) => b.kind === 'buttons')) : 'x',
    ).not.toMatch(/phone/i);
    const page = await w.press('maya', 'past.session', 'b', `${mayas}:found:0`);
    expect(w.said(page)).toContain('[Back to what was found]');
    expect(w.said(await w.press('maya', 'past.found', mayas, '0'))).toContain('2 sessions with “phone” in the title');
    // Whoever has looked for nothing is shown the months.
    expect(w.said(await w.press('leo', 'past.found', leos))).toContain('November 2026');
  });

  it('can be typed', async () => {
    expect(w.said(await w.types('maya', 'past phone calls'))).toContain('2 sessions with “phone calls” in the title');
    expect(w.said(await w.types('leo', 'past CAFE'))).toContain('Café visit');
  });

  it('begun and left is not asked after', async () => {
    await w.press('maya', 'past.search', mayas);
    expect(w.said(await w.types('maya', 'home'))).not.toContain('a search');
  });
});
