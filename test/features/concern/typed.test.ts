import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { plain, type Text } from '../../../src/chat/text.js';
import { helplines } from '../../../src/domain/defaults/helplines.js';
import type { Nation } from '../../../src/domain/programme.js';
import { concernCard, publicCard } from '../../../src/features/concern/card.js';
import { linked, whomToTellLine, withoutSpeaking } from '../../../src/features/shared/whom-to-tell.js';
import { strangerOn } from '../../../src/runtime/readers.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { dumpOf } from '../../upgrade/dump.js';

/** docs/concern.md#what-is-typed and #the-numbers. */

const words = (t: Text): string => plain(t, strangerOn('web'));
const links = (of: unknown): readonly string[] =>
  [...JSON.stringify(of).matchAll(/"link":"([^"]+)"/g)].map((m) => m[1] ?? '');

describe('what somebody typed', () => {
  let t: TestBot;
  let folder = '';
  let file = '';
  const logged: string[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-typed-'));
    file = path.join(folder, 'typed.db');
    logged.length = 0;
    const note = (...what: readonly unknown[]): void => void logged.push(JSON.stringify(what));
    t = await startBot({ file, log: { say: note, fault: note } });
  });
  afterEach(async () => {
    await t.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Every row of every table, as it stands in the file. */
  const rows = (): Promise<string> => dumpOf(file);

  test.each(['I am worried about Xyzzyleo', 'xyzzy quux', 'xyzzy he hits me', 'help me xyzzy'])(
    '“%s” is kept nowhere: in no row, and in no log',
    async (typed) => {
      await t.as('leo').types('home');
      const before = await rows();
      expect(before.split('CREATE TABLE').length).toBeGreaterThan(20);
      await t.as('leo').types(typed);
      expect(await rows()).toBe(before);
      expect(logged.join('\n')).not.toMatch(/xyzzy/i);
    },
  );

  test('what is not understood claims nothing, and leads to whom to tell and to what can be asked', async () => {
    for (const typed of ['nonsense', 'he is mean to me', 'xyzzy']) {
      await t.as('leo').types(typed);
      const said = JSON.stringify(t.as('leo').last);
      expect(said).toContain('I did not understand that, and I have kept none of it.');
      expect(said).not.toContain('If you meant');
      expect([...said.matchAll(/"label":"([^"]*)"/g)].map((m) => m[1])).toEqual([
        'What can I ask?',
        'Worried about someone?',
      ]);
    }
    await t.as('leo').presses('help.open', { subject: '-' });
    expect(JSON.stringify(t.as('leo').last)).toContain('What you can type');
  });

  test('with the database away even what is not understood is answered with the numbers', async () => {
    const { write } = t.store;
    Object.assign(t.store, { write: async () => Promise.reject(new Error('away')) });
    try {
      expect(JSON.stringify(await t.as('leo').types('something else'))).toContain('"tel:999"');
    } finally {
      Object.assign(t.store, { write });
    }
  });
});

describe('the numbers', () => {
  const contacts = (nation: Nation, more: object = {}) => ({
    nation,
    safeguarding: { hours: '', outOfHours: '', ...more },
  });

  test.each([
    ['020 7946 0018', ['tel:02079460018']],
    ['call +44 (0)20 7946 0018 or 07700 900123', ['tel:+4402079460018', 'tel:07700900123']],
    ['07700-900-123, dana@example.org', ['tel:07700900123', 'mailto:dana@example.org']],
    ['020 7946 0018 (a sample number)', ['tel:02079460018']],
    ['Room 12, Mondays 08:30', []],
    ['ask at reception', []],
    ['', []],
  ] as const)('“%s” can be called as %j', (reach, expected) => {
    expect(links(linked(reach))).toEqual(expected);
    expect(words(linked(reach))).toBe(reach);
  });

  test.each(Object.keys(helplines) as Nation[])(
    '%s: every number is a link, and somebody who cannot speak is thought of',
    (nation) => {
      for (const card of [concernCard(contacts(nation), { audience: 'mentee' }), publicCard(contacts(nation))]) {
        const all = links(card);
        for (const number of helplines[nation].emergency) expect(all).toContain(`tel:${number}`);
        expect(all.some((l) => l.startsWith('tel:'))).toBe(true);
        expect(all.some((l) => l.startsWith('https:'))).toBe(true);
      }
    },
  );

  test('what a programme set goes before the nation’s, in the card and at the foot', () => {
    const own = contacts('england', { textLine: 'HELP to 60000', webChat: 'https://example.org/chat' });
    expect(withoutSpeaking(own).map(words).slice(0, 2)).toEqual([
      'Text: HELP to 60000',
      'Write in a web chat: our web chat.',
    ]);
    expect(words(whomToTellLine(own, 'with-lead'))).toContain('Text: HELP to 60000.');
    expect(words(whomToTellLine(contacts('england'), 'with-lead'))).toBe(
      'Danger now? Call 999. Childline: 0800 1111. Text SHOUT to 85258.',
    );
  });

  test('where others read, nobody is named', () => {
    const named = contacts('england', { lead: { name: 'Dana', reach: '1' }, deputy: { name: 'Omar', reach: '2' } });
    expect(JSON.stringify([publicCard(named), whomToTellLine(named, 'nobody-named')])).not.toMatch(/Dana|Omar/);
    expect(words(whomToTellLine(named, 'with-lead'))).toContain('Dana: 1.');
  });
});
