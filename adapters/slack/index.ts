import { App, ExpressReceiver, type ReceiverProcessEventErrorHandlerArgs, type webApi } from '@slack/bolt';
import { type Express, Router } from 'express';
import type { Inbound } from '../../src/chat/inbound.js';
import { type Clock, systemClock } from '../../src/kernel/clock.js';
import { Away, faultCode, Refused } from '../../src/kernel/errors.js';
import { wellFormed } from '../../src/kernel/words.js';
import type { ChatPort, Hears, Limit } from '../../src/ports/chat.js';
import { AnsweringReceiver, Malformed } from './answered.js';
import { doorkeeper, ForeignApp, foreign, type Identity, pressedIn } from './door.js';
import { lateAck, showLate } from './late.js';
import { limits, pace } from './limits.js';
import { type Heard, readBody } from './receive.js';
import { type Showing, type Shown, sentenceFor, sentences, showAnswer } from './respond.js';
import { replaceWordAt } from './response-url.js';
import { addressOf, channelOf, notLetIn, sending } from './send.js';
import { keepConnected, socketReceiver } from './socket.js';
import type { Turn } from './turn.js';
import { showUrgent } from './urgent.js';
import { faultOf, isAway, type Log, outcome, silentLogger, type Token, webClient } from './web-api.js';

export interface SlackSettings {
  /** For HTTP; not needed with `appToken`. */
  readonly signingSecret?: string;
  readonly botToken: string;
  /** With it, Socket Mode; without it, HTTP. */
  readonly appToken?: string;
  /** Another Web API, for tests. */
  readonly apiUrl?: string;
  /** Learnt from Slack where it is not given. */
  readonly appId?: string;
  /** Where it is given, a token of any other workspace is refused at the start. */
  readonly teamId?: string;
  /** How long one call of the outbox may take; 10 seconds. */
  readonly sendTimeoutMs?: number;
  /** How long an acknowledgement waits for its answer; half a second less than Slack does. */
  readonly answerWithinMs?: number;
  /** What another Web API allows; Slack's own limits where it is not given. */
  readonly limits?: readonly Limit[];
  /** How long after it was given up Slack may still accept a post; 20 seconds. */
  readonly acceptDelayMs?: number;
}

export interface SlackDeps {
  /** The one Express app; nothing on it may parse bodies before this adapter does (docs/platforms.md#signed-bytes). */
  readonly app: Express;
  /** The machine's clock, which nobody moves: Slack's timestamps are the world's. */
  readonly clock?: Clock;
  readonly log?: Log;
}

export const eventsPath = '/slack/events';

/** A view and its state are at most a few hundred kilobytes; URL-encoding may triple them. */
const largestBody = 2 * 1024 * 1024;
const sendTimeoutMs = 10_000;
/**
 * A trigger lives three seconds (docs/platforms.md#slack-waits-three-seconds): a call that takes longer has missed it.
 */
const showTimeoutMs = 2500;
/** Acknowledged by then, with half a second left for the way back. */
const answerWithinMs = limits.acknowledgeMs - 500;
/** A direct conversation is looked up for at most this long while somebody waits. */
const directWithinMs = 800;
/** No figure is documented for how long Slack may still accept a post that was given up; none was longer. */
const acceptDelayMs = 20_000;

