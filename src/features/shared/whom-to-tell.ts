import type { Part, Text } from '../../chat/text.js';
import { literal, say, strong } from '../../chat/text.js';
import { type Helpline, type Helplines, helplines } from '../../domain/defaults/helplines.js';
import type { ConcernContacts } from '../feature.js';

/**
 * Whom to call and to tell, in words and numbers (docs/concern.md#the-numbers). Every number is one that can be pressed:
 * a telephone calls it, and where there is none it is read.
 */

/** A telephone number as a link that calls it; its label is the number as people read it. */
export const call = (number: string): Part => ({ link: `tel:${number.replace(/[^\d+]/g, '')}`, label: number });

/** Telephone numbers (7 to 15 digits, as E.164 has at most) and e-mail addresses. */
const reachable = /(?:\+|\b)\d(?:[ \u00a0().-]{0,2}\d){6,14}\b|[^\s@,;()<>]+@[^\s@,;()<>]+\.[^\s@,;()<>.]+/g;

/** What a coordinator wrote of how to reach somebody, with its numbers and addresses as links. */
export function linked(words: string): Text {
  const parts: Part[] = [];
  let from = 0;
  for (const found of words.matchAll(reachable)) {
    const [what] = found;
    if (found.index > from) parts.push(words.slice(from, found.index));
    parts.push(what.includes('@') ? { link: `mailto:${what}`, label: what } : call(what));
    from = found.index + what.length;
  }
  if (from < words.length) parts.push(words.slice(from));
  return { parts };
}

const here = (contacts: ConcernContacts): Helplines => helplines[contacts.nation];

/** “999”, “112 or 999”; where no number is known, what most of Europe has. */
function emergencyNumbers(contacts: ConcernContacts): Text {
  const [first, second] = here(contacts).emergency;
  if (first === undefined) return say`your emergency number (${call('112')} in most of Europe)`;
  return second === undefined ? say`${call(first)}` : say`${call(first)} or ${call(second)}`;
}

/** The first thing that is said, wherever it is said. */
export const inDanger = (contacts: ConcernContacts): Text =>
  say`${strong('If someone is in danger now, call')} ${emergencyNumbers(contacts)}.`;

export const helplineText = ({ name, phone }: Helpline): Text =>
  phone === undefined ? literal(name) : say`${name}: ${call(phone)}`;

export const helplineTexts = (contacts: ConcernContacts): readonly Text[] => here(contacts).others.map(helplineText);

/** For whoever cannot speak: what to text, a web chat, and how to call without a word. The programme's own go first. */
export function withoutSpeaking({ safeguarding, nation }: ConcernContacts): readonly Text[] {
  const known = helplines[nation].withoutSpeaking;
  const url = safeguarding.webChat ?? known.chat?.url;
  const label = safeguarding.webChat === undefined ? (known.chat?.label ?? '') : 'our web chat';
  const own = safeguarding.textLine;
  return [
    ...(own !== undefined
      ? [say`Text: ${own}`]
      : known.text === undefined
        ? []
        : [say`Text ${strong(known.text.word)} to ${smsTo(known.text.to)} (${known.text.of}).`]),
    ...(url === undefined ? [] : [say`Write in a web chat: ${{ link: url, label }}.`]),
    ...known.emergency.map(literal),
  ];
}

const smsTo = (number: string): Part => ({ link: `sms:${number}`, label: number });

/**
 * All of it in one short line, for the foot of whatever somebody may have before them when nothing else can be shown.
 * @param names whether the safeguarding lead is named: not where others read it
 */
export function whomToTellLine(contacts: ConcernContacts, names: 'with-lead' | 'nobody-named'): Text {
  const { first, withoutSpeaking: silent } = here(contacts);
  const { lead, textLine } = contacts.safeguarding;
  const led = names === 'with-lead' && lead !== undefined ? say` ${lead.name}: ${linked(lead.reach)}.` : literal('');
  const someone = first === undefined ? literal('') : say` ${helplineText(first)}.`;
  const text =
    textLine !== undefined
      ? say` Text: ${textLine}.`
      : silent.text === undefined
        ? literal('')
        : say` Text ${silent.text.word} to ${smsTo(silent.text.to)}.`;
  return say`Danger now? Call ${emergencyNumbers(contacts)}.${led}${someone}${text}`;
}
