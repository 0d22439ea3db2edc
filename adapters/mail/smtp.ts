import { createTransport } from 'nodemailer';
import type { MailOutcome, MailPort } from '../../src/ports/mail.js';

/** How long one attempt may take in each of its parts (ms): below the lease of src/runtime/outbound/mails.ts. */
const limit = 20_000;

/**
 * A mail server by its address.
 * @param url `smtp://` or `smtps://`, with a name and password where it asks for them
 * @param from the sender's address
 */
export function smtpMail(url: string, from: string): MailPort {
  const at = new URL(url);
  const transport = createTransport({
    host: at.hostname.replace(/^\[|\]$/g, ''),
    port: at.port === '' ? (at.protocol === 'smtps:' ? 465 : 587) : Number(at.port),
    secure: at.protocol === 'smtps:',
    ...(at.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(at.username), pass: decodeURIComponent(at.password) } }),
    // A password, and a link that lets somebody in, never go in the clear over a network.
    requireTLS: at.protocol === 'smtp:' && !isThisMachine(at.hostname),
    connectionTimeout: limit,
    greetingTimeout: limit,
    socketTimeout: limit,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ id, to, subject, text }): Promise<MailOutcome> {
      try {
        const domain = from.replace(/^.*@|>$/g, '') || 'localhost';
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          messageId: `<${id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return { sent: true };
      } catch (error) {
        const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
        const answered = typeof responseCode === 'number' ? responseCode : undefined;
        // What a server says of an address is for good from 500 on (RFC 5321, 4.2.1); of us, it may be set right.
        const forGood = answered !== undefined && answered >= 500 && code === 'EENVELOPE';
        const known = typeof code === 'string' && /^[A-Z]{2,20}$/.test(code) ? code : 'unknown';
        return { sent: false, again: !forGood, code: known };
      }
    },
    close: () => transport.close(),
  };
}

const isThisMachine = (host: string): boolean => host === 'localhost' || host === '[::1]' || /^127\./.test(host);
