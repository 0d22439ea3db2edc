/**
 * Names that a reader sees although no word of the text is written so: with letters that only look alike, taken apart, or
 * turned round (docs/field.md#nobody-is-named-outside).
 */

const pairs = (from: string, to: string): readonly (readonly [string, string])[] =>
  [...from].map((one, i) => [one, [...to][i] ?? one]);

/**
 * Letters, in lower case, that are drawn as a Latin one or whose capital is: Cyrillic, Greek, small capitals. Names and texts
 * are folded alike, so a name that is Cyrillic throughout is found as before. Source: confusables of Unicode TS 39.
 */
const alike: ReadonlyMap<string, string> = new Map([
  ...pairs('авеёіјкмнорстухѕһԁԛԝӏҽԍ', 'abeeijkmhopctyxshdqwleg'),
  ...pairs('αβεζηικμνορτυχϲ', 'abezhikmnoptyxc'),
  ...pairs('ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢᒪɑɡ', 'abcdefghijklmnoprstuvwyzlag'),
]);

/** Where the letters in circles and squares begin that Unicode does not take apart. */
const boxed = [0x1f150, 0x1f170, 0x1f1e6];

/** @param one a letter in lower case, without marks @returns the Latin letter that it looks like, else itself */
export function looksLike(one: string): string {
  const known = alike.get(one);
  if (known !== undefined) return known;
  const code = one.codePointAt(0) ?? 0;
  const from = boxed.find((first) => code >= first && code < first + 26);
  return from === undefined ? one : String.fromCharCode(97 + code - from);
}

/** What leaves nothing to see: marks, what only steers, fillers that Unicode counts as letters or signs. */
export const unseen = /[\p{M}\p{Cf}\u3164\u115f\u1160\uffa0\u2800]/gu;

/** What stands between the parts of one word: a hyphen (at a line's end too), stars, a tag; a line's end by itself. */
const within = /^(?:[-‐‑–—_.·•*~|`]{1,3}|[-‐‑]\s{0,3}\n\s{0,8}|<\/?[a-z]{1,6}>)$/u;
const lineEnd = /^\s{0,3}\n\s{0,3}$/;
/** Between letters that stand each by itself. */
const spelt = /^[^\p{L}\p{N}\n]{1,3}$/u;
const most = 24;

export interface Disguised {
  /** In the plain text. */
  readonly from: number;
  readonly to: number;
  readonly alias: string;
}

/**
 * @param plain a text made plain
 * @param turned whether the text turns its direction round by force, so that `oeL` is seen as `Leo`
 * @param aliasOf what stands for a plain name of one word
 */
export function disguised(
  plain: string,
  turned: boolean,
  aliasOf: (word: string) => string | undefined,
): readonly Disguised[] {
  const words = [...plain.matchAll(/<\/?[a-z]{1,6}>|[\p{L}\p{N}]+/gu)]
    .filter(([word]) => !word.startsWith('<'))
    .map((m) => ({ at: m.index, word: m[0] }));
  const found: Disguised[] = [];
  words.forEach(({ at, word }, i) => {
    const back = turned ? aliasOf([...word].reverse().join('')) : undefined;
    if (back !== undefined) found.push({ from: at, to: at + word.length, alias: back });
    let whole = word;
    let end = at + word.length;
    let letters = word.length === 1;
    for (let n = i + 1; n < words.length && n < i + most; n += 1) {
      const next = words[n];
      if (next === undefined) break;
      const gap = plain.slice(end, next.at);
      letters &&= next.word.length === 1;
      if (!within.test(gap) && !(letters && spelt.test(gap)) && !(n === i + 1 && lineEnd.test(gap))) break;
      whole += next.word;
      end = next.at + next.word.length;
      const alias = whole.length < 3 ? undefined : aliasOf(whole);
      if (alias !== undefined) found.push({ from: at, to: end, alias });
    }
  });
  return found;
}
