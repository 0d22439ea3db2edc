import type { types } from '@slack/bolt';
import { type Part, plain, type Reader, type Text } from '../../src/chat/text.js';
import { shorten } from '../../src/kernel/words.js';
import { type MomentStyle, showMoment } from '../../src/kernel/zoned.js';
import { escapeText } from './escape.js';
import { limits } from './limits.js';

type Style = { bold?: boolean; italic?: boolean };

/** `emoji: false`: `:this:` in somebody's words stays as it was typed. */
export const plainText = (text: string, max: number = limits.text): types.PlainTextElement => ({
  type: 'plain_text',
  // Slack refuses an empty text object; a dash says "nothing was written here".
  text: shorten(text.trim() === '' ? '–' : text, max),
  emoji: false,
});

/** reference/block-kit/block-elements/date-element; the same tokens serve `<!date^…>` in mrkdwn. */
const dateFormat: Record<MomentStyle, string> = {
  date: '{date_long}',
  time: '{time}',
  'day-time': '{date_long}, {time}',
};

const seconds = (ms: number): number => Math.floor(ms / 1000);
/** Slack calls a number by `tel:`, as it links those that people type; of a text message's `sms:` it makes nothing. */
const safeLink = (url: string): boolean => /^(https?:\/\/|mailto:|tel:)/i.test(url) && URL.canParse(url);

/** A text cut to `max` characters of what is read, visibly. */
export function cutText(text: Text, reader: Reader, max: number): Text {
  let left = max;
  const parts: Part[] = [];
  for (const p of text.parts) {
    const shown = plain({ parts: [p] }, reader);
    if (shown.length <= left) {
      parts.push(p);
      left -= shown.length;
      continue;
    }
    parts.push(typeof p === 'string' ? shorten(p, Math.max(left, 1)) : '…');
    break;
  }
  return { parts };
}

/**
 * A text as rich text elements: strings are `text` elements, which Slack shows as they are (no markup, mention or
 * emoji is read out of them); mentions, moments and links are elements of their own.
 */
export function richElements(text: Text, reader: Reader, style: Style = {}): types.RichTextElement[] {
  const styled = (more: Style = {}): { style?: Style } => {
    const all = { ...style, ...more };
    return Object.keys(all).length === 0 ? {} : { style: all };
  };
  return cutText(text, reader, limits.text).parts.flatMap((p): types.RichTextElement[] => {
    if (typeof p === 'string') return p === '' ? [] : [{ type: 'text', text: p, ...styled() }];
    if ('mention' in p) {
      const { name, user } = reader.named(p.mention);
      return [
        user === undefined ? { type: 'text', text: name, ...styled() } : { type: 'user', user_id: user, ...styled() },
      ];
    }
    if ('moment' in p)
      return [
        {
          type: 'date',
          timestamp: seconds(p.moment),
          format: dateFormat[p.as],
          fallback: showMoment(p.moment, reader.zone, reader.locale, p.as),
          ...styled(),
        },
      ];
    if ('link' in p) {
      const label = p.label === '' ? p.link : p.label;
      return [
        safeLink(p.link)
          ? { type: 'link', url: p.link, text: label, ...styled() }
          : { type: 'text', text: label, ...styled() },
      ];
    }
    return p.strong === '' ? [] : [{ type: 'text', text: p.strong, ...styled({ bold: true }) }];
  });
}

/** A line of rich text, never empty: Slack refuses a section without elements. */
export function richSection(text: Text, reader: Reader, style: Style = {}): types.RichTextSection {
  const elements = richElements(text, reader, style);
  return { type: 'rich_text_section', elements: elements.length === 0 ? [{ type: 'text', text: '–' }] : elements };
}

/**
 * A quiet line below. A context block knows no rich text: words are plain_text elements, where nothing is markup, and
 * only mentions, moments and telephone numbers are mrkdwn, which then holds no words but the full stop or comma that
 * follows.
 * Undefined where it does not fit, and the line is drawn in full instead.
 */
export function contextBlock(text: Text, reader: Reader): types.ContextBlock | undefined {
  const elements: (types.PlainTextElement | types.MrkdwnElement)[] = [];
  for (const p of cutText(text, reader, limits.text).parts) {
    const last = elements.at(-1);
    if (typeof p === 'object' && 'link' in p && safeLink(p.link)) {
      const tel = /^tel:\+?\d+$/.test(p.link) && /^[\d +().\u00a0-]+$/.test(p.label);
      if (!tel) return undefined;
      elements.push({ type: 'mrkdwn', text: `<${p.link}|${p.label}>`, verbatim: true });
      continue;
    }
    if (typeof p === 'object' && 'moment' in p) {
      const words = escapeText(showMoment(p.moment, reader.zone, reader.locale, p.as)).replace(/[|^]/g, ' ');
      elements.push({
        type: 'mrkdwn',
        text: `<!date^${seconds(p.moment)}^${dateFormat[p.as]}|${words}>`,
        verbatim: true,
      });
      continue;
    }
    const named = typeof p === 'object' && 'mention' in p ? reader.named(p.mention) : undefined;
    if (named?.user !== undefined) {
      elements.push({ type: 'mrkdwn', text: `<@${named.user}>`, verbatim: true });
      continue;
    }
    let words =
      named !== undefined
        ? named.name
        : typeof p === 'string'
          ? p
          : 'strong' in p
            ? p.strong
            : 'link' in p
              ? p.label
              : '';
    if (last?.type === 'mrkdwn') {
      // Elements stand apart by a space: what closes a phrase must not.
      const closing = /^[.,;:!?)\]’”]+/.exec(words)?.[0] ?? '';
      last.text += closing;
      words = words.slice(closing.length);
    }
    if (words.trim() === '') continue;
    if (last?.type === 'plain_text') last.text += words;
    else elements.push({ type: 'plain_text', text: words.trimStart(), emoji: false });
  }
  return elements.length === 0 || elements.length > limits.contextElements ? undefined : { type: 'context', elements };
}

/** What stands beside the blocks: notifications and screen readers read it. Escaped, so that it is literal. */
export const summaryText = (text: Text, reader: Reader): string => {
  const words = plain(text, reader).trim();
  // Escaping lengthens: at worst five characters for one.
  return escapeText(shorten(words === '' ? '–' : words, Math.floor(limits.messageText / 5)));
};
