import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buttonRows, drawHome, drawMessage } from '../../../adapters/slack/blocks.js';
import { limits, messageRules, viewRules } from '../../../adapters/slack/limits.js';
import { panelModal } from '../../../adapters/slack/modal.js';
import type { Block, Card } from '../../../src/chat/card.js';
import { answers, button, buttons, concernButton, facts, foot, list, muted, text } from '../../../src/chat/card.js';
import type { PlacedFile } from '../../../src/chat/inbound.js';
import { literal, mention, moment, type Part, say } from '../../../src/chat/text.js';
import { madeUp } from '../../support/verbs.js';
import { chart, digest, invitation, pack, reader, sam, three } from './samples.js';

const golden = (name: string): string => `../../golden/slack/${name}.json`;
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const files: ReadonlyMap<string, PlacedFile> = new Map([
  [chart, { kind: 'placed', ref: 'F0123456789' }],
  [pack, { kind: 'placed', ref: 'F0123456780|https://acme.slack.com/files/U1/F0123456780/evidence.pdf' }],
]);

describe('cards as Slack draws them', () => {
  test.each([
    ['invitation', invitation],
    ['digest', digest],
  ] as const)('%s, as a message', async (name, card) => {
    const drawn = drawMessage(card, { reader, files, drawn: 3 });
    expect(messageRules.safeParse(drawn).error).toBeUndefined();
    await expect(json(drawn)).toMatchFileSnapshot(golden(`${name}.message`));
  });

  test('a panel and a home view', async () => {
    const panel = panelModal(digest, reader);
    const home = drawHome(digest, reader);
    expect(viewRules.safeParse(panel).error).toBeUndefined();
    expect(viewRules.safeParse(home).error).toBeUndefined();
    await expect(json(panel)).toMatchFileSnapshot(golden('digest.panel'));
    await expect(json(home)).toMatchFileSnapshot(golden('digest.home'));
  });
});

