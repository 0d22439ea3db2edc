import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, connect as dial } from 'node:net';
import path from 'node:path';
import { TLSSocket } from 'node:tls';

/** A certificate that nobody but itself vouches for, and its key; made by openssl at the moment. */
export interface OwnCertificate {
  /** The file that whoever trusts it names. */
  readonly file: string;
  readonly cert: string;
  readonly key: string;
}

/** @param host whom it is for */
export function ownCertificate(folder: string, host: string): OwnCertificate {
  const at = path.join(folder, host);
  execFileSync(
    'openssl',
    ['req', '-new', '-x509', '-days', '2', '-nodes', '-newkey', 'rsa:2048', '-subj', `/CN=${host}`].concat([
      '-addext',
      `subjectAltName=DNS:${host}`,
      '-out',
      `${at}.crt`,
      '-keyout',
      `${at}.key`,
    ]),
    { stdio: 'ignore' },
  );
  return { file: `${at}.crt`, cert: readFileSync(`${at}.crt`, 'utf8'), key: readFileSync(`${at}.key`, 'utf8') };
}

/** PostgreSQL asks so for encryption, before anything else (postgresql.org/docs/current/protocol-message-formats.html, SSLRequest). */
const sslRequest = Buffer.from('0000000804d2162f', 'hex');

/**
 * What ends encryption before a PostgreSQL that listens on a socket, on a port of this machine.
 * @param folder of its socket
 */
export async function tlsBefore(
  folder: string,
  { cert, key }: OwnCertificate,
): Promise<{ readonly port: number; stop(): void }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (asked) => {
      if (!asked.equals(sslRequest)) return void socket.destroy();
      socket.pause();
      socket.write('S');
      const plain = new TLSSocket(socket, { isServer: true, cert, key });
      const behind = dial(path.join(folder, '.s.PGSQL.5432'));
      for (const end of [plain, behind])
        end.on('error', () => {
          plain.destroy();
          behind.destroy();
        });
      plain.pipe(behind).pipe(plain);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('no port');
  return { port: at.port, stop: () => void server.close() };
}
