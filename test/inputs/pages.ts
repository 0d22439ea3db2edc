import type { Chance } from '../survival/chance.js';
import { badText, pick } from './bad.js';

/** A form of a page, as a browser would send it. */
export interface PageForm {
  readonly action: string;
  readonly method: string;
  /** Names of what can be typed or chosen, and what stands there. */
  readonly fields: readonly { readonly name: string; readonly value: string; readonly typed: boolean }[];
  readonly buttons: readonly { readonly name: string; readonly value: string }[];
}

const unescaped = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const attribute = (tag: string, name: string): string | undefined => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : unescaped(found);
};

/** The forms that a page holds. */
export function formsIn(html: string): readonly PageForm[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head = '', inner = '']) => {
    const tags = [...inner.matchAll(/<(input|textarea|select|button)\b([^>]*)>/g)];
    const fields = tags.flatMap(([, tag, rest = '']) => {
      const name = attribute(rest, 'name');
      const type = attribute(rest, 'type') ?? 'text';
      if (tag === 'button' || name === undefined || type === 'submit') return [];
      return [{ name, value: attribute(rest, 'value') ?? '', typed: type !== 'hidden' }];
    });
    const buttons = tags.flatMap(([, tag, rest = '']) => {
      const name = attribute(rest, 'name');
      return tag === 'button' && name !== undefined ? [{ name, value: attribute(rest, 'value') ?? '' }] : [];
    });
    return { action: attribute(head, 'action') ?? '', method: attribute(head, 'method') ?? 'get', fields, buttons };
  });
}

/** Addresses of this program that a page names. */
export const linksIn = (html: string): readonly string[] =>
  [...html.matchAll(/(?:href|action|src)="(?:http:\/\/127\.0\.0\.1:\d+)?(\/[^"]*)"/g)].map(([, at = '']) =>
    unescaped(at),
  );

/** A form filled in badly: what is typed is bad, what is hidden sometimes is; some of it twice, some of it not at all. */
export function badlyFilled(form: PageForm, chance: Chance, ids: () => string): string {
  const sent: [string, string][] = [];
  for (const { name, value, typed } of form.fields) {
    const roll = chance.next();
    if (roll < 0.02) continue;
    if (typed ? roll < 0.75 : roll < 0.1) sent.push([name, roll < 0.06 ? ids() : badText(chance)]);
    else sent.push([name, value]);
    if (chance.next() < 0.03) sent.push([name, badText(chance)]);
  }
  const button = form.buttons.length === 0 ? undefined : pick(form.buttons, chance);
  if (button !== undefined) sent.push([button.name, chance.next() < 0.12 ? ids() : button.value]);
  if (chance.next() < 0.03)
    sent.push([pick(['__proto__', 'constructor', 'a[b][c]', 'toString'], chance), badText(chance)]);
  return new URLSearchParams(sent).toString();
}