describe('limits, kept visibly', () => {
  const long = (blocks: readonly Block[]): Card => ({ title: 'T', summary: literal('s'), blocks });
  const words = (card: Card): string => JSON.stringify(drawMessage(card, { reader }).blocks);

  test('too many blocks: the end is left out, the buttons stay, and the card says how much is missing', () => {
    const card = long([
      ...Array.from({ length: 80 }, (_, i) => text(literal(`n${i}.`))),
      buttons(button('Go', madeUp('a.b'), 's')),
    ]);
    const drawn = drawMessage(card, { reader });
    expect(drawn.blocks).toHaveLength(limits.messageBlocks);
    expect(messageRules.safeParse(drawn).error).toBeUndefined();
    expect(words(card)).toContain('… and 33 more parts too long to show here.');
    expect(words(card)).toContain('n46.');
    expect(words(card)).not.toContain('n47.');
    expect(drawn.blocks.at(-1)?.type).toBe('actions');
  });

  test('too much text: shortened where it stands', () => {
    const drawn = drawMessage(long([text(literal('x'.repeat(5000)))]), { reader });
    expect(messageRules.safeParse(drawn).error).toBeUndefined();
    expect(JSON.stringify(drawn.blocks)).toContain('x…');
  });

  test('too much text in all: the end is left out, and the rules hold the total', () => {
    const long12 = Array.from({ length: 12 }, (_, i) => text(literal(`n${i}.${'x'.repeat(2690)}`)));
    const drawn = drawMessage(long([...long12, buttons(button('Go', madeUp('a.b'), 's'))]), { reader });
    expect(messageRules.safeParse(drawn).error).toBeUndefined();
    expect(drawn.blocks.map((b) => b.type)).toEqual([
      'header',
      'rich_text',
      'rich_text',
      'rich_text',
      'context',
      'actions',
    ]);
    expect(JSON.stringify(drawn.blocks)).toContain('… and 9 more parts too long to show here.');
    const [first = {}] = drawn.blocks.slice(1);
    expect(messageRules.safeParse({ text: 'T', blocks: Array.from({ length: 4 }, () => first) }).success).toBe(false);
  });

  test('long lists and facts are counted', () => {
    expect(words(long([list(Array.from({ length: 62 }, (_, i) => literal(`i${i}`)))]))).toContain(
      '… and 12 more items',
    );
    expect(words(long([facts(...Array.from({ length: 51 }, (_, i) => [`f${i}`, literal('v')] as const))]))).toContain(
      '… and 1 more line',
    );
  });

  test('buttons: rows of five, action ids of their own', () => {
    const rows = buttonRows(
      Array.from({ length: 12 }, (_, i) => button(`b${i}`, madeUp('ask.answer'), 's', { arg: String(i) })),
      7,
      new Map(),
    );
    expect(rows.map((r) => r.elements.length)).toEqual([5, 5, 2]);
    const ids = rows.flatMap((r) => r.elements.map((e) => e.action_id));
    expect(new Set(ids).size).toBe(12);
    expect(ids.slice(0, 2)).toEqual(['ask.answer', 'ask.answer~2']);
  });

  const b = (label: string, more: { arg?: string; style?: 'main' } = {}) => button(label, madeUp('a.b'), 's', more);
  const long150 = { arg: 'y'.repeat(150) };
  test.each<readonly [string, readonly Block[], readonly string[]]>([
    [
      'three in sight, the rest in the menu',
      [buttons(b('1'), b('2'), b('3', { style: 'main' }), b('4'), b('5'))],
      ['3 1 2 {4 5}'],
    ],
    [
      'whom to tell, wherever it stands',
      [buttons(b('1'), b('2'), b('3'), concernButton())],
      ['1 Worried about someone? {2 3}'],
    ],
    ['one left over alone takes the last with it', [buttons(b('1'), b('2'), b('3'))], ['1 {2 3}']],
    [
      'but never whom to tell',
      [buttons(concernButton(), concernButton('mentee'), b('3'))],
      ['Worried about someone? Worried about someone? 3'],
    ],
    [
      'the foot joins the last buttons',
      [buttons(b('1')), text(literal('x')), buttons(b('2')), foot(b('3')), foot(b('4'))],
      ['1', '2 {3 4}'],
    ],
    ['also answers', [answers(b('1'), b('2'), b('3'), b('4')), foot(b('5'), b('6'))], ['1 2 3 4 {5 6}']],
    ['and stands alone where there are none', [text(literal('x')), foot(b('1'), b('2'))], ['{1 2}']],
    ['a foot of one beside few', [buttons(b('1'), b('2')), foot(b('3'))], ['1 {2 3}']],
    ['a foot of one beside one', [buttons(b('1')), foot(b('2'))], ['1 2']],
    [
      'six left over: the heaviest of them is a button',
      [buttons(...'12345678'.split('').map((l) => b(l)))],
      ['1 2 3 {4 5 6 7 8}'],
    ],
    [
      'what an option cannot carry is a button',
      [buttons(b('1'), b('2'), b('3'), b('4', long150), b('5'))],
      ['1 2 4 {3 5}'],
    ],
    ['of which too few are left', [buttons(b('1'), b('2'), b('3', long150), b('4', long150), b('5'))], ['1 2 3 4 5']],
    ['rows of five', [answers(...'123456'.split('').map((l) => b(l))), foot(b('7'), b('8'))], ['1 2 3 4 5', '6 {7 8}']],
  ])('ranks: %s', (_, blocks, rows) => {
    const drawn = drawMessage(long(blocks), { reader, drawn: 3 });
    expect(messageRules.safeParse(drawn).error).toBeUndefined();
    const label = (e: object): string =>
      'options' in e
        ? `{${(e.options as { text: { text: string } }[]).map((o) => o.text.text).join(' ')}}`
        : (e as { text: { text: string } }).text.text;
    expect(drawn.blocks.flatMap((x) => (x.type === 'actions' ? [x.elements.map(label).join(' ')] : []))).toEqual(rows);
  });

  test('a button that Slack could not carry is a fault of ours, not a silent loss', () => {
    expect(() => buttonRows([button('x', madeUp('Not A Verb'), 's')], 1, new Map())).toThrow(RangeError);
    expect(() => buttonRows([button('x', madeUp('a.b'), 's', { arg: 'y'.repeat(201) })], 1, new Map())).toThrow(
      RangeError,
    );
  });

  test('nothing is ever empty: Slack refuses an empty text', () => {
    const drawn = drawMessage(
      { title: '', summary: literal(''), blocks: [text(literal('')), muted(literal(' '))] },
      { reader },
    );
    expect(messageRules.safeParse(drawn).error).toBeUndefined();
  });

  test('a link that is no web address is words', () => {
    const drawn = words(long([text({ parts: [{ link: 'javascript:alert(1)', label: 'press' }] })]));
    expect(drawn).not.toContain('javascript');
    expect(drawn).toContain('press');
  });
});

