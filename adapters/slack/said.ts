import { z } from 'zod/v4';
import { readText } from './escape.js';
import { id } from './turn.js';

/** What people write to the bot in Slack: what of it is said to it, and what is somebody else's words. */

const said = z.object({
  user: id.optional(),
  bot_id: z.string().optional(),
  subtype: z.string().optional(),
  channel: id,
  channel_type: z.string().optional(),
  text: z.string().max(40_000).default(''),
  ts: z.string().max(40).optional(),
  thread_ts: z.string().optional(),
});

/** A message without the lines that it quotes, where it says something besides: they are somebody else's words. */
function withoutQuoted(raw: string): string {
  const own = raw.split('\n').filter((line) => !/^\s*(?:&gt;|>)/.test(line));
  return own.some((line) => line.trim() !== '') ? own.join('\n') : raw;
}

/**
 * Edits, joins and the like are not said to the bot. A file with a line of text is, and so is what stands in a thread and is
 * sent on (*Also send as direct message*), or begins with `/me`.
 */
const saidToTheBot: ReadonlySet<string> = new Set(['file_share', 'thread_broadcast', 'me_message']);

/** What is said beside the bot's own mention: behind it, or before it where nothing follows ("help me @Mentorlog"). */
function around(mark: RegExpExecArray, text: string, direct: boolean): string {
  if (direct && mark.index > 0) return text;
  const after = text.slice(mark.index + mark[0].length);
  return /[\p{L}\p{N}]/u.test(after) || mark.index === 0 ? after : text.slice(0, mark.index);
}

/** A message that is said to the bot, and its own words alone. */
export interface SaidToBot {
  readonly user: string;
  readonly channel: string;
  readonly ts?: string | undefined;
  readonly thread_ts?: string | undefined;
  readonly text: string;
  /** Whom it mentions, the bot left out. */
  readonly users: readonly string[];
}

/** Reads the inner event of a `message` or an `app_mention`; undefined where it says nothing to the bot. */
export function saidIn(raw: unknown, type: 'message' | 'app_mention', botUser: string): SaidToBot | undefined {
  const m = said.safeParse(raw).data;
  if (m?.user === undefined || m.bot_id !== undefined || m.user === botUser) return undefined;
  if (m.subtype !== undefined && !saidToTheBot.has(m.subtype)) return undefined;
  const direct = type === 'message';
  if (direct && m.channel_type !== 'im') return undefined;
  // After the bot's own mention; in a direct message it may be missing.
  const mark = new RegExp(`<@${botUser}(?:\\|[^<>]*)?>`).exec(m.text);
  const own = readText(withoutQuoted(mark === null ? m.text : around(mark, m.text, direct)));
  return { user: m.user, channel: m.channel, ts: m.ts, thread_ts: m.thread_ts, ...own };
}
