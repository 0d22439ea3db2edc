import { Refused } from '../../src/kernel/errors.js';
import { ownConnection } from './web-api.js';

/**
 * A private word has no name that `chat.update` would take (docs/platforms.md#a-private-words-address). The address
 * that comes with a press in it replaces it (`replace_original`) or takes it away (`delete_original`), five times
 * within half an hour.
 */
export type ReplaceWord = (url: string, word: Readonly<Record<string, unknown>>) => Promise<void>;

const ofSlack = /^https:\/\/hooks\.slack(-gov)?\.com\//;

/** @param apiUrl another Web API, for tests: its addresses are taken too. Nothing is sent to any other. */
export function replaceWordAt(apiUrl: string | undefined, timeoutMs: number): ReplaceWord {
  const origin = apiUrl === undefined ? undefined : new URL(apiUrl).origin;
  return async (url, word) => {
    const known = URL.canParse(url) && (ofSlack.test(url) || new URL(url).origin === origin);
    if (!known) throw new Refused('slack-word:address', 'That word cannot be replaced where it stands.');
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...ownConnection },
      body: JSON.stringify(word),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body?.cancel();
    if (!answer.ok)
      throw new Refused(`slack-word:${answer.status}`, 'That word could not be replaced where it stands.');
  };
}
