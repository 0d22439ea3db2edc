/** Slack's own side on loopback: the little that an acknowledgement may ask for, and signed presses. */
import { createHmac } from 'node:crypto';
import { createServer, request } from 'node:http';
import { signingSecret, team } from './seed.mjs';

export async function fakeSlack() {
  let made = 0;
  const server = createServer((req, res) => {
    req.resume();
    // Each message is another one.
    made += 1;
    const ts = `${made}.1`;
    const answers = {
      'auth.test': { ok: true, team_id: team, user_id: 'U0BENCH', bot_id: 'B0BENCH', app_id: 'A0BENCH' },
      'conversations.open': { ok: true, channel: { id: 'D0MENTEE' } },
    };
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(
      JSON.stringify(
        answers[(req.url ?? '').split('/').at(-1)] ?? { ok: true, channel: 'D0MENTEE', ts, message_ts: ts },
      ),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/api/`, stop: () => server.close() };
}

let pressed = 0;
/** One press of *Yes* or *No* in turn by this user, about that session. Answers how long the answer took (ms). */
export function pressInSlack(port, agent, session, user = 'U0MENTEE') {
  pressed += 1;
  const verb = pressed % 2 === 0 ? 'plan.accept' : 'plan.decline';
  const body = new URLSearchParams({
    payload: JSON.stringify({
      type: 'block_actions',
      api_app_id: 'A0BENCH',
      token: 'x',
      team: { id: team, domain: 'x' },
      user: { id: user, team_id: team, name: 'x', username: 'x' },
      container: { type: 'message', message_ts: '1.1', channel_id: 'D0MENTEE', is_ephemeral: false },
      channel: { id: 'D0MENTEE', name: 'x' },
      message: { ts: '1.1', blocks: [] },
      trigger_id: `${Date.now()}.${pressed}`,
      state: { values: {} },
      actions: [
        {
          type: 'button',
          action_id: verb,
          block_id: 'b',
          value: JSON.stringify({ v: verb, s: session, d: 1 }),
          action_ts: '1.1',
        },
      ],
    }),
  }).toString();
  const at = Math.floor(Date.now() / 1000);
  const signature = `v0=${createHmac('sha256', signingSecret).update(`v0:${at}:${body}`).digest('hex')}`;
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const req = request(
      {
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/slack/events',
        agent,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
          'x-slack-request-timestamp': at,
          'x-slack-signature': signature,
        },
      },
      (res) => {
        res.resume();
        res.once('end', () =>
          res.statusCode === 200 ? resolve(performance.now() - began) : reject(new Error(`status ${res.statusCode}`)),
        );
      },
    );
    req.once('error', reject);
    req.end(body);
  });
}
