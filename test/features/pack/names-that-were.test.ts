import { afterEach, describe, expect, test } from 'vitest';
import { leavingOf } from '../../../adapters/documents/pack/leaving.js';
import { decidedText, hitsOf } from '../../../src/domain/pack/hits.js';
import { namesOf } from '../../../src/domain/programme.js';
import type { PersonId } from '../../../src/kernel/ids.js';
import type { PackSource } from '../../../src/ports/packs.js';
import { asks } from '../../support/asked-packs.js';
import { startAfter, type TestBot } from '../../support/bot.js';
import { openLinks, personCalled, proposed } from '../../support/links-world.js';
import { packSeason } from '../../support/pack-begun.js';
import { fakePackMaker } from '../../support/pack-maker.js';

/** Names that somebody had, or had here before they were erased: nobody is recognised by those either. */

let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  await stop?.();
  stop = undefined;
});

async function season(): Promise<{ readonly t: TestBot; readonly source: () => Promise<PackSource> }> {
  const maker = fakePackMaker();
  const t = await startAfter(packSeason, {}, { packs: maker });
  stop = () => t.stop();
  const source = async (): Promise<PackSource> => {
    await asks(t);
    await t.settled();
    const made = maker.made.at(-1);
    if (made === undefined) throw new Error('no pack was made');
    return made;
  };
  return { t, source };
}
const leaves = (source: PackSource, text: string): string =>
  decidedText(text, 'c', source.decided, leavingOf(source).names.replaced);
const listed = (source: PackSource, text: string): readonly string[] =>
  hitsOf([{ citation: 'c', label: 'Reflection', text }], leavingOf(source).names.replaced).map((h) => h.words);

const corrected = async (t: TestBot, user: string, name: string): Promise<void> => {
  await t.as(user).types('settings');
  await t.as(user).presses('data.open', { subject: t.as(user).id ?? '-' });
  await t.as(user).presses('data.correct');
  await t.as(user).fills({ name }).submits();
};

/** Each form in which a name of before may have been written, in words that the mentor wrote for themselves. */
const written = (given: string, last: string): readonly string[] => [
  `I asked ${given} ${last} to begin.`,
  `${given} was late, and I waited.`,
  `I waited for ${given.toLowerCase()}, and ${last.toUpperCase()} came.`,
  `It was ${given}’s own idea.`,
  `${last}, ${given} said so.`,
];