const timeUp = Symbol('time is up');
function within<T>(work: Promise<T>, ms: number): Promise<T | typeof timeUp> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof timeUp>((resolve) => {
    timer = setTimeout(() => resolve(timeUp), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/**
 * Slack as a chat of this product, on real Bolt: over HTTP at `/slack/events` of the given Express app, or over Socket
 * Mode where there is an app token. The route is there from the start and answers 503 until `listen`.
 * @throws RangeError where there is neither a signing secret nor an app token
 */
export function createSlackChat(settings: SlackSettings, deps: SlackDeps): ChatPort {
  const log: Log = deps.log ?? (() => undefined);
  const token: Token = { refused: false };
  const client = webClient(settings, settings.sendTimeoutMs ?? sendTimeoutMs, token);
  const quick = webClient(settings, showTimeoutMs, token);
  const waitMs = settings.answerWithinMs ?? answerWithinMs;
  const out = sending(client, log, (deps.clock ?? systemClock).now);
  let hears: Hears | undefined;
  let accepting = false;
  let us: Identity | undefined;

  // ---- what is under way
  const underWay = new Set<Promise<unknown>>();
  const track = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    void work.catch(() => undefined).finally(() => underWay.delete(work));
    return work;
  };
  const background = (work: () => Promise<void>): void => {
    void track(work().catch((error: unknown) => log('slack.after', { fault: faultCode(error) })));
  };

  // ---- changes of a view under way; another program's are no part of it: of two drawings that cross, the older carries an
  // older revision, and what is typed in it is kept beside what is newer
  const lastChange = new Map<string, Promise<void>>();
  const showing: Showing = {
    client: quick,
    log,
    hear: (event) => hears?.(event) ?? Promise.reject(new Refused('slack-not-listening', sentences.broken)),
    missed: (event, answer) => hears?.missed(event, answer) ?? Promise.resolve(),
    told: (event) => hears?.told(event) ?? Promise.resolve(),
    footFor: (user) => hears?.footFor({ platform: 'slack', tenant: us?.team ?? '', user }),
    openDirect: out.openDirect,
    replaceWord: replaceWordAt(settings.apiUrl, showTimeoutMs),
    inOrder(view, change) {
      const mine = (lastChange.get(view) ?? Promise.resolve()).then(change);
      lastChange.set(view, mine);
      return mine.finally(() => {
        if (lastChange.get(view) === mine) lastChange.delete(view);
      });
    },
  };

  async function direct(user: string): Promise<string | undefined> {
    const at = await within(
      out.openDirect({ platform: 'slack', tenant: us?.team ?? '', user }).catch(() => undefined),
      directWithinMs,
    );
    return at === undefined || at === timeUp ? undefined : channelOf(at)?.channel;
  }

  async function nameOf(user: string): Promise<string | undefined> {
    const who = { platform: 'slack', tenant: us?.team ?? '', user } as const;
    const profile = await within(
      out.profile(who).catch(() => undefined),
      directWithinMs,
    );
    return profile === timeUp ? undefined : profile?.name;
  }

  type Ack = (body?: unknown) => Promise<void>;
  const show = async (shown: Shown, ack?: Ack): Promise<void> => {
    await ack?.(shown.ack);
    if (shown.after !== undefined) background(shown.after);
  };

  /** One delivery, from its body to its acknowledgement; what is shown after that goes on behind it. */
  async function handle(body: unknown, ack?: Ack): Promise<void> {
    const hear = hears;
    if (hear === undefined || us === undefined) throw new Refused('slack-not-listening', sentences.broken);
    const heard: Heard = await readBody(wellFormed(body), {
      team: us.team,
      botUser: us.botUser,
      direct,
      nameOf,
    });
    if (heard.kind === 'nothing') return ack?.();
    if (heard.kind === 'unreadable') {
      log('slack.unreadable');
      return show(sentenceFor(heard.turn, sentences.unreadable, showing), ack);
    }
    const { event, turn } = heard;
    const draw = (how: typeof showAnswer, answer: Awaited<typeof answering>): Shown => {
      // No view can be opened: a command's acknowledgement is all that needs no token
      // (docs/platforms.md#what-an-acknowledgement-carries).
      if (
        token.refused &&
        answer.urgent === undefined &&
        turn.where === 'command' &&
        /^(form|panel)$/.test(answer.reply.kind)
      )
        return sentenceFor(turn, notLetIn, showing);
      try {
        return (answer.urgent === undefined ? how : showUrgent)(turn, event, answer, showing);
      } catch (error) {
        log('slack.draw', { fault: faultCode(error) });
        return sentenceFor(turn, sentences.broken, showing);
      }
    };
    /** As it is drawn; a repeat of what was answered by a message of its own shows nothing. */
    const telling = (how: typeof showAnswer, answer: Awaited<typeof answering>): Shown => {
      if (answer.again === true) return {};
      const shown = draw(how, answer);
      // What the acknowledgement carries, or nothing at all, was no message of its own: to show it again adds nothing.
      if (event.surface.apart !== true || shown.after === undefined) return shown;
      return {
        ...shown,
        after: async () => {
          await shown.after?.();
          await showing.told(event);
        },
      };
    };
    const answering = hear(event);
    try {
      // Slack repeats an event that is not acknowledged in time; everything else it gives up
      // (docs/platforms.md#slack-delivers-again).
      const answer = turn.where === 'event' ? await answering : await within(answering, waitMs);
      if (answer !== timeUp) return await show(telling(showAnswer, answer), ack);
    } catch (error) {
      if (ack === undefined) throw error;
      log('slack.hears', { fault: faultCode(error) });
      return show(sentenceFor(turn, sentences.broken, showing), ack);
    }
    log('slack.late', { where: turn.where });
    await ack?.(lateAck(turn, event, showing));
    background(async () => {
      await telling(showLate, await answering).after?.();
    });
  }

  /**
   * Somebody of another workspace pressed a button in a channel that both share (Slack Connect). Nothing of the press is
   * passed on: they are heard as somebody who asks for help, and so are turned away as every outsider is.
   */
  async function pressedElsewhere(body: unknown): Promise<void> {
    const at = pressedIn(body);
    if (at === undefined || hears === undefined || us === undefined) return;
    const event: Inbound = {
      kind: 'command',
      deliveryId: `slack:${at.trigger}`,
      who: { platform: 'slack', tenant: us.team, user: at.user },
      surface: { scope: 'shared', form: false, apart: true },
      at: addressOf(us.team, at.channel),
      text: 'help',
      mentions: [],
    };
    const turn: Turn = { where: 'message', user: at.user, channel: at.channel };
    const answer = await hears(event);
    if (answer.again === true) return;
    await showAnswer(turn, event, answer, showing).after?.();
    await showing.told(event);
  }

  // ---- Bolt
  /** Bodies that came as far as the listeners below. */
  const reached = new WeakSet<object>();
  const taken = (body: object, ack?: Ack): Promise<void> => {
    reached.add(body);
    return track(handle(body, ack));
  };
  const http = settings.appToken === undefined;
  const receiver = http
    ? overHttp()
    : socketReceiver({ ...settings, appToken: settings.appToken ?? '' }, sendTimeoutMs, log, reached);
  const bolt = new App({
    receiver,
    authorize: async () => ({
      botToken: settings.botToken,
      botId: us?.bot ?? '',
      botUserId: us?.botUser ?? '',
      teamId: us?.team ?? '',
    }),
    clientOptions: { logger: silentLogger },
    logger: silentLogger,
    convoStore: false,
  });

  bolt.use(async (args) => {
    const why = us === undefined ? undefined : foreign(args.body, us);
    if (why === undefined) return args.next();
    log('slack.foreign', { why });
    reached.add(args.body);
    if (why === 'app') throw new ForeignApp();
    if ('command' in args) await args.ack({ response_type: 'ephemeral', text: sentences.elsewhere });
    else if ('ack' in args) {
      await (args.ack as Ack)();
      background(() => pressedElsewhere(args.body));
    }
  });
  // Any command of this app's manifest: a second installation may have had to call it differently.
  bolt.command(/^\//, ({ body, ack }) => taken(body, ack as Ack));
  bolt.action(/.*/, ({ body, ack }) => taken(body, ack as Ack));
  bolt.shortcut(/.*/, ({ body, ack }) => taken(body, ack as Ack));
  bolt.view(/.*/, ({ body, ack }) => taken(body, ack as Ack));
  bolt.view({ callback_id: /.*/, type: 'view_closed' }, ({ body, ack }) => taken(body, ack as Ack));
  bolt.event(/.*/, ({ body }) => taken(body));

  function overHttp(): ExpressReceiver {
    if (settings.signingSecret === undefined || settings.signingSecret === '')
      throw new RangeError('Slack over HTTP needs SLACK_SIGNING_SECRET; over Socket Mode, SLACK_APP_TOKEN.');
    const router = Router();
    router.post(eventsPath, doorkeeper(deps.clock ?? systemClock, log), (_req, res, next) => {
      if (accepting) next();
      else res.status(503).set('retry-after', '5').end();
    });
    const receiver = new AnsweringReceiver({
      app: deps.app,
      router,
      signingSecret: settings.signingSecret,
      endpoints: eventsPath,
      // Events are acknowledged once they are committed, so that Slack delivers again what was lost.
      processBeforeResponse: true,
      bodyLimit: largestBody,
      logger: silentLogger,
      processEventErrorHandler: async (args) => requestFailed(args, log),
      unhandledRequestHandler: ({ response }) => {
        log('slack.unhandled');
        if (!response.headersSent) response.writeHead(404).end();
      },
    });
    receiver.reached = reached;
    return receiver;
  }

  return {
    platform: 'slack',
    can: { files: 'upload', lookUp: true },
    limits: settings.limits ?? pace,
    acceptDelayMs: (settings.sendTimeoutMs ?? sendTimeoutMs) + (settings.acceptDelayMs ?? acceptDelayMs),
    ...out,
    async listen(heard) {
      us = await identify(settings, client);
      hears = heard;
      const disconnect = receiver instanceof ExpressReceiver ? undefined : await keepConnected(receiver, log);
      accepting = true;
      return async () => {
        accepting = false;
        const settled = async (): Promise<void> => {
          while (underWay.size > 0) await Promise.allSettled([...underWay]);
        };
        // What has been heard is finished, and acknowledged, with its hearer still there.
        await settled();
        await new Promise((resolve) => setImmediate(resolve));
        await disconnect?.();
        await settled();
        hears = undefined;
      };
    },
  };
}

async function requestFailed(
  { error, request, response }: ReceiverProcessEventErrorHandlerArgs,
  log: Log,
): Promise<boolean> {
  const original = (error as { original?: unknown }).original ?? error;
  const body: unknown = (request as { body?: unknown }).body;
  const malformed = original instanceof Malformed || typeof body !== 'object' || body === null;
  const status = original instanceof ForeignApp ? 403 : malformed ? 400 : 500;
  if (status !== 403) log('slack.request-failed', { status, fault: faultCode(original) });
  if (!response.headersSent) response.writeHead(status).end();
  return true;
}

/** Who the token is. @throws Away where Slack cannot tell now; Refused with what to do about it */
async function identify(settings: SlackSettings, client: webApi.WebClient): Promise<Identity> {
  try {
    const test = await client.auth.test();
    const { team_id: team, user_id: botUser, bot_id: bot } = test;
    if (team === undefined || botUser === undefined || bot === undefined)
      throw new Refused('slack-token', 'SLACK_BOT_TOKEN is not a bot’s token: it begins with xoxb-.');
    if (settings.teamId !== undefined && settings.teamId !== team)
      throw new Refused('slack-team', 'SLACK_BOT_TOKEN belongs to another workspace than the one that is set.');
    const app = settings.appId ?? test.app_id ?? (await client.bots.info({ bot })).bot?.app_id;
    if (app === undefined)
      throw new Refused('slack-app', 'Slack does not say which app SLACK_BOT_TOKEN belongs to; install the app again.');
    return {
      team,
      botUser,
      bot,
      app,
      ...(test.enterprise_id === undefined ? {} : { enterprise: test.enterprise_id }),
    };
  } catch (error) {
    if (error instanceof Refused) throw error;
    if (isAway(error))
      throw new Away(`slack-unreachable:${faultOf(error)}`, 'Slack could not be reached: check the network.');
    if (outcome(error, 'workspace').kind === 'gone')
      throw new Refused(
        'slack-token',
        'Slack does not accept SLACK_BOT_TOKEN: copy the bot token again from the app’s page “OAuth & Permissions”.',
      );
    throw new Refused(
      `slack-refused:${faultOf(error)}`,
      `Slack does not let Mentorlog in (${faultOf(error)}): install the app again from its manifest.`,
    );
  }
}
