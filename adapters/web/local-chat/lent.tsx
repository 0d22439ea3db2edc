import type { RequestHandler } from 'express';
import { Bounded } from '../../../src/kernel/bounded.js';
import { CareIcon } from '../icons.js';
import { type Place, paths, writePlace } from './paths.js';
import { barePage } from './shell.js';
import { isSwap, type Web } from './web.js';

/**
 * While a mentee answers on their mentor's device, none of the mentor's pages opens in it
 * (docs/field.md#a-lent-device).
 */

function Press({ user, nonce, verb, label }: { user: string; nonce: string; verb: string; label: string }) {
  const from: Place = { kind: 'direct', user };
  const concern = verb === 'concern.open';
  return (
    <form method="post" action={paths.press(user)}>
      <input type="hidden" name="nonce" value={nonce} />
      <input type="hidden" name="from" value={writePlace(from)} />
      <input type="hidden" name="verb" value={verb} />
      <input type="hidden" name="subject" value="-" />
      <button type="submit" class={concern ? 'quiet concern' : 'button plain'}>
        {concern && <CareIcon />}
        {label}
      </button>
    </form>
  );
}

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
};

/** Keeps the pages of whoever has lent their device; open ones are told to load again, and then find this one. */
export function lentPages(web: Web): RequestHandler {
  /** What was answered while it was lent, which is nothing of theirs: whom to turn to with a concern. */
  const answered = new Bounded<string, true>(200);
  return async (request, response, next) => {
    const [, part = '', kind = ''] = request.path.split('/');
    const user = decoded(part);
    const to = user === '' || kind === 'stream' ? undefined : await web.people.lentTo(user);
    if (to === undefined) return next();
    if (request.method !== 'GET') {
      response.on('finish', () => {
        const place = String(response.get('Location') ?? response.get('HX-Location') ?? '');
        if (/^\/chat\/[^/]+\/panel\//.test(place)) answered.set(place, true);
      });
      return next();
    }
    if (answered.get(request.baseUrl + request.path) !== undefined) return next();
    if (isSwap(request)) {
      response.set('HX-Refresh', 'true').status(204).end();
      return;
    }
    response
      .status(423)
      .type('html')
      .send(
        barePage(
          'This device is lent',
          web.practice(),
          <>
            <h1>This device is lent</h1>
            <p class="words">
              <bdi>{to}</bdi> is answering on it. Nothing else is shown until the answers are sent.
            </p>
            <Press user={user} nonce={web.ids.next('nonce')} verb="link.back" label="I have my device back" />
            <p class="words muted">Taking it back ends the answering. What was written stays theirs.</p>
            <Press user={user} nonce={web.ids.next('nonce')} verb="concern.open" label="Worried about someone?" />
          </>,
        ),
      );
  };
}
