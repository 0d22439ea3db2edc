import { escaped } from '../kernel/escaped.js';
import { alsoCalled } from './diminutives.js';
import { disguised, looksLike, unseen } from './disguised.js';

/**
 * Names replaced in what an outside reader is shown (docs/field.md#nobody-is-named-outside): everybody the programme
 * knows, however their name is written. What may still name somebody is listed, for a person to look at before it
 * leaves. It errs towards replacing: a word too many reads oddly, a name too many cannot be taken back.
 */

/** Somebody who must not be recognised. */
export interface Named {
  /** As the programme knows them, and any other names of theirs: `Zoë van den Berg`. */
  readonly names: readonly string[];
  /** What stands in their place: `mentee 1`. */
  readonly alias: string;
}

/** What might still name somebody. */
export interface Doubt {
  /** Where in the text that came out (UTF-16 units), and how long. */
  readonly at: number;
  readonly length: number;
  readonly why: 'initial' | 'also-a-word' | 'capital';
}

export interface Pseudonymised {
  readonly text: string;
  readonly doubts: readonly Doubt[];
  /** Where in it something stands in a name's place (UTF-16 units). */
  readonly put: readonly { readonly at: number; readonly length: number }[];
}

/** What stands for somebody whose name more than one person has. */
export const someone = 'somebody';

/** Parts of names that are no name by themselves. */
const particles = new Set(
  'al and bin bint da dal dan das de del della den der des di do dos du el ibn la las le los mac mc o of san st ter the van vom von und y zu zum zur jr sr dr mr mrs ms miss mx prof sir'.split(
    ' ',
  ),
);

/** As `maya.mentor` has one in what an account is called: replaced by itself it would be so in everybody's words. */
const parts = new Set('mentor mentee coordinator assessor learner stakeholder'.split(' '));
/** Of particles what nobody is called: titles, and what joins two names. */
const neverCalled = new Set('jr sr dr mr mrs ms miss mx prof sir and of the y und zu zum zur'.split(' '));
/**
 * The words of a name by which somebody may be called: all but particles and parts. A particle that it begins with, written
 * as names are, is one: Dan Smith, Van Nguyen; not van den Berg.
 */
function calledBy(name: string, words: readonly string[]): readonly string[] {
  const asName = !/^\P{L}*\p{Ll}/u.test(name) || !/\p{Lu}/u.test(name);
  const own = words.filter(
    (word, i) => !parts.has(word) && (!particles.has(word) || (i === 0 && asName && !neverCalled.has(word))),
  );
  return own.length > 0 ? own : words;
}

/** Names that are everyday words too: in lower case they are taken for the word, and listed as a doubt. */
export const alsoWords: ReadonlySet<string> = new Set(
  'al ali amber an angel ant april art august autumn bay belle bell bert bill bishop blue bob brook brown cat carol chance char chuck charity chase chip clay cook dan dawn daisy day dean dell den dick dom don dot dove drew duke earl eve ed em faith fern finn flo fox frank fran gab gal gene ginger glen grace grant gray green guy hal hall harmony harper heather hill holly honey hope hunter ike iris ivy jack jade jam jasmine jazz jean jewel joy june justice ken king kit lake lane lily les lex lil loo long lot love luce mac major man mark mason mat matt max may mel melody mercy mick mike miles mitch mo mini misty myrtle nan nat nell nick nic noble ol ola olive opal pat paddy pearl peg penny peace pip pop pepper poppy polly price rae ray red reed reg rich rick rob rod robin rocky rose ruby rusty sage sally sam sandy shell si sky sonny star ste stone storm sue summer sunny tad tally tam ted tel tom tess tilly tim tom trace trinity vic val violet wade wally ward west will willow winter wood wren young'.split(
    ' ',
  ),
);

const isWordToo = (word: string): boolean => alsoWords.has(word) || particles.has(word);

/** Letters that Unicode does not take apart into a plain one and a mark. */
const plainOf: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  þ: 'th',
};

/** A text made plain: lower case, no diacritics, nothing that cannot be seen; and where each unit of it came from. */
interface Plain {
  readonly text: string;
  /** By unit of `text`: where in the original the code point begins that it came of. One more at the end: its length. */
  readonly from: readonly number[];
}

