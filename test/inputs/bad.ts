import type { Chance } from '../survival/chance.js';

/** Stands in every word that is typed: it may be read in no log, no count, no error page and no byte of the files. */
export const canary = 'Kanarienvogel';
/** The same for what stands where an id, a token or a name of the protocol's belongs: what is no word may be kept as it is. */
export const stranger = 'Strauchdieb';

export const pick = <T>(of: readonly T[], chance: Chance): T => of[Math.floor(chance.next() * of.length)] as T;

const million = 'a1 '.repeat(350_000);

/** What a text field gets that no person should have to type. */
const texts: readonly ((n: string) => string)[] = [
  (n) => `<script>alert('${n}')</script><img src=x onerror=alert(1)>`,
  (n) => `${n} *bold* _under_ ~gone~ \`code\` [a](javascript:alert(1)) <!channel> <!here> <@U0LEO> <at>Ben</at>`,
  (n) => `@leo @everyone ${n} <@U999> <#C0MENTORING>`,
  (n) => `${n}\u0000\u0001\u0007\u001b[31m\u007f\u0085\u200b\u202e\u2066\ufeff`,
  (n) => `${n}\ud800 half a pair \udc00`,
  (n) => `=HYPERLINK("https://example.org","${n}")`,
  (n) => `+1+cmd|' /C calc'!A0 ${n}`,
  (n) => `../../../../etc/passwd\u0000${n}`,
  (n) => `file:///etc/shadow ${n} C:\\Windows\\${n}`,
  () => '__proto__',
  () => 'constructor',
  (n) => `{"$ne": null, "$where": "${n}"}`,
  (n) => `${n}' OR '1'='1'; DROP TABLE "Person"; --`,
  (n) => `\${jndi:ldap://127.0.0.1/${n}} {{7*7}} %s%n%x`,
  (n) => `مرحبا ${n} 😀👩‍👩‍👧‍👦 ${'\u0301'.repeat(60)}`,
  (n) => `${n}\r\nSet-Cookie: a=b\r\n\r\n<html>`,
  (n) => n.repeat(300),
  () => '',
  () => '   \n\t ',
  (n) => `${n}, said once`,
];

let typed = 0;
/** A text that was never typed before; one of 1 MB now and then. */
export function badText(chance: Chance, word: typeof canary | typeof stranger = canary): string {
  typed += 1;
  const n = `${word}${typed}`;
  return chance.next() < 0.004 ? `${n} ${million}` : pick(texts, chance)(n);
}

/** What stands in JSON where a text belongs. */
export function badValue(chance: Chance): unknown {
  const values: readonly (() => unknown)[] = [
    () => ({ $ne: null }),
    () => ({ $gt: '' }),
    () => [badText(chance, stranger), badText(chance, stranger)],
    () => [],
    () => null,
    () => true,
    () => -1,
    () => 1e308,
    () => JSON.parse('{"__proto__": {"polluted": true}}') as unknown,
    () => ({ toString: 'x', length: -1 }),
    () => [[[[[[]]]]]],
  ];
  return chance.next() < 0.5 ? badText(chance, stranger) : pick(values, chance)();
}

/** An id or a token that nobody was given. */
export const randomWord = (chance: Chance): string =>
  Array.from({ length: 26 }, () => pick([...'abcdefghijklmnopqrstuvwxyz234567'], chance)).join('');

/** A copy of a JSON value in which some of what it holds is exchanged: texts for bad ones, or what `ids` has. */
export function spoilt(value: unknown, chance: Chance, ids: () => string, often = 0.12, deep = 0): unknown {
  const roll = chance.next();
  if (typeof value !== 'object' || value === null) {
    if (roll > often) return value;
    return roll < often / 2 ? badValue(chance) : ids();
  }
  if (deep > 0 && roll < often / 4) return badValue(chance);
  if (Array.isArray(value)) return value.map((v) => spoilt(v, chance, ids, often, deep + 1));
  const entries = Object.entries(value)
    .filter(() => chance.next() > often / 6)
    .map(([k, v]) => [k, spoilt(v, chance, ids, often, deep + 1)] as const);
  return Object.fromEntries(entries);
}

/** Bodies that are none of what any door takes. */
export function noBody(chance: Chance): { readonly type: string; readonly body: string } {
  const type = pick(
    [
      ...['application/json', 'application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'],
      ...['application/octet-stream', 'application/json; charset=klingon', 'text/csv', 'nonsense', ''],
    ],
    chance,
  );
  const body = pick(
    [
      ...[
        '{',
        '[]',
        'null',
        '"text"',
        '0',
        '{"__proto__":{"a":1}}',
        'payload=%7B',
        'payload={}',
        'payload=',
        'a&&=&=b',
      ],
      ...[
        '%',
        '%E0%A4%A',
        '[['.repeat(20_000),
        '{"a":'.repeat(5_000),
        badText(chance, stranger),
        `payload=${badText(chance, stranger)}`,
      ],
      `nonce=aaaaaaaa&nonce=bbbbbbbb&text=${stranger}&text=${stranger}`,
    ],
    chance,
  );
  return { type, body };
}
