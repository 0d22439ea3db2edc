import { connect } from 'node:net';
import { asDate } from '../../kernel/zoned.js';
import type { Config } from '../config.js';
import { type Check, checkOf } from './check.js';

/** What doctor asks of others: the clock, the platforms, the public address, the mail server. Each has a time limit. */

const limit = 5_000;
/** So far (ms) a clock may be off: Slack refuses what is older than five minutes. */
const mostOff = 60_000;

const answersOf =
  (fetched: typeof fetch) =>
  (url: string, more: RequestInit = {}) =>
    fetched(url, { redirect: 'manual', signal: AbortSignal.timeout(limit), ...more });
type Ask = ReturnType<typeof answersOf>;

export async function* outsideChecks(config: Config, now: () => number, fetched: typeof fetch): AsyncGenerator<Check> {
  const ask = answersOf(fetched);
  const dates: number[] = [];
  const dated = (answer: Response): Response => {
    const said = Date.parse(answer.headers.get('date') ?? '');
    if (!Number.isNaN(said)) dates.push(now() - said);
    return answer;
  };
  if (config.slack !== undefined) yield await slack(config.slack, ask, dated);
  if (config.teams?.appId !== undefined) yield await teams(config.teams, ask, dated);
  yield clock(dates, now());
  yield await links(config, ask);
  if (config.mail !== undefined) yield await mail(config.mail.url);
}

async function slack(
  { apiUrl, botToken }: NonNullable<Config['slack']>,
  ask: Ask,
  dated: (answer: Response) => Response,
): Promise<Check> {
  try {
    const answer = dated(
      await ask(new URL('auth.test', apiUrl ?? 'https://slack.com/api/').href, {
        method: 'POST',
        headers: { authorization: `Bearer ${botToken}` },
      }),
    );
    const told = (await answer.json()) as { ok?: unknown; error?: unknown };
    return told.ok === true
      ? checkOf('Slack', 'ok', 'it lets this bot in')
      : checkOf(
          'Slack',
          'to mend',
          `it does not take SLACK_BOT_TOKEN (${word(told.error)}): install the app again, and set its token`,
        );
  } catch {
    return checkOf(
      'Slack',
      'not seen',
      'it could not be reached from here: let this machine out to slack.com by HTTPS',
    );
  }
}

/** A platform's own code, never anything longer. */
const word = (said: unknown): string =>
  typeof said === 'string' && /^[\w-]{1,60}$/.test(said) ? said : 'no reason given';

const login = {
  public: 'login.microsoftonline.com',
  'gcc-high': 'login.microsoftonline.us',
  dod: 'login.microsoftonline.us',
};
const scope = {
  public: 'https://api.botframework.com',
  'gcc-high': 'https://api.botframework.us',
  dod: 'https://api.botframework.us',
};

async function teams(
  { appId = '', appPassword = '', tenantId = '', cloud }: NonNullable<Config['teams']>,
  ask: Ask,
  dated: (answer: Response) => Response,
): Promise<Check> {
  try {
    const answer = dated(
      await ask(`https://${login[cloud]}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: appId,
          client_secret: appPassword,
          scope: `${scope[cloud]}/.default`,
        }),
      }),
    );
    if (answer.ok) return checkOf('Teams', 'ok', 'Microsoft gives this bot a token');
    const told = (await answer.json().catch(() => ({}))) as { error?: unknown };
    return checkOf(
      'Teams',
      'to mend',
      `Microsoft gives no token (${word(told.error)}): see that TEAMS_APP_ID, TEAMS_TENANT_ID and TEAMS_APP_PASSWORD belong together, and that the secret has not run out`,
    );
  } catch {
    return checkOf(
      'Teams',
      'not seen',
      `Microsoft could not be reached from here: let this machine out to ${login[cloud]} by HTTPS`,
    );
  }
}

function clock(dates: readonly number[], at: number): Check {
  const [off] = dates.toSorted((a, b) => Math.abs(a) - Math.abs(b));
  if (off === undefined)
    return checkOf('Clock', 'not seen', `${asDate(at).toISOString()} here; no platform could be asked what time it is`);
  return Math.abs(off) > mostOff
    ? checkOf(
        'Clock',
        'to mend',
        `it is ${Math.round(Math.abs(off) / 1000)} s ${off > 0 ? 'ahead' : 'behind'}: set it by a time server`,
      )
    : checkOf('Clock', 'ok', 'right to the minute, by a platform’s own');
}

/** Fetched by the name that people use: as near as a machine comes to asking from outside. */
async function links({ publicUrl }: Config, ask: Ask): Promise<Check> {
  if (publicUrl === undefined)
    return checkOf(
      'Links',
      'not seen',
      'PUBLIC_URL is not set, so links and Slack over HTTP open on this machine only',
    );
  const todo =
    'see that its name leads to this machine, that the proxy runs, and that it passes requests to HOST and PORT';
  try {
    const answer = await ask(`${publicUrl}/healthz`);
    const text = (await answer.text()).slice(0, 20);
    if (answer.status === 200 && text === 'ok\n') {
      const tls = publicUrl.startsWith('https:');
      return tls
        ? checkOf(
            'Links',
            'ok',
            `${publicUrl} leads to Mentorlog (asked from this machine; open it once from a phone, too)`,
          )
        : checkOf(
            'Links',
            'to mend',
            `${publicUrl} leads here, and not by HTTPS: put a proxy with a certificate before it`,
          );
    }
    return checkOf('Links', 'to mend', `${publicUrl} is answered by something else (${answer.status}): ${todo}`);
  } catch (error) {
    const { code } = ((error as { cause?: unknown }).cause ?? {}) as { code?: unknown };
    return checkOf(
      'Links',
      'to mend',
      `${publicUrl} does not answer (${word(code)}): ${todo}, and that Mentorlog runs`,
    );
  }
}

function mail(address: string): Promise<Check> {
  const { hostname, port, protocol } = new URL(address);
  const at = Number(port) || (protocol === 'smtps:' ? 465 : 587);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: at, timeout: limit });
    const over = (is: Check['is'], said: string): void => {
      socket.destroy();
      resolve(checkOf('Mail', is, said));
    };
    socket.once('connect', () => over('ok', `${hostname}:${at} answers`));
    for (const event of ['error', 'timeout'] as const)
      socket.once(event, () =>
        over('to mend', `${hostname}:${at} does not answer: see SMTP_URL, and that this machine may reach it`),
      );
  });
}