function plain(original: string): Plain {
  let text = '';
  const from: number[] = [];
  let at = 0;
  for (const point of original) {
    // NFKD takes ligatures, full-width letters and accents apart; marks and what cannot be seen go.
    const lower = point.normalize('NFKD').toLowerCase().normalize('NFKD').replace(unseen, '');
    for (const each of lower) {
      const one = looksLike(each);
      const letters = plainOf[one] ?? (one === '’' || one === 'ʼ' || one === '`' || one === '´' ? "'" : one);
      text += letters;
      for (let i = 0; i < letters.length; i++) from.push(at);
    }
    at += point.length;
  }
  from.push(original.length);
  return { text, from };
}

const wordsIn = (name: string): readonly string[] => plain(name).text.match(/[\p{L}\p{N}]+/gu) ?? [];
const isScriptWithoutSpaces = (word: string): boolean =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u.test(word);

interface Spelling {
  /** Its words, plain; between them anything but letters may stand. */
  readonly words: readonly string[];
  readonly alias: string;
  readonly kind: 'name' | 'initials';
}

/** How somebody's names may be written, the longest first; what several people share is nobody's alias. */
function spellingsOf(people: readonly Named[]): readonly Spelling[] {
  const found = new Map<string, Spelling>();
  const put = (words: readonly string[], alias: string, kind: Spelling['kind']): void => {
    if (words.length === 0) return;
    const key = `${kind} ${words.join(' ')}`;
    const known = found.get(key);
    found.set(key, { words, kind, alias: known === undefined || known.alias === alias ? alias : someone });
  };
  /** Forms that somebody may go by: never against a name that another has in full. */
  const lesser: { readonly words: readonly string[]; readonly alias: string }[] = [];
  for (const { names, alias } of people)
    for (const name of names) {
      const words = wordsIn(name);
      put(words, alias, 'name');
      const tellsApart = calledBy(name, words);
      for (const word of tellsApart)
        if ([...word].length > 1 || isScriptWithoutSpaces(word)) put([word], alias, 'name');
      // What they are called for short: of given names, which stand before the last.
      for (const word of tellsApart.length > 1 ? tellsApart.slice(0, -1) : tellsApart)
        for (const short of alsoCalled(word)) lesser.push({ words: [short], alias });
      // As in an address: mokafor, mayao, okaform.
      const [given = '', last = ''] = [tellsApart[0], tellsApart.length > 1 ? tellsApart.at(-1) : ''];
      if ([...given].length > 2 && [...last].length > 2 && !tellsApart.some(isScriptWithoutSpaces))
        for (const one of [
          `${[...given][0]}${last}`,
          `${given}${[...last][0]}`,
          `${last}${[...given][0]}`,
          `${last}${given}`,
        ])
          if ([...one].length > 4) lesser.push({ words: [one], alias });
      // `Zoë Berg` where she is `Zoë van den Berg`, and Chinese names written without their space.
      put(tellsApart, alias, 'name');
      if (words.length > 1) put([words.join('')], alias, 'name');
      // `O’Neill`, `Anne-Marie`: whole, and without what joins them.
      for (const piece of name.split(/\s+/u)) {
        const joined = wordsIn(piece);
        if (joined.length > 1) for (const one of [joined, [joined.join('')]]) put(one, alias, 'name');
      }
      if (tellsApart.length > 1) {
        put([tellsApart.map((word) => [...word][0]).join('')], alias, 'initials');
        put(
          tellsApart.map((word) => [...word][0] ?? ''),
          alias,
          'initials',
        );
      }
    }
  const full = new Set(found.keys());
  for (const { words, alias } of lesser) if (!full.has(`name ${words.join(' ')}`)) put(words, alias, 'name');
  const size = (s: Spelling): number => s.words.join(' ').length;
  return [...found.values()].sort((a, b) => size(b) - size(a) || (a.kind === 'name' ? -1 : 1));
}

