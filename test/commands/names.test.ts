import { describe, expect, test } from 'vitest';
import { fitOf, quotedIn } from '../../src/commands/names.js';
import { takePerson } from '../../src/commands/person.js';
import type { Person } from '../../src/domain/programme.js';
import type { PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import { chanceFrom } from '../survival/chance.js';

/** Names are found by what a plain keyboard can type, and by every other way of writing the same. */

const person = (name: string): Person => ({
  id: name as PersonId,
  programme: 'p' as ProgrammeId,
  name,
  zone: 'UTC',
  locale: 'en-GB',
  manners: {},
  roles: [],
  accounts: [],
  createdAt: 0,
  erasedAt: null,
});
const everybody = [
  'Michał Nowak',
  'Søren Kierk',
  'Łukasz Żak',
  'Anna Strauß',
  'Sean O’Neill',
  'Ann Bell',
  'Đorđe Đukić',
  'Bjørn Åkesson',
  'Æthel Þórsdóttir',
  'Œdipe Lefèvre',
  'İrem Yıldız',
  'Iñaki Muñoz',
  'Anne-Marie Smith‑Jones',
  'Jürgen Müller',
  'Mary\u00a0Ann Evans',
  'D’Arcy Cole',
  'J. P. Okoro',
  'Ngũgĩ wa Thiong’o',
  'Nguyễn Thị Hạnh',
  'Ștefan Țepeș',
  'Li Na',
  'Ольга Белова',
  'Kɔfi Yɛboah',
  'Ɓarau Ɗan',
  'Saʿīd Haddād',
  'Marcel·lí Puig',
].map(person);

describe('who is found', () => {
  test.each([
    // From people who tried it.
    ['@michal', 'Michał Nowak', ''],
    ['@soren', 'Søren Kierk', ''],
    ['@lukasz', 'Łukasz Żak', ''],
    ['@strauss', 'Anna Strauß', ''],
    ["@o'neill", 'Sean O’Neill', ''],
    ['@‘Ann Bell’', 'Ann Bell', ''],
    // And their like.
    ['@Michał tomorrow 3pm', 'Michał Nowak', 'tomorrow 3pm'],
    ['@soeren', 'Søren Kierk', ''],
    ['@zak', 'Łukasz Żak', ''],
    ['@oneill', 'Sean O’Neill', ''],
    ['@O‘Neill', 'Sean O’Neill', ''],
    ['@o`neill', 'Sean O’Neill', ''],
    ['@sean oʼneill', 'Sean O’Neill', ''],
    ['@dorde', 'Đorđe Đukić', ''],
    ['@djordje', 'Đorđe Đukić', ''],
    ['@dukic', 'Đorđe Đukić', ''],
    ['@bjorn akesson', 'Bjørn Åkesson', ''],
    ['@aakesson', 'Bjørn Åkesson', ''],
    ['@aethel', 'Æthel Þórsdóttir', ''],
    ['@thorsdottir', 'Æthel Þórsdóttir', ''],
    ['@oedipe', 'Œdipe Lefèvre', ''],
    ['@irem', 'İrem Yıldız', ''],
    ['@yildiz', 'İrem Yıldız', ''],
    ['@YILDIZ', 'İrem Yıldız', ''],
    ['@inaki munoz', 'Iñaki Muñoz', ''],
    ['@anne-marie', 'Anne-Marie Smith‑Jones', ''],
    ['@anne marie', 'Anne-Marie Smith‑Jones', ''],
    ['@annemarie smith', 'Anne-Marie Smith‑Jones', ''],
    ['@smith-jones', 'Anne-Marie Smith‑Jones', ''],
    ['@jones', 'Anne-Marie Smith‑Jones', ''],
    ['@muller', 'Jürgen Müller', ''],
    ['@mueller', 'Jürgen Müller', ''],
    ['@Juergen Muller phone calls', 'Jürgen Müller', 'phone calls'],
    ['@mary ann', 'Mary\u00a0Ann Evans', ''],
    ["@d'arcy", 'D’Arcy Cole', ''],
    ['@jp okoro', 'J. P. Okoro', ''],
    ['@ngugi', 'Ngũgĩ wa Thiong’o', ''],
    ["@thiong'o", 'Ngũgĩ wa Thiong’o', ''],
    ['@nguyen thi hanh', 'Nguyễn Thị Hạnh', ''],
    ['@stefan tepes', 'Ștefan Țepeș', ''],
    ['@kofi yeboah', 'Kɔfi Yɛboah', ''],
    ['@barau', 'Ɓarau Ɗan', ''],
    ["@sa'id", 'Saʿīd Haddād', ''],
    ['@said', 'Saʿīd Haddād', ''],
    ['@marcelli', 'Marcel·lí Puig', ''],
    ['@ольга', 'Ольга Белова', ''],
    ['@"Ann Bell" tomorrow', 'Ann Bell', 'tomorrow'],
    ['tomorrow 3pm @“Li Na”', 'Li Na', 'tomorrow 3pm'],
    ['@micha', 'Michał Nowak', ''],
  ])('%s', (typed, name, rest) => {
    expect(takePerson(typed, [], everybody)).toMatchObject({ kind: 'person', person: { name }, rest });
  });

  test.each(['@ann a', '@li nap', '@m', '@nobody', '@an', "@'", '@-'])('%s is nobody by more than it says', (typed) => {
    const found = takePerson(typed, [], [person('Anna Smith'), person('Li Na'), person('Ann Bell')]);
    // "ann a" is Ann, and something more; "an" may be either of two.
    const expected = { '@ann a': 'Ann Bell', '@li nap': 'Li Na' }[typed];
    if (expected !== undefined) expect(found).toMatchObject({ kind: 'person', person: { name: expected } });
    else expect(found.kind).toBe(typed === '@an' ? 'several' : 'unknown');
  });
});

describe('a name in quotation marks of any sort', () => {
  test.each([
    '"Ann Bell"',
    '“Ann Bell”',
    '„Ann Bell“',
    '«Ann Bell»',
    '« Ann Bell »',
    '‘Ann Bell’',
    "'Ann Bell'",
    '‚Ann Bell‘',
    '`Ann Bell`',
    '＂Ann Bell＂',
  ])('%s', (typed) => {
    expect(quotedIn(typed)).toEqual({ name: 'Ann Bell', rest: '' });
    expect(quotedIn(`@leo ${typed} today`)).toEqual({ name: 'Ann Bell', rest: '@leo today' });
  });
  test('an apostrophe in a name quotes nothing, and stays in one that is quoted', () => {
    for (const typed of ['O’Neill', "sean o'neill", '@thiong’o tomorrow', '"', '""', '“ ”'])
      expect(quotedIn(typed)).toBeUndefined();
    expect(quotedIn('"Sean O’Neill"')?.name).toBe('Sean O’Neill');
    expect(quotedIn("'Sean O’Neill'")?.name).toBe('Sean O’Neill');
    expect(quotedIn("‘Sean O'Neill’")?.name).toBe("Sean O'Neill");
  });
});

describe('whatever a name is made of', () => {
  /** Every small letter of Latin script that names are written in, up to Latin Extended Additional. */
  const letters = Array.from({ length: 0x1f00 }, (_, i) => String.fromCodePoint(i)).filter(
    (c) => /\p{Script=Latin}/u.test(c) && /\p{Ll}/u.test(c) && c.normalize('NFC') === c && !/\p{M}|[ᴀ-ᶿ]/u.test(c),
  );
  /** Letters that only linguists write, and that no keyboard's owner looks for in a name. */
  const rare = /[ƀ-ƾƿ-ǀǝȡȣȴ-ɏɐ-ʯẜ-ẟỻỽỿ]/u;

  test('each letter that is in names can be typed on a plain keyboard', () => {
    const typed = [...'abcdefghijklmnopqrstuvwxyz'].concat('ae oe ss th ij ng dz lj nj ff fi fl ffi ffl st'.split(' '));
    const found = (letter: string) => typed.some((plain) => fitOf(`x${plain}x`, `x${letter}x`) === 'whole');
    expect(letters.filter((l) => !rare.test(l) && !found(l))).toEqual([]);
  });

  test('composed or not, in capitals, with any apostrophe, hyphen and space, it is the same name', () => {
    const { next: chance } = chanceFrom(7);
    const any = <T>(of: readonly T[]): T => of[Math.floor(chance() * of.length)] as T;
    const common = letters.filter((l) => !rare.test(l));
    for (let i = 0; i < 2_000; i += 1) {
      const word = (): string => Array.from({ length: 2 + Math.floor(chance() * 5) }, () => any(common)).join('');
      const [one, two, three] = [word(), word(), word()];
      const name = `${one}’${two} ${three}`;
      const typed = `${one}${any(["'", '‘', '’', 'ʼ', '`', '´', ''])}${two}${any([' ', '\u00a0', '\u202f', '-', '‑', '–'])}${three}`;
      const as = any([(s: string) => s, (s: string) => s.normalize('NFD'), (s: string) => s.normalize('NFC')]);
      expect(fitOf(as(typed), name), `${typed} | ${name}`).toBe('whole');
      expect(fitOf(name, as(typed)), `${name} | ${typed}`).toBe('whole');
      expect(fitOf(`${one}${two}`, name)).toBe('first');
      expect(fitOf(three, name)).toMatch(/word|first/);
    }
  });
});
