import type { Reader, Text } from '../../src/chat/text.js';

/** One part of a card, as JSON. */
export type Json = { readonly [name: string]: unknown };

/**
 * People mentioned in one card. Teams turns `<at>…</at>` into a mention only where an entity of the card has exactly
 * the same text, so the entities are made here and nowhere else.
 */
export class Mentions {
  readonly #by = new Map<string, { readonly text: string; readonly user: string; readonly name: string }>();

  /** The text that stands for this person in the card. `user`: their Entra object id, or Teams' own id. */
  tag(name: string, user: string): string {
    const known = this.#by.get(user);
    if (known !== undefined) return known.text;
    const bare = name.replace(/[<>&\\]/g, ' ').trim() || 'someone';
    const taken = new Set([...this.#by.values()].map((m) => m.text));
    let text = `<at>${bare}</at>`;
    // Two people of one name: the tag must differ, what Teams shows is the entity's name.
    for (let n = 2; taken.has(text); n += 1) text = `<at>${bare} (${n})</at>`;
    this.#by.set(user, { text, user, name });
    return text;
  }

  /** Entities as a card's `msteams.entities` holds them. */
  entities(): readonly Json[] {
    return [...this.#by.values()].map((m) => ({
      type: 'mention',
      text: m.text,
      mentioned: { id: m.user, name: m.name },
    }));
  }
}

/**
 * Words that stand in a TextBlock or a fact exactly as they were written. TextBlocks render Markdown (CommonMark's
 * emphasis, links and lists), `{{DATE()}}` and `<at>`; a backslash before the character that would start one of these
 * takes its meaning away, and breaks the exact match that a mention needs. As little as possible is escaped, so that
 * a client that shows the backslash shows few.
 */
export function literal(words: string): string {
  return words
    .replace(/[ \t]+$/gm, '')
    .replace(/^[ \t]+/gm, '')
    .replace(/[\\`*[\]<>]/g, '\\$&')
    .replace(/_/g, (found, at: number, all: string) =>
      /[\p{L}\p{N}]/u.test(all[at - 1] ?? '') && /[\p{L}\p{N}]/u.test(all[at + 1] ?? '') ? found : '\\_',
    )
    .replace(/~(?=~)|(?<=~)~/g, '\\~')
    .replace(/\{(?=\{)|(?<=\{)\{/g, '\\{')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/^([-+#=])/gm, '\\$1')
    .replace(/^(\d{1,9})([.)])/gm, '$1\\$2')
    .replace(/\r?\n/g, '\n\n');
}

/** Edges matter between parts: `literal` takes white space off line ends, which inside a sentence must stay. */
function inline(words: string): string {
  const lead = /^[ \t]*/.exec(words)?.[0] ?? '';
  if (lead === words) return words;
  const tail = /[ \t]*$/.exec(words)?.[0] ?? '';
  return lead + literal(words.slice(lead.length, words.length - tail.length)) + tail;
}

/** A moment (ms, UTC) as Adaptive Cards want it: whole seconds and `Z`; with fractions a client shows the braces. */
export const cardMoment = (at: number): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** Only web addresses and telephone numbers become links; anything else would be a way to run something in the client. */
function address(url: string): string | undefined {
  if (!/^(https?:\/\/|tel:\+?\d+$)/i.test(url)) return undefined;
  return url.replace(/[()\s<>"\\[\]]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

/** The text as a TextBlock or fact renders it: moments in the client's own zone, people as mentions where known. */
export function draw(text: Text, reader: Reader, mentions: Mentions): string {
  return text.parts
    .map((p) => {
      if (typeof p === 'string') return inline(p);
      if ('mention' in p) {
        const who = reader.named(p.mention);
        return who.user === undefined ? literal(who.name) : mentions.tag(who.name, who.user);
      }
      if ('moment' in p) {
        const at = cardMoment(p.moment);
        if (p.as === 'date') return `{{DATE(${at}, SHORT)}}`;
        if (p.as === 'time') return `{{TIME(${at})}}`;
        return `{{DATE(${at}, SHORT)}} {{TIME(${at})}}`;
      }
      if ('link' in p) {
        const url = address(p.link);
        return url === undefined ? literal(p.label) : `[${literal(p.label)}](${url})`;
      }
      const words = literal(p.strong.trim());
      return words === '' ? '' : `**${words}**`;
    })
    .join('');
}