describe('a name of before', () => {
  test('whoever put their name right, once or twice, is found by each of their names', async () => {
    const { t, source } = await season();
    const was = (await t.store.read((tx) => tx.in(t.programme).people.get(t.as('leo').id)))?.name ?? '';
    await corrected(t, 'leo', 'Lena Vogel');
    await corrected(t, 'leo', 'Lena Winterhalter');
    const made = await source();
    const person = await t.store.read((tx) => tx.in(t.programme).people.get(t.as('leo').id));
    expect(person?.name).toBe('Lena Winterhalter');
    expect(person?.formerly).toEqual([was, 'Lena Vogel']);
    const [alias = ''] = /mentee \w+/.exec(leaves(made, 'Lena Winterhalter')) ?? [];
    expect(alias).not.toBe('');
    const [given = '', last = ''] = was.split(' ');
    for (const text of [...written(given, last), ...written('Lena', 'Vogel')]) {
      expect(leaves(made, text)).toContain(alias);
      expect(leaves(made, text)).not.toMatch(new RegExp(`${given}|${last}|Lena|Vogel`, 'i'));
    }
    // They see it among what is kept, and nobody else does.
    await t.as('leo').types('settings');
    await t.as('leo').presses('data.open', { subject: t.as('leo').id ?? '-' });
    expect(JSON.stringify(t.as('leo').last)).toContain(`${was}, Lena Vogel. Only you see this.`);
    for (const who of ['maya', 'priya']) {
      await t.as(who).types('people');
      expect(JSON.stringify(t.as(who).last)).not.toContain('Vogel');
    }
  });

  test('whoever takes a name back is called so, and has the other as a name of before', async () => {
    const { t, source } = await season();
    const was = (await t.store.read((tx) => tx.in(t.programme).people.get(t.as('leo').id)))?.name ?? '';
    await corrected(t, 'leo', 'Lena Vogel');
    await corrected(t, 'leo', was);
    const person = await t.store.read((tx) => tx.in(t.programme).people.get(t.as('leo').id));
    expect([person?.name, person?.formerly]).toEqual([was, ['Lena Vogel']]);
    expect(leaves(await source(), 'Vogel rang.')).not.toContain('Vogel');
  });

  test('whoever joins a second account by a code is found by what that one was called', async () => {
    const { t, source } = await season();
    await t.as('quillfeather.z').types('hello');
    const code = /link ([0-9a-z]{5}-[0-9a-z]{5})/.exec(JSON.stringify(await t.as('leo').types('link')))?.[1];
    await t.as('quillfeather.z').types(`link ${code}`);
    const person = await t.store.read((tx) => tx.in(t.programme).people.get(t.as('leo').id));
    expect(person?.accounts.map((a) => a.user)).toEqual(['quillfeather.z', 'leo']);
    expect(person?.formerly).toEqual(['quillfeather.z']);
    const text = 'As quillfeather.z wrote, and Quillfeather said.';
    expect(leaves(await source(), text)).toMatch(/^As mentee \w+ wrote, and mentee \w+ said\.$/);
  });

  test('whoever had no account, and says that one is theirs, is found by both names', async () => {
    const { bot, stop: ends } = await openLinks();
    stop = ends;
    const kai = await proposed(bot);
    await bot.as('kai.quillfeather').types('hello');
    await bot.as('maya').types('join @kai.quillfeather "Kai Lund"');
    await bot.as('kai.quillfeather').presses('join.yes');
    const person = await personCalled(bot, 'Kai Lund');
    expect([person?.id, person === undefined ? [] : namesOf(person)]).toEqual([kai, ['Kai Lund', 'kai.quillfeather']]);
  });

  test('whom the platform calls something else beside their name is found by that too, unless it says a part', async () => {
    const { t, source } = await season();
    t.chat.profile = async () => ({
      name: 'Quinn Featherstone',
      alsoCalled: ['Zippyfizz', 'Team'],
      zone: 'Europe/London',
      locale: 'en-GB',
      standing: 'member',
    });
    await t.as('quinn').types('hello');
    const person = await personCalled(t, 'Quinn Featherstone');
    expect(person === undefined ? [] : namesOf(person)).toEqual(['Quinn Featherstone', 'Zippyfizz']);
    const made = await source();
    const text = 'Zippyfizz rang, it was ZIPPYFIZZ’s idea, and the team came.';
    // A name, not a word to decide on.
    expect(listed(made, text)).toEqual([]);
    expect(leaves(made, text)).toMatch(/^(?!.*(?:zippy|\[)).*and the team came\.$/i);
  });

  test('an erasure takes names of before along', async () => {
    const { t } = await season();
    await corrected(t, 'leo', 'Lena Vogel');
    const leo = t.as('leo').id as PersonId;
    await t.store.write((tx) => tx.in(t.programme).people.erase(leo, t.clock.now()));
    const person = await t.store.read((tx) => tx.in(t.programme).people.get(leo));
    expect(person).toMatchObject({ name: '' });
    expect(person?.formerly).toBeUndefined();
  });
});

describe('the name of somebody erased', () => {
  /** What only a list of names could tell from an everyday word is listed too: a person decides. */
  const table: readonly (readonly [text: string, found: string])[] = [
    ['I asked Leo Brandt to begin.', 'Leo Brandt'],
    ['leo was late, and I waited.', 'leo'],
    ['It was Brandt’s own idea.', 'Brandt'],
    ['I rang oluwaseun twice.', 'oluwaseun'],
    ['I learned most from L.B. in spring.', 'L.B.'],
    ['LB said so.', 'LB'],
    ['I asked L what helped.', 'L'],
    ['Faith was late. I waited.', 'Faith'],
    ['faith was late. I waited.', 'faith'],
    ['I told may twice.', 'may'],
    ['June was late again.', 'June'],
    ['Hope came late.', 'Hope'],
  ];

  test.each(table)('is listed for the mentor: %s', async (text, found) => {
    const { t, source } = await season();
    await t.store.write((tx) => tx.in(t.programme).people.erase(t.as('leo').id as PersonId, t.clock.now()));
    const made = await source();
    expect(made.people.flatMap((p) => p.names)).not.toContain('Leo Brandt');
    expect(made.forgotten).toBe(true);
    expect(listed(made, text).map((words) => words.replace(/’s$/, ''))).toContain(found);
    // What nobody decides is taken out: one that is erased between the mentor's look and the making, say.
    expect(leaves(made, text)).not.toContain(found);
  });

  test('what is no name is not asked about', async () => {
    const { t, source } = await season();
    await t.store.write((tx) => tx.in(t.programme).people.erase(t.as('leo').id as PersonId, t.clock.now()));
    const made = await source();
    for (const text of [
      'Will you try it? I will. May I ask? In May we met, and again on 3 June.',
      'I hope the day was long; the hill was steep. We had a lot of rain.',
      'An IT course, a CV, no TV. I am. A plan.',
    ])
      expect([text, listed(made, text)]).toEqual([text, []]);
  });

  test('where nobody was forgotten since it began, nothing more is asked', async () => {
    const { source } = await season();
    const made = await source();
    expect(made.forgotten).toBe(false);
    expect(listed(made, 'Faith was late. I asked Q what helped.')).toEqual([]);
  });
});