describe('whatever is in a card, Slack takes it', () => {
  const word = fc.string({ unit: 'grapheme', maxLength: 200 });
  const part: fc.Arbitrary<Part> = fc.oneof(
    word,
    fc.constant(mention(sam)),
    fc.integer({ min: 0, max: 4e12 }).map((at) => moment(at)),
    word.map((strong) => ({ strong })),
    fc.record({ link: fc.webUrl(), label: word }),
  );
  const words = fc.array(part, { maxLength: 14 }).map((parts) => ({ parts }));
  const block: fc.Arbitrary<Block> = fc.oneof(
    fc.record({ kind: fc.constant('text' as const), text: words }),
    fc.record({
      kind: fc.constant('text' as const),
      text: words,
      tone: fc.constantFrom('muted' as const, 'heading' as const),
    }),
    fc.record({ kind: fc.constant('list' as const), items: fc.array(words, { maxLength: 60 }) }),
    fc.record({
      kind: fc.constant('facts' as const),
      rows: fc.array(fc.record({ label: word, value: words }), { maxLength: 60 }),
    }),
    fc.record({
      kind: fc.constant('progress' as const),
      label: word,
      done: fc.double({ min: 0, max: 100, noNaN: true }),
      of: fc.double({ min: 0, max: 100, noNaN: true }),
      words: word,
    }),
    fc.record({ kind: fc.constant('image' as const), document: fc.constant(chart), alt: word }),
    fc.record({ kind: fc.constant('file' as const), document: fc.constant(pack), name: word }),
    fc
      .tuple(
        fc.constantFrom(buttons, answers, foot),
        fc.array(fc.tuple(word, fc.constantFrom('', 'y'.repeat(200))), { maxLength: 12 }),
      )
      .map(([of, some]) => of(...some.map(([label, arg]) => button(label, madeUp('a.b'), 's', { arg })))),
    fc.constant({ kind: 'divider' as const }),
  );
  const card = fc.record({ title: word, summary: words, blocks: fc.array(block, { maxLength: 70 }) });

  test('as a message, a panel and a home view', () => {
    fc.assert(
      fc.property(card, fc.boolean(), (c, placed) => {
        const message = drawMessage(c, { reader, drawn: 1, ...(placed ? { files } : {}) });
        expect(messageRules.safeParse(message).error).toBeUndefined();
        expect(viewRules.safeParse(panelModal(c, reader)).error).toBeUndefined();
        expect(viewRules.safeParse(drawHome(c, reader)).error).toBeUndefined();
      }),
      { numRuns: 60, seed: 20261124 },
    );
  });

  test('mrkdwn never holds what people wrote', () => {
    fc.assert(
      fc.property(words, (t) => {
        const drawn = drawMessage({ title: 't', summary: t, blocks: [muted(t)] }, { reader });
        for (const b of drawn.blocks) {
          if (b.type !== 'context') continue;
          for (const e of b.elements)
            if (e.type === 'mrkdwn')
              expect(e.text).toMatch(
                /^<(@U[A-Z0-9]+|!date\^\d+\^\{[^<>|]*\|[^<>|^]*|tel:\+?\d+\|[\d +().-]+)>[.,;:!?)\]’”]*$/,
              );
        }
        // Top-level text is mrkdwn to Slack: with its three control characters escaped, it cannot hold anything live.
        expect(drawn.text.replace(/&(amp|lt|gt);/g, '')).not.toMatch(/[&<>]/);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  test('a number that can be called is a link in a quiet line too, and only if it is a number', () => {
    const quiet = (link: string, label: string) =>
      drawMessage({ title: 't', summary: literal('s'), blocks: [muted(say`Call ${{ link, label }}.`)] }, { reader })
        .blocks[1];
    expect(quiet('tel:999', '999')).toEqual({
      type: 'context',
      elements: [
        { type: 'plain_text', text: 'Call ', emoji: false },
        { type: 'mrkdwn', text: '<tel:999|999>.', verbatim: true },
      ],
    });
    expect(quiet('tel:999', '*now*')?.type).toBe('rich_text');
    expect(quiet('tel:9|<!here>', '999')?.type).toBe('rich_text');
    expect(JSON.stringify(quiet('sms:85258', '85258'))).toContain('Call 85258.');
    expect(JSON.stringify(quiet('javascript:alert(1)', '1'))).not.toContain('javascript');
  });

  test('a moment stands in a quiet line as a date of Slack’s own', () => {
    const [, quiet] = drawMessage(
      { title: 't', summary: literal('s'), blocks: [muted(say`Until ${moment(three)}, ${mention(sam)}.`)] },
      { reader },
    ).blocks;
    expect(quiet).toEqual({
      type: 'context',
      elements: [
        { type: 'plain_text', text: 'Until ', emoji: false },
        { type: 'mrkdwn', text: `<!date^${three / 1000}^{date_long}, {time}|Tue 24 Nov 2026, 15:00>,`, verbatim: true },
        { type: 'mrkdwn', text: '<@U0000000SAM>.', verbatim: true },
      ],
    });
  });
});
