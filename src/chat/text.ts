import type { Platform } from '../kernel/account.js';
import type { PersonId } from '../kernel/ids.js';
import { type MomentStyle, showMoment } from '../kernel/zoned.js';

/**
 * One piece of a sentence. A string is always literal: no platform may read markup, mentions or links out of it.
 * What is not literal is a typed part that each platform renders in its own way.
 */
export type Part =
  | string
  | { readonly mention: PersonId }
  /** A moment (ms); shown in its reader's own zone. */
  | { readonly moment: number; readonly as: MomentStyle }
  | { readonly link: string; readonly label: string }
  | { readonly strong: string };

export interface Text {
  readonly parts: readonly Part[];
}

/** A sentence with typed parts: say`See you ${moment(at)}, ${mention(p)}.` Strings put into it stay literal. */
export function say(strings: TemplateStringsArray, ...values: readonly (Part | Text | number)[]): Text {
  const parts: Part[] = [];
  strings.forEach((s, i) => {
    if (s !== '') parts.push(s);
    const v = values[i];
    if (v === undefined || v === '') return;
    if (typeof v === 'number') parts.push(String(v));
    else if (typeof v === 'object' && 'parts' in v) parts.push(...v.parts);
    else parts.push(v);
  });
  return { parts };
}

export const literal = (s: string): Text => ({ parts: [s] });
export const mention = (person: PersonId): Part => ({ mention: person });
export const moment = (at: number, as: MomentStyle = 'day-time'): Part => ({ moment: at, as });
export const strong = (s: string): Part => ({ strong: s });

/** Several texts as one, with `between` between them. */
export function join(texts: readonly Text[], between = ' '): Text {
  return { parts: texts.flatMap((t, i) => (i === 0 || between === '' ? t.parts : [between, ...t.parts])) };
}

/** What a renderer may know of the person it draws for. */
export interface Reader {
  readonly person: PersonId | null;
  readonly platform: Platform;
  /** IANA zone. */
  readonly zone: string;
  /** BCP 47. */
  readonly locale: string;
  /** A person's name, and their user id where they have an account on the reader's platform and tenant. */
  named(person: PersonId): { readonly name: string; readonly user?: string };
}

export type { Platform };

/** The text without any markup, for its reader: notifications, screen readers, tests. */
export function plain(text: Text, reader: Reader): string {
  return text.parts
    .map((p) => {
      if (typeof p === 'string') return p;
      if ('mention' in p) return reader.named(p.mention).name;
      if ('moment' in p) return showMoment(p.moment, reader.zone, reader.locale, p.as);
      if ('link' in p) return p.label;
      return p.strong;
    })
    .join('');
}
