import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

/** A mail server on this machine, as small as one can be (RFC 5321): keeps what it is given, or says what it is told to. */
export interface SmtpServer {
  readonly url: string;
  /** Each mail as it was sent: its envelope, and its whole text. */
  readonly mails: { readonly from: string; readonly to: string; readonly data: string }[];
  /** What it answers to a recipient from now on; null: it takes them. */
  refuses: string | null;
  /** Takes a mail, and is gone before it says so. */
  dropsAfterData: boolean;
  stop(): Promise<void>;
}

/** @param port where it listens; any free one unless given */
export async function smtpServer(port = 0): Promise<SmtpServer> {
  const sockets = new Set<Socket>();
  const at = {
    mails: [] as SmtpServer['mails'],
    refuses: null as string | null,
    dropsAfterData: false,
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let [kept, data, from, to] = ['', '', '', ''];
    let inData = false;
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    say('220 loopback');
    socket.on('data', (chunk) => {
      kept += chunk.toString('utf8');
      for (let end = kept.indexOf('\r\n'); end !== -1; end = kept.indexOf('\r\n')) {
        const line = kept.slice(0, end);
        kept = kept.slice(end + 2);
        if (inData) {
          if (line !== '.') {
            data += `${line.replace(/^\.\./, '.')}\n`;
            continue;
          }
          inData = false;
          at.mails.push({ from, to, data });
          if (at.dropsAfterData) socket.destroy();
          else say('250 taken');
        } else if (/^(EHLO|HELO)/i.test(line)) say('250 loopback');
        else if (/^MAIL FROM:/i.test(line)) {
          from = /<([^>]*)>/.exec(line)?.[1] ?? '';
          say('250 ok');
        } else if (/^RCPT TO:/i.test(line)) {
          to = /<([^>]*)>/.exec(line)?.[1] ?? '';
          say(at.refuses ?? '250 ok');
        } else if (/^DATA/i.test(line)) {
          [inData, data] = [true, ''];
          say('354 go on');
        } else if (/^QUIT/i.test(line)) {
          say('221 bye');
          socket.end();
        } else say('250 ok');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return Object.assign(at, {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  });
}
