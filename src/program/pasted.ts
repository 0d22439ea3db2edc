import { BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { isZone } from '../kernel/zoned.js';

/**
 * Settings as people paste them: what is meant beyond doubt is put right, and what is not is refused with a sentence that
 * says where to find it. A setting that starts the program and then refuses everybody is the worst of all.
 */

const quotes: Readonly<Record<string, string>> = { '"': '"', "'": "'", '`': '`', '“': '”', '‘': '’', '«': '»' };

/**
 * What was pasted without what came along: spaces of every kind and characters without width around it, and one pair of
 * quotation marks (Docker's env files keep them).
 */
export function withoutWrapping(pasted: string): string {
  const bare = (s: string): string => s.replace(/^[\s\u200B-\u200F\u2060\uFEFF]+|[\s\u200B-\u200F\u2060\uFEFF]+$/g, '');
  const s = bare(pasted);
  const first = s[0] ?? '';
  return s.length > 1 && quotes[first] === s.at(-1) ? bare(s.slice(1, -1)) : s;
}

/** Text that is not empty; `readConfig` has taken its wrapping off. */
export const text = z.string();

/** What is wrong with a setting, and what to give instead. */
class Wrong {
  readonly say: string;
  constructor(say: string) {
    this.say = say;
  }
}

/** A setting as `read` understands it. */
const reads = <T>(read: (s: string) => T | Wrong) =>
  text.transform((s, ctx): T => {
    const found = read(s);
    if (!(found instanceof Wrong)) return found;
    ctx.addIssue({ code: 'custom', message: found.say });
    return z.NEVER;
  });

export const flag = reads((s): boolean | Wrong => {
  if (['1', 'true', 'yes', 'on', 'enabled'].includes(s.toLowerCase())) return true;
  if (['0', 'false', 'no', 'off', 'disabled'].includes(s.toLowerCase())) return false;
  return new Wrong('give 1 to switch it on, or 0 to switch it off');
});

export const oneOf = <const T extends string>(words: readonly [T, ...T[]], say: string) =>
  reads((s): T | Wrong => {
    const found = words.find((w) => w === s.toLowerCase());
    if (found !== undefined) return found;
    return new Wrong(say);
  });

/** Whole seconds, as milliseconds. `10s` is ten. */
export const seconds = (least: number, most: number) =>
  text
    .transform((s) => s.replace(/\s*s(ec(ond)?s?)?$/i, ''))
    .refine(
      (s) => /^\d{1,3}$/.test(s) && Number(s) >= least && Number(s) <= most,
      `give a number of seconds from ${least} to ${most}`,
    )
    .transform((s) => Number(s) * 1000);

/** A name and how to reach them, from `Dana Whitlock, 020 7946 0018`. */
export const contact = reads((s): { readonly name: string; readonly reach: string } | Wrong => {
  const [, name, reach] = /^([^,;|]+)[,;|]\s*(\S.*)$/s.exec(s) ?? [];
  if (name !== undefined && reach !== undefined && name.trim() !== '') return { name: name.trim(), reach };
  return new Wrong('give a name, a comma, and how to reach them: Dana Whitlock, 020 7946 0018');
});

const parsed = (address: string): URL | undefined => (URL.canParse(address) ? new URL(address) : undefined);

/** The address of a Web API: with the slash at its end that its methods are appended to. */
export const apiAddress = reads((s): string | Wrong => {
  const url = parsed(s);
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url.href.replace(/\/*$/, '/');
  return new Wrong('give a whole address that begins with https:// or http://');
});

/** The root of a host, without a slash at its end: pages stand at `/f`, `/import` and `/c` of it. */
export const rootAddress = reads((s): string | Wrong => {
  const url = parsed(s);
  if (url === undefined || !/^https?:$/.test(url.protocol) || !/^https?:\/\//i.test(s))
    return new Wrong('give a whole address that begins with https://, for example https://mentorlog.example.org');
  if (url.username !== '' || url.password !== '')
    return new Wrong('leave out the name and password in front of the host');
  if (/^\/+$/.test(url.pathname) && url.search === '' && url.hash === '') return url.origin;
  return new Wrong(
    `leave out what follows the host: ${url.origin}. Mentorlog adds /slack/events, /api/messages and the rest`,
  );
});

/** A mail server. */
export const mailServer = reads((s): string | Wrong => {
  const url = parsed(s);
  if (url !== undefined && /^smtps?:$/.test(url.protocol) && url.hostname !== '' && /^\/?$/.test(url.pathname))
    return s;
  return new Wrong(
    'give smtps://NAME:PASSWORD@HOST, or smtp:// with a port, with % signs for what an address may not hold',
  );
});

/** Whom mails are from. */
export const mailAddress = reads((s): string | Wrong =>
  /^[^\s@<>"]+@[^\s@<>"]+$/.test(s) ? s : new Wrong('give one address, for example mentoring@example.org'),
);

/** Where to listen: a host's name or address, without a port. */
export const listeningHost = reads((s): string | Wrong => {
  const host = s.toLowerCase().replace(/^\[(.+)\]$/, '$1');
  if (host === '*') return new Wrong('give 0.0.0.0 to listen on every address');
  if (/^[a-z][a-z0-9+.-]*:\/\//.test(host))
    return new Wrong('give the host alone, for example 0.0.0.0; not an address');
  if (isIP(host) !== 0) return host;
  if (/:\d+$/.test(host)) return new Wrong('give the host alone; the port goes into PORT');
  return /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/.test(host) ? host : new Wrong('give the host alone, for example 0.0.0.0');
});

export const database = reads((s): string | Wrong => {
  if (/^postgres(ql)?:/i.test(s)) return postgresqlAddress(s);
  const [, path] = /^file:(.*)$/is.exec(s) ?? [];
  if (path === undefined || path.trim() === '' || path.includes('?'))
    return new Wrong('give file: and a path, for example file:./data/mentorlog.db, or postgresql://HOST/NAME');
  if (path.startsWith('//') && !path.startsWith('///'))
    return new Wrong('give file: and a path without a host, for example file:./data/mentorlog.db');
  return `file:${path.replace(/^\/\/+/, '/')}`;
});

const likeVerifyFull: ReadonlySet<string> = new Set(['prefer', 'require', 'verify-ca']);
/** PostgreSQL's (postgresql.org/docs/current/libpq-ssl.html) that `pg` knows, and `no-verify`, which is its own. */
const sslModes: ReadonlySet<string> = new Set([...likeVerifyFull, 'disable', 'no-verify', 'verify-full']);

/** What is said of it never quotes it: a password may stand in it. */
function postgresqlAddress(s: string): string | Wrong {
  const example = 'for example postgresql://mentorlog@localhost/mentorlog';
  try {
    const url = new URL(s.replace(/^postgres(ql)?:\/*/i, 'postgresql://'));
    if (!/^\/[^/]+$/.test(url.pathname)) return new Wrong(`name the database behind the host, ${example}`);
    const mode = url.searchParams.get('sslmode');
    if (mode !== null && !sslModes.has(mode)) return new Wrong('give sslmode=verify-full, no-verify or disable');
    // What `pg` takes these for, and warns of in its own words at each start; a later version would check less.
    if (mode !== null && likeVerifyFull.has(mode) && !url.searchParams.has('uselibpqcompat'))
      url.searchParams.set('sslmode', 'verify-full');
    return url.href;
  } catch {
    return new Wrong(
      `give postgresql:// with a host and a database, ${example}; %-encode what is special in a password`,
    );
  }
}

/** 32 bytes, as 64 hex digits or as base64 in either alphabet; base64 comes back in the common one, padded. */
export const dataKeyText = reads((s): string | Wrong => {
  const hex = s.replace(/^0x/i, '');
  if (/^[0-9a-f]{64}$/i.test(hex)) return hex;
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(s)) return `${s.slice(0, 43).replace(/-/g, '+').replace(/_/g, '/')}=`;
  return new Wrong('give 32 bytes as 64 hex digits or as base64, for example from: openssl rand -hex 32');
});

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const asGuid = (s: string): string | undefined => {
  const bare = s.toLowerCase().replace(/^[{(](.+)[)}]$/, '$1');
  return guidPattern.test(bare) ? bare : undefined;
};

/** An id of Microsoft's, in the lower case that Microsoft itself uses: ids are compared letter by letter. */
export const guid = (say: (pasted: string) => string) =>
  reads((s): string | Wrong => {
    const found = asGuid(s);
    if (found !== undefined) return found;
    return new Wrong(say(s));
  });

const whereTenant = 'in the Entra admin centre, under Overview, it is the “Tenant ID”';
/** What was pasted where a tenant's id belongs. A domain is not looked up: a start must not hang on the network for it. */
export const notATenant = (s: string): string => {
  if (/^(common|organizations|consumers)$/i.test(s))
    return `give the id of the one organisation whose people may use the bot: ${whereTenant}`;
  if (/^[^\s/@]+\.[^\s/@]+$/.test(s)) return `give the organisation’s id, not its domain name: ${whereTenant}`;
  return `give the organisation’s id, 32 hex digits in five groups: ${whereTenant}`;
};
export const notAnApp = (): string =>
  'give the app’s id, 32 hex digits in five groups: on the app registration’s Overview it is the “Application (client) ID”';

/** The value of a client secret; the id beside it, which looks like every other id, is refused. */
export const clientSecret = text.refine(
  (s) => asGuid(s) === undefined,
  'this is the secret’s id; give its “Value”, which is shown once, when the secret is made',
);

/** A token of Slack's that begins so. */
export const slackToken = (prefix: string, say: string) =>
  text.refine((s) => s.startsWith(prefix) && /^[\x21-\x7e]+$/.test(s), say);

/** The signing secret; what else stands on the same page, and looks otherwise, is refused. */
export const signingSecret = text
  .refine((s) => !/^x(ox[a-z]|app)-/.test(s), 'this is a token; the signing secret stands under “Basic Information”')
  .refine(
    (s) => !/^[A-Za-z0-9]{24}$/.test(s),
    'this looks like the old verification token; the signing secret stands above it, under “Basic Information”',
  )
  .refine(
    (s) => !/^\d+\.\d+$/.test(s),
    'this looks like the client id; the signing secret stands below it, under “Basic Information”',
  );

export interface NamedAccount {
  readonly platform: 'slack' | 'teams' | 'web';
  readonly tenant: string;
  readonly user: string;
}

/** `platform:tenant:user`, with ids as the platform writes them. */
export const account = reads((s): NamedAccount | Wrong => {
  const [, named = '', tenant = '', user = ''] = /^(slack|teams|web)\s*:\s*([^:\s]+)\s*:\s*(\S+)$/i.exec(s) ?? [];
  const platform = named.toLowerCase() as NamedAccount['platform'];
  switch (platform) {
    case 'web':
      return { platform, tenant, user };
    case 'slack': {
      const ids = { tenant: tenant.toUpperCase(), user: user.toUpperCase() };
      if (/^[TE][A-Z0-9]+$/.test(ids.tenant) && /^[UW][A-Z0-9]+$/.test(ids.user)) return { platform, ...ids };
      return new Wrong(
        'give the workspace’s and the member’s ids, for example slack:T0123:U0456: in Slack, open the profile, ⋮, “Copy member ID”',
      );
    }
    case 'teams': {
      const id = asGuid(user) ?? (user.startsWith('29:') ? user : undefined);
      if (id !== undefined) return { platform, tenant: asGuid(tenant) ?? tenant, user: id };
      return new Wrong(
        'give the organisation’s id and the person’s “Object ID”, which stands on their page in the Entra admin centre',
      );
    }
    default:
      return new Wrong('give an account as platform:tenant:user, for example slack:T0123:U0456');
  }
});

/** A zone's name as IANA spells it. */
export const zone = reads((s): string | Wrong => {
  const named = s.replace(/ /g, '_');
  const known = Intl.supportedValuesOf('timeZone').find((z) => z.toLowerCase() === named.toLowerCase());
  if (known !== undefined) return known;
  return isZone(named) ? named : new Wrong('give an IANA time zone, for example Europe/London');
});

/** Reverse proxies in front; no installation has more than a few. */
const mostHops = 10;
const namedRanges: readonly string[] = ['loopback', 'linklocal', 'uniquelocal'];

/**
 * Whose word about the caller's address is believed, as express's `trust proxy`: how many proxies stand in front, or their
 * addresses. `true` is refused: it believes everybody, so that anybody is whom they say.
 */
export const trustedProxies = reads((s): number | readonly string[] | Wrong => {
  if (/^\d+$/.test(s))
    return Number(s) <= mostHops ? Number(s) : new Wrong(`give how many proxies stand in front, at most ${mostHops}`);
  const listed = s.split(/[\s,]+/).filter((one) => one !== '');
  const named = listed.map((one) => one.toLowerCase());
  if (named.length > 0 && named.every((one) => namedRanges.includes(one) || isRange(one))) return named;
  return new Wrong(
    'give how many proxies stand in front (1), or their addresses: 10.0.0.0/8, 192.0.2.7, loopback, linklocal or uniquelocal',
  );
});

/** An address, or a range of them: `10.0.0.0/8`. */
function isRange(written: string): boolean {
  const [address = '', prefix, ...more] = written.split('/');
  const kind = isIP(address);
  if (kind === 0 || more.length > 0) return false;
  if (prefix === undefined) return true;
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) === 0) return false;
  try {
    new BlockList().addSubnet(address, Number(prefix), kind === 4 ? 'ipv4' : 'ipv6');
    return true;
  } catch {
    return false;
  }
}
