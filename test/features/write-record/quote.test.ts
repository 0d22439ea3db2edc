import { afterEach, describe, expect, test } from 'vitest';
import type { FormView } from '../../../src/chat/form.js';
import type { MessageRef, Quote, Reply } from '../../../src/chat/inbound.js';
import { day, minute } from '../../../src/kernel/clock.js';
import { mentionMark } from '../../../src/kernel/words.js';
import { localTenant } from '../../../src/local/sample-people.js';
import { tuesday, type World, world } from '../../support/record-world.js';

let w: World;
afterEach(() => w.close());

const account = (user: string) => ({ platform: 'web', tenant: localTenant, user }) as const;
const message = (more: Partial<Quote> = {}): Quote => ({
  text: 'I rang them <b>myself</b> today',
  mentions: [],
  author: account('leo'),
  at: tuesday + 10 * minute,
  ref: 'slack:T1:C1:1764000000.000100' as MessageRef,
  ...more,
});
const formOf = (reply: Reply): FormView => {
  if (reply.kind !== 'form') throw new Error(`no form: ${JSON.stringify(reply)}`);
  return reply.view;
};
const happened = (reply: Reply): string => String(formOf(reply).answers.values.happened ?? '');
const noticeOf = (reply: Reply): string => formOf(reply).notice?.parts.join('') ?? '';
/** Held an hour ago: its record waits. */
async function held(...mentees: readonly string[]): Promise<void> {
  w = await world();
  for (const [i, mentee] of mentees.entries())
    await w.planned(`s${i + 1}`, { mentees: [mentee], startsAt: tuesday - i * day, title: `Calls with ${mentee}` });
  await w.to(tuesday + 50 * minute);
}
const drafts = () => w.read((rows) => rows.drafts.openOf(w.id('maya')));

describe('a message that is quoted into a record', () => {
  test('stands in the draft with who said it and when, opens where it stands, and in no message', async () => {
    await held('leo');
    const reply = await w.quotes('maya', message());
    expect(formOf(reply)).toMatchObject({ form: { id: 'record' }, step: 'minute' });
    expect(happened(reply)).toBe('Leo Brandt, Tue 24 Nov 2026, 15:10: “I rang them <b>myself</b> today”');
    expect(noticeOf(reply)).toContain('quoted under “What happened”');
    expect(await drafts()).toHaveLength(1);
    await w.to(tuesday + 2 * 60 * minute);
    for (const user of ['maya', 'leo']) expect(w.cards(user).join()).not.toContain('I rang');
  });

  test('twice is once, also when its draft has gone on; another message stands after it', async () => {
    await held('leo');
    const first = formOf(await w.quotes('maya', message()));
    const again = await w.quotes('maya', message());
    expect(happened(again).match(/I rang/g)).toHaveLength(1);
    expect(noticeOf(again)).toContain('quoted already');
    await w.form(
      'maya',
      { ...first, revision: 99 },
      { do: 'save' },
      { values: { happened: `Mine. ${happened(again)}` } },
    );
    expect(happened(await w.quotes('maya', message())).match(/I rang/g)).toHaveLength(1);
    const other = await w.quotes('maya', message({ text: 'And again', at: tuesday + 20 * minute }));
    expect(happened(other)).toMatch(/^Mine\. Leo.*\n\nLeo Brandt, Tue 24 Nov 2026, 15:20: “And again”$/);
  });

  test('a long one is cut where one sees it, and what was written before is never pushed out', async () => {
    await held('leo');
    const long = await w.quotes('maya', message({ text: 'word '.repeat(5_000) }));
    expect(happened(long).length).toBeLessThan(1_600);
    expect(happened(long)).toMatch(/word…”$/);
    expect(noticeOf(long)).toContain('cut at the “…”');
    const mine = 'm'.repeat(2_850);
    await w.form('maya', formOf(long), { do: 'save' }, { values: { happened: mine } });
    const little = await w.quotes('maya', message({ text: 'x'.repeat(400) }));
    expect(happened(little)).toHaveLength(3_000);
    expect(happened(little)).toMatch(/^m+\n\nLeo .*“x+…”$/);
    const full = await w.quotes('maya', message({ text: 'another' }));
    expect(happened(full)).toBe(happened(little));
    expect(noticeOf(full)).toContain('full');
  });

  test.each([
    ['somebody of whom the chat knows the name', { author: account('u9'), authorName: ' Gail\nNoor ' }, /^Gail Noor, /],
    ['nobody in particular', { author: null }, /^Somebody, /],
    [
      'with mentions and what nobody may type',
      { text: `Ask ${mentionMark}0\uE001 or ${mentionMark}7\uE001 \u202Enow\uE000`, mentions: [account('sam')] },
      /“Ask @Sam \S+ or @somebody now”$/,
    ],
  ] as const)('said by %s', async (_, more, as) => {
    await held('leo');
    expect(happened(await w.quotes('maya', message(more as Partial<Quote>)))).toMatch(as);
  });

  test('where several records wait, one is chosen; the words wait in a private form until then', async () => {
    await held('leo', 'sam');
    const choosing = formOf(await w.quotes('maya', message()));
    expect(choosing.form.id).toBe('quote');
    const [which] = choosing.form.steps[0]?.items ?? [];
    expect(which).toMatchObject({ kind: 'choice', of: [{ value: 's1' }, { value: 's2' }] });
    // Pressed again, the same form.
    expect(formOf(await w.quotes('maya', message())).draft).toBe(choosing.draft);
    const chosen = await w.form(
      'maya',
      choosing,
      { do: 'submit' },
      { values: { session: 's2', words: choosing.answers.values.words ?? '' } },
    );
    expect(formOf(chosen).form.id).toBe('record');
    expect(happened(chosen)).toContain('I rang them');
    expect((await drafts()).map((d) => [d.form, d.subject])).toEqual([['record', 's2']]);
    // A session that is not the mentor's own, or is none, is no choice.
    const other = formOf(await w.quotes('maya', message({ ref: 'slack:T1:C1:2.2' as MessageRef })));
    for (const session of ['s9', '']) {
      const refused = await w.form('maya', other, { do: 'submit' }, { values: { session, words: 'x' } });
      expect(formOf(refused).problems.map((p) => p.at)).toEqual(['session']);
    }
  });

  test.each([
    ['leo', 'Records are written by mentors'],
    ['priya', 'Records are written by mentors'],
  ])('%s, who writes no records, is told so and nothing is kept', async (user, words) => {
    await held('leo');
    expect(w.said(await w.quotes(user, message()))).toContain(words);
    expect(await w.read((rows) => rows.drafts.openOf(w.id(user)))).toEqual([]);
  });

  test('no session that waits, or no words: a sentence, and nothing kept', async () => {
    await held();
    expect(w.said(await w.quotes('maya', message()))).toContain('nothing was quoted');
    await w.planned('s1', { startsAt: tuesday });
    expect(w.said(await w.quotes('maya', message({ text: ' \n\uE000 ' })))).toContain('no words in that message');
    expect(await drafts()).toEqual([]);
  });
});
