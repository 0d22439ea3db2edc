import { clean, mentionMark } from '../../src/kernel/words.js';

/**
 * Slack's three control characters, escaped: what remains cannot be a mention, a link or a date
 * (docs/platforms.md#slacks-control-characters).
 */
export const escapeText = (s: string): string => s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** The reverse, for what Slack delivers. `&amp;` last, so that `&amp;lt;` stays `&lt;`. */
export const unescapeText = (s: string): string => s.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

export interface HeardText {
  /** As typed, with the n-th mention as `mentionMark` + n + `\uE001`. */
  readonly text: string;
  /** The user ids of the mentions, in order. */
  readonly users: readonly string[];
}

/**
 * Reads the text of a command or a message as Slack delivers it: `<@U1|name>` is a mention, `<#C1|name>` a channel,
 * `<https://…|label>` a link, and `& < >` are escaped. Marks that a person typed themselves are dropped first.
 * @param links where a link goes stands behind its label, as evidence needs it; typed words need what was typed
 */
export function readText(raw: string, links = false): HeardText {
  const users: string[] = [];
  const text = clean(raw).replace(/<([^<>]*)>|&(?:lt|gt|amp);/g, (whole, inner: string | undefined) => {
    if (inner === undefined) return unescapeText(whole);
    const mention = /^@([UW][A-Z0-9]{1,40})(?:\|.*)?$/.exec(inner);
    if (mention?.[1] !== undefined) {
      users.push(mention[1]);
      return `${mentionMark}${users.length - 1}\uE001`;
    }
    const [target = '', label] = inner.split('|', 2);
    if (target.startsWith('#')) return `#${unescapeText(label ?? target.slice(1))}`;
    if (target.startsWith('!')) return unescapeText(label ?? '');
    // A link is shown as it was typed: Slack labels a bare domain with itself.
    const bare = target.replace(/^mailto:/, '');
    const said = unescapeText(label ?? bare);
    return links && !target.startsWith('!') && !bare.endsWith(label ?? bare) ? `${said} (${unescapeText(bare)})` : said;
  });
  return { text, users };
}
