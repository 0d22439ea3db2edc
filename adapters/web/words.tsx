import { Fragment } from 'preact';
import type { Reader, Text } from '../../src/chat/text.js';
import { type MomentStyle, showMoment } from '../../src/kernel/zoned.js';

/** A link that a page may follow: a path of this site, or the web, mail, telephone and text. Anything else is shown as words. */
export function safeLink(link: string): string | undefined {
  if (/^\/(?![/\\])/.test(link)) return link;
  try {
    return ['http:', 'https:', 'mailto:', 'tel:', 'sms:'].includes(new URL(link).protocol) ? link : undefined;
  } catch {
    return undefined;
  }
}

/** A moment (ms) in its reader's own zone. */
export function Moment({ at, reader, as = 'day-time' }: { at: number; reader: Reader; as?: MomentStyle }) {
  return <time dateTime={new Date(at).toISOString()}>{showMoment(at, reader.zone, reader.locale, as)}</time>;
}

/** A text's parts, for its reader. Strings are literal: what they hold is never markup. */
export function Words({ text, reader }: { text: Text; reader: Reader }) {
  return (
    <>
      {text.parts.map((part, i) => {
        if (typeof part === 'string') return <Fragment key={i}>{part}</Fragment>;
        if ('mention' in part)
          return (
            <bdi key={i} class="mention">
              {`@${reader.named(part.mention).name}`}
            </bdi>
          );
        if ('moment' in part) return <Moment key={i} at={part.moment} as={part.as} reader={reader} />;
        if ('strong' in part) return <strong key={i}>{part.strong}</strong>;
        const href = safeLink(part.link);
        if (href === undefined) return <Fragment key={i}>{part.label}</Fragment>;
        // A call, a text or a mail leaves no page behind: only the web opens beside this one.
        return !/^https?:/.test(href) ? (
          <a key={i} href={href}>
            {part.label}
          </a>
        ) : (
          <a key={i} href={href} target="_blank" rel="noopener noreferrer">
            {part.label}
          </a>
        );
      })}
    </>
  );
}
