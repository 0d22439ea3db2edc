/** Microsoft's side on loopback: the keys that Teams signs with, a connector that takes everything in, and presses. */
import { generateKeyPairSync } from 'node:crypto';
import { createServer, request } from 'node:http';
import jwt from 'jsonwebtoken';

export const appId = '11111111-1111-1111-1111-111111111111';
export const tenant = '22222222-2222-2222-2222-222222222222';
const mentee = '00000000-0000-0000-0000-0000000000bb';
export const people = {
  platform: 'teams',
  tenant,
  mentor: '00000000-0000-0000-0000-0000000000aa',
  mentee,
};

export async function startCloud() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', endorsements: ['msteams'] };
  let url = '';
  const server = createServer((req, res) => {
    req.resume();
    const issuer = 'https://api.botframework.com';
    const openId = { issuer, jwks_uri: `${url}keys`, id_token_signing_alg_values_supported: ['RS256'] };
    const answers = { '/openid': openId, '/keys': { keys: [jwk] } };
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(JSON.stringify(answers[req.url ?? ''] ?? { id: 'a1' }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${server.address().port}/`;
  const token = jwt.sign({ serviceurl: url }, privateKey, {
    algorithm: 'RS256',
    keyid: 'k1',
    issuer: 'https://api.botframework.com',
    audience: appId,
    expiresIn: '1h',
  });
  return { url, token, stop: () => server.close() };
}

let pressed = 0;
/** One press of *Yes* or *No* in turn, in a chat of the mentee's own, each with a nonce of its own. */
export function pressIn(cloud, port, agent, session) {
  pressed += 1;
  const verb = pressed % 2 === 0 ? 'plan.accept' : 'plan.decline';
  const data = { _m: { k: 'press', v: verb, s: session, n: `press-${pressed}`, d: 1 } };
  const body = JSON.stringify({
    type: 'invoke',
    name: 'adaptiveCard/action',
    id: `f:${pressed}`,
    channelId: 'msteams',
    serviceUrl: cloud.url,
    from: { id: '29:ben', aadObjectId: mentee, name: 'Ben Bright' },
    recipient: { id: `28:${appId}`, name: 'Mentorlog' },
    conversation: { id: 'a:ben', conversationType: 'personal', tenantId: tenant },
    channelData: { tenant: { id: tenant } },
    locale: 'en-GB',
    localTimezone: 'Europe/London',
    replyToId: 'a1',
    value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
  });
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const req = request(
      {
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/api/messages',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          authorization: `Bearer ${cloud.token}`,
        },
      },
      (res) => {
        let text = '';
        res.setEncoding('utf8');
        res.on('data', (part) => {
          text += part;
        });
        res.once('end', () => {
          // The invoke's own answer says more than its status: a refusal comes with 200 around it.
          const inner = text === '' ? undefined : JSON.parse(text).statusCode;
          if (res.statusCode === 200 && inner === 200) resolve(performance.now() - began);
          else reject(new Error(`status ${res.statusCode}: ${text.slice(0, 200)}`));
        });
      },
    );
    req.once('error', reject);
    req.end(body);
  });
}
