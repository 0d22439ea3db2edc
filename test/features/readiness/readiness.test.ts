import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Reply } from '../../../src/chat/inbound.js';
import { day } from '../../../src/kernel/clock.js';
import { allocate, held, portfolio, saying } from '../../support/past-world.js';
import { formIn, mentorshipOf, tuesday, type World, world } from '../../support/record-world.js';

/** `evidence`, as each of them sees it (docs/field.md#readiness). */

let w: World;
beforeAll(async () => {
  w = await world(undefined, false);
  await allocate(w, 'ana', 'assessor');
  for (let i = 0; i < 7; i += 1)
    await held(w, `s${i}`, { at: tuesday + i * day, title: 'SECRET title', change: saying(w.id('leo'), 45) });
  await w.to(tuesday + 10 * day);
}, 60_000);
afterAll(() => w.close());

const types = async (user: string, text: string): Promise<string> => w.said(await w.types(user, text));
const press = async (user: string, verb: string, subject: string, arg?: string): Promise<string> =>
  w.said(await w.press(user, verb, subject, arg));
const buttonsIn = (reply: Reply): readonly string[] =>
  [...JSON.stringify(reply).matchAll(/"verb":"([^"]+)"/g)].map(([, verb = '']) => verb);

describe('a mentor', () => {
  test('reads where it stands, what to do next with its buttons, and each criterion', async () => {
    for (const word of ['evidence', 'portfolio', 'criteria']) {
      const said = await types('maya', word);
      expect(said).toContain('Your evidence: 5 h 15 min confirmed of 6 h; skills thin in hours 1–5.');
      expect(said).toContain('◪ 1. Plan and organise formal mentoring sessions');
    }
    expect(buttonsIn(await w.types('maya', 'evidence'))).toEqual(
      expect.arrayContaining(['hours.by-skill', 'plan.new', 'readiness.criterion', 'readiness.doubts', 'past.list']),
    );
    const third = await press('maya', 'readiness.criterion', `${portfolio}:o3`);
    expect(third).toContain('an observation by your supervisor or assessor can stand here');
    expect(third).toContain('– Feedback\nNothing yet, and nothing to mend now.');
  });

  test('is told kindly what an assessor may ask, with the way to the first', async () => {
    const said = await press('maya', 'readiness.doubts', portfolio);
    expect(said).toContain('7 sessions tell a skill with the same example, or nearly.');
    expect(said).toContain('Nothing has to be undone');
    expect(buttonsIn(await w.press('maya', 'readiness.doubts', portfolio))).toContain('past.session');
  });

  test('has one line of it at home', async () => {
    expect(await types('maya', 'home')).toContain(
      'Your evidence: some core skills are not on record in hours 1–5 of your mentoring.\n[See your evidence]',
    );
    expect(await types('leo', 'home')).not.toContain('evidence');
  });
});

describe('who else', () => {
  test.each(['ana', 'priya'])('%s reads the same figures, and mends nothing', async (user) => {
    const reply = await w.types(user, 'evidence');
    expect(w.said(reply)).toContain('Maya Okafor: 5 h 15 min confirmed of 6 h');
    expect(buttonsIn(reply)).not.toContain('plan.new');
    expect(w.said(await w.press(user, 'readiness.criterion', `${portfolio}:o3`))).not.toContain('the two of you');
    expect(JSON.stringify(reply)).not.toContain('SECRET');
  });

  test('a mentee is told what they can read instead, and opens nothing', async () => {
    expect(await types('leo', 'evidence')).toContain('This is for mentors');
    expect(await types('leo', 'evidence @maya')).toContain('Nothing has changed');
    for (const [verb, subject] of [
      ['readiness.open', portfolio],
      ['readiness.doubts', portfolio],
      ['readiness.criterion', `${portfolio}:o1`],
    ] as const)
      expect(await press('leo', verb, subject)).toContain('Nothing has changed');
  });

  test('what does not exist is nothing, and breaks nothing', async () => {
    for (const [verb, subject] of [
      ['readiness.open', 'none'],
      ['readiness.criterion', 'x'],
      ['readiness.criterion', `${portfolio}:none`],
      ['readiness.of', 'nobody'],
      ['readiness.open', '-'],
    ] as const)
      expect(await press('maya', verb, subject)).not.toContain('Something went wrong');
  });
});

