import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { drawHome, drawMessage } from '../adapters/slack/blocks.js';
import { panelModal } from '../adapters/slack/modal.js';
import { sentence } from '../src/chat/card.js';
import type { Reader } from '../src/chat/text.js';
import { grammar, parse } from '../src/commands/grammar.js';
import { isKnownWord } from '../src/features/index.js';

/**
 * A sentence that tells somebody to type something is true where it stands: the word is one that the bot knows, and it
 * can be typed there. Goes over every sentence of the source, and over every drawing that is kept as a file.
 */

const root = path.resolve(import.meta.dirname, '..');
const filesIn = (folder: string, ends: RegExp): readonly string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((f) => ends.test(f))
    .map((f) => path.join(folder, f));
/** Words after "type" that are no command, each with what it says instead. */
const noCommand = new Set([
  'it', // one into its list
  'the',
  'that',
  'more',
  'what',
  'your',
  'one', // one of these, which stand before it
  'for',
  'at',
  'is',
  'to', // 999, on a phone
]);
const asks = /(?<![\p{L}-])[Tt]ypes? (?:only |in )?([\p{L}]+)/gu;
const words = new Set(grammar.flatMap((g) => [g.word, ...(g.also ?? [])]));

/** The sentences of a source file: its strings, without comments. */
const sentencesOf = (file: string): string =>
  readFileSync(path.join(root, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(?<=^|\s)\/\/.*$/gm, '')
    .replace(/^\s*(?:import|export) type .*$/gm, '')
    .replace(/\btype [A-Z]\w*|\{ type |, type |\btype (?=[a-z]\w* =)/g, ' ');

/** Lists of English words are no sentences. */
const sources = filesIn('src', /\.ts$/).filter((file) => !file.startsWith('src/domain/recognisable/'));

describe('every sentence of the source', () => {
  test.each(sources)('%s asks for words that there are', (file) => {
    for (const [said, word = ''] of sentencesOf(file).matchAll(asks))
      expect(noCommand.has(word) || words.has(word), `${said}, in ${file}`).toBe(true);
  });

  test.each(sources)('%s asks nobody to type into a channel', (file) => {
    // There the word alone is a message to everybody: it is written with a mention of the bot.
    expect(sentencesOf(file)).not.toMatch(/[Tt]ype \p{L}+(?: \p{L}+)? (?:there|in (?:the|a|that) channel)/u);
  });
});

describe('what is asked to be typed can be typed where it stands', () => {
  const reader: Reader = {
    person: null,
    platform: 'slack',
    zone: 'UTC',
    locale: 'en-GB',
    named: () => ({ name: 'x' }),
  };
  const asking = new RegExp(`[Tt]ypes? (?:${grammar.map((g) => g.word).join('|')})\\b`);
  /** In a view nothing can be typed: it says where. */
  const where = /type in our chat, or anywhere after \/mentor/;

  test.each(grammar.map((g) => g.word))(
    '%s: a view in Slack says where to, a message of the bot’s own need not',
    (word) => {
      const card = sentence('Gone', `That is gone. Type ${word} to see what is.`);
      expect(JSON.stringify(panelModal(card, reader))).toMatch(where);
      expect(JSON.stringify(drawHome(card, reader))).toMatch(where);
      expect(JSON.stringify(drawMessage(card, { reader }))).not.toMatch(where);
      // With a mention of the bot, as it is written in a channel; and with what people bring along from there.
      for (const before of ['', '@Mentorlog ', '/mentor ', '@mentorlog: '])
        expect(parse(`${before}${word}`, isKnownWord)).toMatchObject({ kind: 'command', word: { word } });
    },
  );

  test('in every view that is kept as a file', () => {
    const views = filesIn('test/golden', /slack\/(?:panel|form)-.*\.json$|\.home\.json$/);
    expect(views.length).toBeGreaterThan(30);
    for (const file of views) {
      const drawn = readFileSync(path.join(root, file), 'utf8');
      if (asking.test(drawn)) expect(drawn, file).toMatch(where);
    }
  });

  test('in every card in words, the word is one that the bot knows', () => {
    for (const file of filesIn('test/golden/loop/words', /\.txt$/))
      for (const [said, word = ''] of readFileSync(path.join(root, file), 'utf8').matchAll(asks))
        expect(noCommand.has(word) || words.has(word), `${said}, in ${file}`).toBe(true);
  });
});
