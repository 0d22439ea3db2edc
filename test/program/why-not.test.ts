import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { inWords, refusedAs } from '../../adapters/prisma/postgresql/refusals.js';
import { whyNot, whyNotStarted } from '../../src/program/why-not.js';

/** Of what a start and a command both meet, each says what whoever reads it does next: the one starts again, the other is run again. */

const root = path.resolve(import.meta.dirname, '../..');

/** By PostgreSQL's code, the system's or OpenSSL's: how the sentence begins, up to what is to be done again. */
const sentences: readonly (readonly [code: string, begins: string])[] = [
  [
    'ECONNREFUSED',
    'PostgreSQL does not answer where DATABASE_URL says: see that it runs there and lets this machine in, then',
  ],
  ['ENOTFOUND', 'The host in DATABASE_URL is not known here: mend its name, or the network of this machine, then'],
  [
    '28P01',
    'PostgreSQL does not let the role of DATABASE_URL in: mend its name or password there, or let it in (pg_hba.conf), then',
  ],
  ['3D000', 'PostgreSQL has no database of the name in DATABASE_URL: make it with createdb, or mend the name, then'],
  ['57P03', 'PostgreSQL is starting or stopping: wait until it takes connections, then'],
  ['53300', 'PostgreSQL has no connection left: end others or raise max_connections (Mentorlog takes up to 15), then'],
  ['25006', 'This database can only be read, as a standby can: give DATABASE_URL the one that is written to, then'],
  [
    'NO_TLS',
    'PostgreSQL speaks without encryption only, and DATABASE_URL asks for it: switch ssl on there, or take sslmode out of DATABASE_URL where nobody can listen in between, then',
  ],
  [
    'SELF_SIGNED_CERT_IN_CHAIN',
    'PostgreSQL shows a certificate of an authority that is not known here: name that authority’s file in DATABASE_URL (?sslmode=verify-full&sslrootcert=FILE), then',
  ],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'PostgreSQL shows a certificate for another host than DATABASE_URL names: give the name there that the certificate is for, then',
  ],
  [
    'CERT_HAS_EXPIRED',
    'The certificate of PostgreSQL has run out, or is not valid yet: renew it, or set the clock of this machine, then',
  ],
  [
    'EPROTO',
    'PostgreSQL and this machine agree on no encrypted connection: see the certificate and key files that DATABASE_URL names, and the settings of ssl there, then',
  ],
  ['53100', 'The disk of PostgreSQL is full: make room on it, then'],
];

describe('of what a database on a server refuses', () => {
  test.each(sentences)('%s', (code, begins) => {
    const error = inWords(Object.assign(new Error('geheim'), { code }));
    expect(whyNotStarted(error)).toBe(`${begins} start Mentorlog again.`);
    expect(whyNot(error)).toBe(`${begins} run this command again.`);
  });

  test('what only its owner can mend says so to both', () => {
    const error = refusedAs('42501');
    expect(whyNot(error)).toBe(whyNotStarted(error));
    expect(whyNot(error)).toMatch(/run npx mentorlog update with its owner’s address\.$/);
  });
});

/** What the bot alone says, of itself, or what is to be done after a command. */
const ofTheBot: Readonly<Record<string, string>> = {
  'src/program/command.ts': 'and start Mentorlog again.',
  'src/program/restore.ts': "'Start Mentorlog again.'",
  'src/program/watched-lock.ts': 'start it again when that is done.',
};

test('no other sentence of the program and its store tells whoever typed a command to start something', () => {
  const found: string[] = [];
  for (const folder of ['src/program', 'adapters/prisma', 'adapters/jobs'])
    for (const name of readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })) {
      const file = `${folder}/${name}`;
      if (!file.endsWith('.ts')) continue;
      for (const line of readFileSync(path.join(root, file), 'utf8').split('\n')) {
        // Whoever coordinates is told whom to ask.
        if (!/\bstart (it |the bot |Mentorlog )?again\b/i.test(line) || line.includes('ask whoever runs Mentorlog'))
          continue;
        if (!line.includes(ofTheBot[file] ?? '\n')) found.push(`${file}: ${line.trim()}`);
      }
    }
  expect(found).toEqual([]);
});
