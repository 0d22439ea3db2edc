import pg from 'pg';
import { Refused, startAgain } from '../../../src/kernel/errors.js';

/**
 * Why a PostgreSQL cannot be had, in a sentence that says what to do next. No sentence has an address, a role or a
 * password in it: all of it stands in DATABASE_URL.
 */

/** What a role needs, and where it stands. */
const rights = 'give it what manifests/install/postgresql.sql gives';

/**
 * By the system's code, OpenSSL's (nodejs.org/api/tls.html#x509-certificate-error-codes), or PostgreSQL's own
 * (postgresql.org/docs/current/errcodes-appendix.html). What has no code is given one in `inWords`.
 */
const sentences: readonly (readonly [codes: readonly string[], name: string, say: string])[] = [
  [
    ['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EPIPE', '08000', '08006'],
    'database-unreachable',
    `PostgreSQL does not answer where DATABASE_URL says: see that it runs there and lets this machine in, then ${startAgain}.`,
  ],
  [
    ['ENOTFOUND', 'EAI_AGAIN'],
    'database-unreachable',
    `The host in DATABASE_URL is not known here: mend its name, or the network of this machine, then ${startAgain}.`,
  ],
  [
    ['28P01', '28000'],
    'database-locked-out',
    `PostgreSQL does not let the role of DATABASE_URL in: mend its name or password there, or let it in (pg_hba.conf), then ${startAgain}.`,
  ],
  [
    ['3D000'],
    'no-such-database',
    `PostgreSQL has no database of the name in DATABASE_URL: make it with createdb, or mend the name, then ${startAgain}.`,
  ],
  [
    ['57P03', '57P01', '57P02'],
    'database-unreachable',
    `PostgreSQL is starting or stopping: wait until it takes connections, then ${startAgain}.`,
  ],
  [
    ['53300'],
    'database-busy',
    `PostgreSQL has no connection left: end others or raise max_connections (Mentorlog takes up to 15), then ${startAgain}.`,
  ],
  [
    ['42501'],
    'database-rights',
    `The role of DATABASE_URL lacks a right in this database: ${rights}; where it has to be made or brought up to date, run npx mentorlog update with its owner’s address.`,
  ],
  [
    ['25006'],
    'database-read-only',
    `This database can only be read, as a standby can: give DATABASE_URL the one that is written to, then ${startAgain}.`,
  ],
  [
    ['NO_TLS'],
    'database-no-tls',
    `PostgreSQL speaks without encryption only, and DATABASE_URL asks for it: switch ssl on there, or take sslmode out of DATABASE_URL where nobody can listen in between, then ${startAgain}.`,
  ],
  [
    [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'CERT_UNTRUSTED',
      'CERT_REJECTED',
      'CERT_SIGNATURE_FAILURE',
      'INVALID_CA',
    ],
    'database-certificate',
    `PostgreSQL shows a certificate of an authority that is not known here: name that authority’s file in DATABASE_URL (?sslmode=verify-full&sslrootcert=FILE), then ${startAgain}.`,
  ],
  [
    ['ERR_TLS_CERT_ALTNAME_INVALID'],
    'database-certificate',
    `PostgreSQL shows a certificate for another host than DATABASE_URL names: give the name there that the certificate is for, then ${startAgain}.`,
  ],
  [
    ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'],
    'database-certificate',
    `The certificate of PostgreSQL has run out, or is not valid yet: renew it, or set the clock of this machine, then ${startAgain}.`,
  ],
  [
    ['EPROTO', 'BAD_TLS'],
    'database-tls',
    `PostgreSQL and this machine agree on no encrypted connection: see the certificate and key files that DATABASE_URL names, and the settings of ssl there, then ${startAgain}.`,
  ],
  [
    ['55P03'],
    'database-in-hand',
    `Another Mentorlog is bringing this database up to date, and has not ended yet: wait until it has, then ${startAgain}.`,
  ],
  [['53100'], 'database-full', `The disk of PostgreSQL is full: make room on it, then ${startAgain}.`],
];

/** How a database refuses to be written to: what it says of itself, asked in one statement. */
export const readOnlySql = `SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS "readOnly"`;

/** One with this code of PostgreSQL's, for what is known without an error. */
export const refusedAs = (code: '25006' | '42501'): Refused => refusal({ code }) ?? noReason(undefined);

const noReason = (cause: unknown): Refused =>
  new Refused(
    'database-unusable',
    `The database cannot be used: see in PostgreSQL’s log why, mend that or DATABASE_URL, then ${startAgain}.`,
    { cause },
  );

/** Codes in an error, in what caused it and in what Prisma wraps. */
function* codesIn(error: unknown, deep = 6): Generator<string> {
  if (typeof error !== 'object' || error === null || deep === 0) return;
  const { code, originalCode, cause, meta, errors, syscall } = error as Record<string, unknown>;
  // A file that is not there is another matter than a socket.
  if (code === 'ENOENT' && syscall !== 'connect') return;
  for (const one of [code, originalCode]) if (typeof one === 'string') yield one;
  for (const one of [cause, (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError])
    yield* codesIn(one, deep - 1);
  // Several addresses of one host were tried.
  if (Array.isArray(errors)) for (const one of errors) yield* codesIn(one, deep - 1);
}

/** Whether an error has one of these codes. */
export const hasCode = (error: unknown, ...codes: readonly string[]): boolean => {
  for (const code of codesIn(error)) if (codes.includes(code)) return true;
  return false;
};

function refusal(error: unknown): Refused | undefined {
  for (const code of codesIn(error))
    for (const [codes, name, say] of sentences)
      if (codes.includes(code)) return new Refused(name, say, { cause: error });
  return undefined;
}

/** What is thrown in place of `error`: a sentence for what PostgreSQL or the way to it refused; anything else as it is. */
export function inWords(error: unknown): unknown {
  if (error instanceof Refused) return error;
  const said = refusal(error);
  if (said !== undefined) return said;
  if (error instanceof Error && /^(Connection terminated|timeout expired)/.test(error.message))
    return refusal({ code: 'ETIMEDOUT', cause: error });
  // What `pg` answers where the server has ssl off; it has no code.
  if (error instanceof Error && /does not support SSL connections/.test(error.message))
    return refusal({ code: 'NO_TLS', cause: error });
  for (const code of codesIn(error))
    if (/^ERR_(SSL|OSSL|TLS)_/.test(code)) return refusal({ code: 'BAD_TLS', cause: error });
  return error instanceof pg.DatabaseError ? noReason(error) : error;
}

/** So long (ms) a connection may take to come about. */
const patience = 10_000;

/** A connection of its own. @throws Refused */
export async function connected(url: string, more: pg.ClientConfig = {}): Promise<pg.Client> {
  const client = clientFor({ connectionString: url, keepAlive: true, connectionTimeoutMillis: patience, ...more });
  // Where a connection breaks whoever uses it next is told: unheard here it would end the program.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw inWords(error);
  }
}

/** It reads the address, and the certificates that this names. @throws Refused; the system's error of a file that it cannot read */
function clientFor(given: pg.ClientConfig): pg.Client {
  try {
    return new pg.Client(given);
  } catch (cause) {
    if (typeof (cause as { code?: unknown }).code === 'string') throw inWords(cause);
    throw new Refused(
      'database-url',
      'What stands behind the ? of DATABASE_URL cannot be used: see docs/operations.md, PostgreSQL, for what may stand there.',
      { cause },
    );
  }
}

/** Does it on a connection of its own. @throws Refused */
export async function onConnection<T>(url: string, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connected(url);
  try {
    return await act(client);
  } catch (error) {
    throw inWords(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
