import { type Logger, LogLevel, webApi } from '@slack/bolt';
import type { Sent } from '../../src/ports/chat.js';
import { fetchWithin, isTooLate } from './last-moment.js';

/** What the adapter tells the log: a code and plain figures, never a body. */
export type Log = (code: string, more?: Record<string, string | number>) => void;

/**
 * The SDK writes whole requests and answers into its debug lines and Slack's remarks about blocks into its errors;
 * both can hold what people wrote. Nothing of it is passed on: every outcome is logged as a code where it is decided.
 */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

/** Where Slack says "too many" without saying how long to wait, as its gateways sometimes do. */
const unstatedWaitSeconds = 30;

/** Each request by a connection of its own (docs/platforms.md#a-connection-that-was-idle). */
export const ownConnection = { connection: 'close' } as const;

/** @param timeout of a request, in ms: none leaves later than that */
const readWaits =
  (timeout: number): typeof fetch =>
  async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('connection', ownConnection.connection);
    const answer = await fetchWithin(timeout, input, { ...init, headers });
    if (answer.status !== 429 || /^\d+$/.test(answer.headers.get('retry-after') ?? '')) return answer;
    await answer.body?.cancel();
    return new Response(null, { status: 429, headers: { 'retry-after': String(unstatedWaitSeconds) } });
  };

export interface WebApiSettings {
  readonly botToken: string;
  /** Another Web API, for tests, e.g. `http://127.0.0.1:4993/api/`. */
  readonly apiUrl?: string;
}

/** Whether Slack took the token at the last call that said anything about it. */
export interface Token {
  refused: boolean;
}

class Watching extends webApi.WebClient {
  standing: Token = { refused: false };

  override async apiCall(method: string, options?: Record<string, unknown>): Promise<webApi.WebAPICallResult> {
    try {
      const answer = await super.apiCall(method, options);
      this.standing.refused = false;
      return answer;
    } catch (error) {
      const code = slackCode(error);
      if (code !== undefined) this.standing.refused = revoked.has(code);
      throw error;
    }
  }
}

/**
 * A client that tries once: the outbox owns every repeat (docs/platforms.md#slacks-client-posts-again).
 * @param token what becomes of it is written there
 */
export const webClient = (settings: WebApiSettings, timeout: number, token: Token): webApi.WebClient => {
  const client = new Watching(settings.botToken, {
    ...(settings.apiUrl === undefined ? {} : { slackApiUrl: settings.apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    fetch: readWaits(timeout),
    logger: silentLogger,
  });
  client.standing = token;
  return client;
};

/** Never sent, because nobody answered the telephone. */
const notConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

function connectionRefused(error: unknown, depth = 0): boolean {
  if (depth > 5 || typeof error !== 'object' || error === null) return false;
  const { code, cause, original } = error as { code?: unknown; cause?: unknown; original?: unknown };
  if (typeof code === 'string' && notConnected.has(code)) return true;
  return connectionRefused(cause, depth + 1) || connectionRefused(original, depth + 1);
}

/**
 * Slack's own error code of a failed call, e.g. `channel_not_found`; undefined where it answered none. An answer that
 * is not JSON lands in the SDK's `error` as it is, so only what looks like a code passes.
 */
export function slackCode(error: unknown): string | undefined {
  if (!(error instanceof webApi.WebAPIPlatformError)) return undefined;
  const code: unknown = error.data.error;
  return typeof code === 'string' && /^[a-z0-9_]{1,80}$/.test(code) ? code : undefined;
}

// Codes as reference/methods/chat.postMessage and chat.update list them.
/** About the token itself, so never about whom a call was for. */
const revoked = new Set(['account_inactive', 'token_revoked', 'token_expired', 'invalid_auth', 'not_authed']);
const left = new Set([
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'user_not_found',
  'user_disabled',
  'user_not_in_channel',
  'user_not_visible',
  'cannot_dm_bot',
  'users_not_found',
]);
const blocked = new Set([
  'access_denied',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'restricted_action_non_threadable_channel',
  'restricted_action_thread_locked',
  'team_access_not_granted',
  'ekm_access_denied',
  'messages_tab_disabled',
]);
/** "It's possible some aspect of the operation succeeded before the error was raised." */
const perhaps = new Set([
  'internal_error',
  'fatal_error',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
]);
const tooMany = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);

export type Failed = Exclude<Sent, { kind: 'delivered' }>;

/** A picture that was uploaded a moment ago: Slack knows its id before it knows that it is a picture. */
function fileNotReady(error: unknown): boolean {
  const said: unknown =
    error instanceof webApi.WebAPIPlatformError ? error.data.response_metadata?.messages : undefined;
  return Array.isArray(said) && said.some((m) => typeof m === 'string' && m.includes('slack_file'));
}
const fileReadyMs = 3000;

/**
 * How a failed call ended. `scope` is what a "too many" of this call holds up: a post's limit is its channel's
 * (docs.slack.dev, apis/web-api/rate-limits: "1 per second per channel"), any other's the workspace's.
 */
export function outcome(error: unknown, scope: 'conversation' | 'workspace'): Failed {
  if (error instanceof webApi.WebAPIRateLimitedError)
    return { kind: 'refused', retryAfterMs: error.retryAfter * 1000, scope };
  if (error instanceof webApi.WebAPIHTTPError) {
    const status = error.statusCode;
    if (status >= 500 || status === 408) return { kind: 'ambiguous' };
    // Something between here and Slack turned it away; Slack itself answers 200 or 429.
    return { kind: 'refused', retryAfterMs: unstatedWaitSeconds * 1000, scope: 'workspace' };
  }
  if (isTooLate(error)) return { kind: 'refused', scope: 'conversation', because: 'too-late' };
  const code = slackCode(error);
  if (code === undefined)
    return connectionRefused(error) ? { kind: 'refused', scope: 'workspace' } : { kind: 'ambiguous' };
  if (tooMany.has(code)) return { kind: 'refused', retryAfterMs: unstatedWaitSeconds * 1000, scope };
  if (perhaps.has(code)) return { kind: 'ambiguous' };
  if (revoked.has(code)) return { kind: 'gone', why: 'revoked' };
  if (left.has(code)) return { kind: 'gone', why: 'left' };
  if (blocked.has(code)) return { kind: 'gone', why: 'blocked' };
  if (code === 'invalid_blocks' && fileNotReady(error))
    return { kind: 'refused', retryAfterMs: fileReadyMs, scope: 'conversation', because: 'file' };
  return { kind: 'faulty', code };
}

/** Whether the same call may succeed later: Slack was not reached, was too busy, or failed by itself. */
export const isAway = (error: unknown): boolean => /^(refused|ambiguous)$/.test(outcome(error, 'workspace').kind);

/** For the log: the outcome's kind, and Slack's code where it gave one. */
export function faultOf(error: unknown): string {
  const code = slackCode(error);
  return code ?? outcome(error, 'workspace').kind;
}
