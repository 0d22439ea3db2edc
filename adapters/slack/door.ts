import type { RequestHandler } from 'express';
import { z } from 'zod/v4';
import type { Clock } from '../../src/kernel/clock.js';
import { limits } from './limits.js';
import type { Log } from './web-api.js';

/** Who this program is in Slack: whatever is not for it is turned away. */
export interface Identity {
  readonly team: string;
  /** The organisation, where the workspace belongs to an Enterprise Grid. */
  readonly enterprise?: string;
  readonly app: string;
  readonly botUser: string;
  readonly bot: string;
}

/**
 * Before the body is read: Bolt refuses what is missing, old or wrongly signed; this refuses what Bolt lets through,
 * a timestamp of the future (a request signed for later could be replayed until then) and headers in any other form
 * (docs/platforms.md#slacks-signature).
 */
export function doorkeeper(clock: Clock, log: Log): RequestHandler {
  return (req, res, next) => {
    // A body that was refused half-read would keep the next request on its connection waiting behind the rest of it.
    res.once('finish', () => {
      if (!req.complete) req.resume();
    });
    const sent = req.get('x-slack-request-timestamp') ?? '';
    const signature = req.get('x-slack-signature') ?? '';
    const late = Number(sent) - clock.now() / 1000;
    if (/^\d{1,12}$/.test(sent) && /^v0=[0-9a-f]{64}$/.test(signature) && late <= limits.signatureAgeSeconds) {
      next();
      return;
    }
    log('slack.door', { why: late > limits.signatureAgeSeconds ? 'future' : 'headers' });
    res.status(401).end();
  };
}

/** Signed with our secret, and yet of another app: never legitimate. Answered with 403. */
export class ForeignApp extends Error {
  override readonly name = 'ForeignApp';
}

const some = z.string().nullish();
const sender = z.object({
  type: some,
  command: some,
  api_app_id: some,
  team_id: some,
  enterprise_id: some,
  team: z.object({ id: some }).nullish(),
  enterprise: z.object({ id: some }).nullish(),
  view: z.object({ app_installed_team_id: some, app_id: some }).nullish(),
  authorizations: z.array(z.object({ team_id: some, enterprise_id: some })).nullish(),
});

/** Global and message shortcuts are the only payloads documented without `api_app_id`. */
const namesNoApp = new Set(['shortcut', 'message_action']);

/**
 * Whether a body is for this app and its workspace.
 * `app`: of another app. `team`: of another workspace: an outsider in a channel shared through Slack Connect, or an
 * installation elsewhere; it is acknowledged and goes no further, since refusing it would make Slack try again and
 * then switch the app's events off (docs.slack.dev, apis/events-api: "Failure limits").
 */
export function foreign(body: unknown, us: Identity): 'app' | 'team' | undefined {
  const b = sender.safeParse(body).data;
  if (b === undefined) return 'app';
  const app = b.api_app_id ?? b.view?.app_id;
  if (app === undefined || app === null ? !namesNoApp.has(b.type ?? '') : app !== us.app) return 'app';
  const [first] = b.authorizations ?? [];
  const team = b.view?.app_installed_team_id ?? first?.team_id ?? b.team?.id ?? b.team_id;
  if (team !== undefined && team !== null) return team === us.team ? undefined : 'team';
  // An app installed for a whole organisation has no team in its payloads.
  const enterprise = first?.enterprise_id ?? b.enterprise?.id ?? b.enterprise_id;
  return us.enterprise !== undefined && enterprise === us.enterprise ? undefined : 'team';
}

const press = z.object({
  type: z.literal('block_actions'),
  trigger_id: z.string().max(200),
  user: z.object({ id: z.string().regex(/^[UW][A-Z0-9]{2,20}$/) }),
  channel: z.object({ id: z.string().regex(/^[A-Z0-9]{2,20}$/) }),
});

/** Who pressed a button, and in which channel; undefined where it is anything else. */
export function pressedIn(
  body: unknown,
): { readonly user: string; readonly channel: string; readonly trigger: string } | undefined {
  const b = press.safeParse(body).data;
  return b === undefined ? undefined : { user: b.user.id, channel: b.channel.id, trigger: b.trigger_id };
}