/** A regular expression over plain text that finds one spelling, with an `s` of the genitive behind it. */
function finder({ words, kind }: Spelling): RegExp {
  const last = words.at(-1) ?? '';
  if (words.some(isScriptWithoutSpaces)) return new RegExp(words.map(escaped).join('[^\\p{L}\\p{N}]*'), 'gu');
  const between = kind === 'initials' ? '[.\\s]{0,3}' : '[^\\p{L}\\p{N}]{1,3}';
  const body = words.map(escaped).join(between);
  // Leo's, Leos, James', James's. Of a name that is a word too (wills, marks) only with the apostrophe.
  const mayEnd = words.length === 1 && (isWordToo(last) || [...last].length < 3) ? "(?:'s|')?" : "(?:'?s|')?";
  const genitive = kind === 'initials' ? "(?:\\.|'s|')?" : mayEnd;
  // leo2010, mayaokafor99: as accounts are called.
  const number = kind === 'name' && words.length === 1 && [...last].length > 2 && !isWordToo(last) ? '\\p{N}{0,6}' : '';
  return new RegExp(`(?<![\\p{L}\\p{N}])${body}${number}(?<genitive>${genitive})(?![\\p{L}\\p{N}])`, 'gu');
}

/** What somebody does: a name stands before it, where a word that begins a sentence would not. */
export const doesIt =
  /^(?:['’]s\b|['’](?=\s)|\s+(?:was|is|said|says|told|asked|asks|has|had|and I|came|comes|went|goes|got|helped|showed|rang|did|does|wants|wanted|knows|knew|thinks|thought|made|makes|gave|took|who|can|felt|feels|needs|needed|also|[A-Z][a-z]))/;
const months = /^(?:May|April|June|August)\s+(?:was|is|has|had|can|and|also)\b/;