describe('the centre’s own', () => {
  test('criteria are pasted, each bad line said, and stand in evidence at once', async () => {
    const opened = formIn(await w.press('priya', 'criteria.paste', '-'));
    const lines = [
      'code,text,evidence',
      '1.1,Agree aims with the mentee,agreement;objectives',
      '1.2,',
      '1.10,"Use feedback, and say what it changed",feedback;changes;nonsense',
      '1.10,Use feedback,feedback|changes of practice',
      '1.1,Again,',
      '9,Something of their own,',
      '=1+1,Formula,',
    ].join('\n');
    const preview = await w.form('priya', opened, { do: 'submit' }, { values: { lines } });
    const said = w.said(preview);
    expect(said).toContain('3 to add, 0 to change, 0 as they are.');
    for (const [line, why] of [
      [3, 'The text of the criterion is missing.'],
      [4, 'One of the kinds of evidence is not known. Known are agreement, plans'],
      [6, 'The code is that of line 2 too.'],
      [8, 'A cell begins as a formula does.'],
    ] as const)
      expect(said).toContain(`Line ${line}: ${why}`);
    expect(said).toContain('To retire: your own take their place');
    const [, id = ''] = /"import.apply","subject":"([^"]+)"/.exec(JSON.stringify(preview)) ?? [];
    expect(await press('priya', 'import.apply', id)).toContain('3 added, 0 changed, 3 retired, 4 lines left out.');
    const evidence = await types('maya', 'evidence');
    expect(evidence.indexOf('1.1. Agree aims')).toBeLessThan(evidence.indexOf('1.10. Use feedback'));
    expect(evidence).toContain('– 9. Something of their own\nNothing says yet what shows this one');
    expect(evidence).not.toContain('Plan and organise formal mentoring');
    expect(await types('priya', 'setup criteria')).toContain(
      '1.1. Agree aims with the mentee\nShown by agreement and objectives.',
    );
  });

  test('rules are chosen in the set-up, and bring their hours', async () => {
    const opened = formIn(await w.types('priya', 'setup'));
    const at = (id: string) => opened.form.steps.findIndex((s) => s.items.some((i) => i.id === id));
    const here = opened.form.steps[at('rules')]?.id ?? '';
    let view = opened;
    for (let i = 0; i < 4 && view.step !== here; i += 1)
      view = formIn(
        await w.form(
          'priya',
          view,
          { do: 'next' },
          { values: { ...view.answers.values, lead: 'Ann Bell', 'lead-reach': '1' } },
        ),
      );
    view = formIn(
      await w.form('priya', view, { do: 'next' }, { values: { ...view.answers.values, rules: '1st4sport' } }),
    );
    await w.form('priya', view, { do: 'submit' }, { values: view.answers.values });
    const set = await w.read((rows) => rows.programme.get());
    expect(set.settings.unit.rules).toEqual({ mentees: 2, months: 3, supervisor: true, observation: true });
    const beside = await press('maya', 'readiness.criterion', `${portfolio}:unit`);
    for (const say of [
      'The unit asks for hours with 2 mentees.',
      'nobody is allocated as one',
      'The unit asks for an observation of a session.',
    ])
      expect(beside).toContain(say);
  });
});

test('without a unit it is evidence for nothing, and says so kindly', async () => {
  await w.change(async (rows) => {
    const p = await rows.portfolios.get(portfolio);
    if (p !== undefined) await rows.portfolios.save({ ...p, targetMinutes: 0, withoutUnit: true });
  });
  const said = await types('maya', 'evidence');
  expect(said).toContain('This mentoring is evidence for nothing, and does not have to be');
  expect(said).not.toMatch(/missing|still to do|assessor/);
});

test('an erased mentee is no gap, and nobody’s name', async () => {
  await w.change((rows) => rows.people.erase(w.id('leo'), w.now));
  await w.change(async (rows) => {
    const p = await rows.portfolios.get(portfolio);
    if (p !== undefined)
      await rows.portfolios.save({
        id: p.id,
        programme: p.programme,
        mentor: p.mentor,
        startedAt: p.startedAt,
        targetMinutes: 360,
      });
    for (const m of ['sam', 'aisha']) {
      const one = await rows.mentorships.get(mentorshipOf(m));
      if (one !== undefined) await rows.mentorships.save({ ...one, state: 'ended', endedAt: w.now });
    }
  });
  const said = await types('maya', 'evidence');
  // Their hours stand apart; no gap is left that nobody could close, and no name.
  expect(said).toContain('No hours yet of 6 h.');
  expect(said).toMatch(
    / stand apart: whoever was mentored then was erased, so no plan or record of it is left to show\./,
  );
  expect(said).not.toMatch(/Leo|Open the record/);
});