/** Whether a capital says nothing, as any word would have one there: at a sentence's beginning, or where all are capitals. */
function mayBeTheWord(text: string, from: number, to: number): boolean {
  const written = text.slice(from, to);
  const after = text.slice(to, to + 40);
  if (/^\p{Lu}{2,}$/u.test(written))
    return (
      /^[^\p{L}]{0,3}\p{Lu}{2}/u.test(after) ||
      /\p{Lu}{2}[^\p{L}]{0,3}$/u.test(text.slice(Math.max(0, from - 20), from))
    );
  const before = text.slice(Math.max(0, from - 20), from);
  if (!/(?:^|[.!?…:\n\r“"([•–—-])\s*$/u.test(before) || (from > 20 && before.trim() === '')) return false;
  return !doesIt.test(after) || months.test(text.slice(from, to + 12));
}

interface Hit {
  readonly from: number;
  readonly to: number;
  readonly say: string;
}

/** Addresses and numbers by which somebody could be reached or found, whoever they are. */
const elsewhere: readonly (readonly [RegExp, string])[] = [
  [/(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,255}\.\p{L}{2,}/gu, '[e-mail address]'],
  [/\b(?:https?:\/\/|www\.)\S*[^\s.,;:!?)\]’”]/giu, '[link]'],
  [/(?<![\p{L}\p{N}])@[\p{L}\p{N}][\p{L}\p{N}._-]+/gu, '[account]'],
  [/(?<![\p{L}\p{N}])\+?\d(?:[\s().-]?\d){8,}(?![\p{L}\p{N}])/gu, '[number]'],
  // A postcode of the United Kingdom.
  [/(?<![\p{L}\p{N}])[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}(?![\p{L}\p{N}])/gu, '[postcode]'],
];

/** Made once of everybody, for many texts. */
export interface Pseudonyms {
  of(text: string): Pseudonymised;
}

/**
 * What replaces these people's names, and by the way what anybody could be reached by.
 * @param people everybody the programme knows, those who left too
 */
export function pseudonyms(people: readonly Named[]): Pseudonyms {
  // By the word that each begins with: of thousands of names only those that a text could hold are looked for in it.
  const spellings = spellingsOf(people).map((spelling, size) => ({ spelling, size }));
  const whole = new Map(
    spellings
      .filter(({ spelling: s }) => s.kind === 'name' && s.words.length === 1 && (s.words[0] ?? '').length > 2)
      .map(({ spelling: s }) => [s.words[0] ?? '', s.alias]),
  );
  const anywhere = spellings.filter(({ spelling }) => spelling.words.some(isScriptWithoutSpaces));
  const beginning = new Map<string, typeof spellings>();
  for (const one of spellings) {
    const [first = ''] = one.spelling.words;
    if (!anywhere.includes(one)) beginning.set(first, [...(beginning.get(first) ?? []), one]);
  }
  const possibleIn = (plainText: string): typeof spellings => {
    const words = new Set(
      (plainText.match(/[\p{L}\p{N}]+/gu) ?? []).flatMap((word) => {
        const bare = word.replace(/\p{N}{1,6}$/u, '');
        return [word, bare, word.replace(/s$/, '')];
      }),
    );
    return [...anywhere, ...[...words].flatMap((word) => beginning.get(word) ?? [])].sort((a, b) => a.size - b.size);
  };
  const firstLetters = new Set(
    people.flatMap(({ names }) => names.flatMap((name) => wordsIn(name).map((word) => [...word][0] ?? ''))),
  );
  return {
    of(text) {
      const made = plain(text);
      const taken = new Array<boolean>(text.length).fill(false);
      const hits: Hit[] = [];
      const take = (from: number, to: number, say: string): void => {
        for (let i = from; i < to; i++) if (taken[i]) return;
        taken.fill(true, from, to);
        hits.push({ from, to, say });
      };
      for (const [find, say] of elsewhere)
        for (const m of text.matchAll(find)) take(m.index, m.index + m[0].length, say);
      const words: { from: number; to: number }[] = [];
      for (const { spelling } of possibleIn(made.text))
        for (const m of made.text.matchAll(finder(spelling))) {
          const from = made.from[m.index] ?? 0;
          const to = made.from[m.index + m[0].length] ?? text.length;
          const written = text.slice(from, to);
          if (
            spelling.kind === 'initials' &&
            written.replace(/[^\p{L}]|s$/gu, '') !== written.replace(/[^\p{L}]|s$/gu, '').toUpperCase()
          )
            continue;
          const [only, ...more] = spelling.words;
          if (
            more.length === 0 &&
            only !== undefined &&
            isWordToo(only) &&
            (written === written.toLowerCase() || mayBeTheWord(text, from, to))
          ) {
            words.push({ from, to });
            continue;
          }
          const genitive = m.groups?.genitive ?? '';
          take(from, to, genitive.includes('s') || genitive === "'" ? `${spelling.alias}’s` : spelling.alias);
        }
      for (const one of disguised(made.text, /[\u202d\u202e]/.test(text), (word) => whole.get(word)))
        take(made.from[one.from] ?? 0, made.from[one.to] ?? text.length, one.alias);
      return written(text, hits, words, firstLetters);
    },
  };
}

/** Words that open a line as they open a sentence: no name, where one line follows another. */
const opensLine =
  /^(?:What|Who|Whom|Whose|Which|How|When|Where|Why|The|This|These|That|There|We|They|You|It|Our|Your|Their)$/;

/** The text with what stands in place of the hits, and what is doubtful in it. */
function written(
  text: string,
  hits: readonly Hit[],
  words: readonly { readonly from: number; readonly to: number }[],
  firstLetters: ReadonlySet<string>,
): Pseudonymised {
  const doubts: Doubt[] = [];
  const put: { at: number; length: number }[] = [];
  let out = '';
  let at = 0;
  const keep = (to: number): void => {
    const piece = text.slice(at, to);
    for (const { from, to: end } of words)
      if (from >= at && end <= to) doubts.push({ at: out.length + from - at, length: end - from, why: 'also-a-word' });
    for (const m of piece.matchAll(/(?<![\p{L}\p{N}'’])(\p{Lu})\.?(?![\p{L}\p{N}'’])/gu)) {
      const letter = plain(m[1] ?? '').text;
      if (letter !== 'i' && letter !== 'a' && firstLetters.has(letter))
        doubts.push({ at: out.length + m.index, length: m[0].length, why: 'initial' });
    }
    // A capital within a sentence: a place, a school, somebody whom the programme does not know.
    for (const m of piece.matchAll(/(?<=[\p{Ll}\p{N},;:’')]\s{1,8})\p{Lu}[\p{L}’'-]+(?:\s+\p{Lu}[\p{L}’'-]+)*/gu))
      if (
        !/^I(?:['’]\p{L}+)?$/u.test(m[0]) &&
        !(opensLine.test(m[0]) && /\n\s{0,40}$/.test(piece.slice(Math.max(0, m.index - 41), m.index)))
      )
        doubts.push({ at: out.length + m.index, length: m[0].length, why: 'capital' });
    out += piece;
    at = to;
  };
  for (const hit of [...hits].sort((a, b) => a.from - b.from)) {
    keep(hit.from);
    put.push({ at: out.length, length: hit.say.length });
    out += hit.say;
    at = hit.to;
  }
  keep(text.length);
  return { text: out, doubts: doubts.sort((a, b) => a.at - b.at), put };
}
