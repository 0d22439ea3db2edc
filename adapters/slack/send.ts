import type { webApi } from '@slack/bolt';
import type { Card } from '../../src/chat/card.js';
import type { Account, Address, MessageRef, Outgoing, PlacedFile } from '../../src/chat/inbound.js';
import { plainest } from '../../src/chat/plainest.js';
import type { Reader, Text } from '../../src/chat/text.js';
import { alsoBeside } from '../../src/domain/programme.js';
import { Bounded } from '../../src/kernel/bounded.js';
import { Refused } from '../../src/kernel/errors.js';
import { cleanLine } from '../../src/kernel/words.js';
import { isZone } from '../../src/kernel/zoned.js';
import { type ChatPort, cannotTell, NotNow, type Profile, revoked, type Sent } from '../../src/ports/chat.js';
import { drawHome, drawMessage } from './blocks.js';
import { escapeText } from './escape.js';
import { asking } from './last-moment.js';
import { faultOf, type Log, outcome, slackCode } from './web-api.js';

/** `slack:TEAM:CHANNEL`. */
export const addressOf = (team: string, channel: string): Address => `slack:${team}:${channel}` as Address;
/** `slack:TEAM:CHANNEL:TS`. */
export const refOf = (team: string, channel: string, ts: string): MessageRef =>
  `slack:${team}:${channel}:${ts}` as MessageRef;

export function channelOf(to: Address): { readonly team: string; readonly channel: string } | undefined {
  const m = /^slack:([A-Z0-9]+):([A-Z0-9]+)$/.exec(to);
  return m?.[1] === undefined || m[2] === undefined ? undefined : { team: m[1], channel: m[2] };
}

function messageOf(
  ref: MessageRef,
): { readonly team: string; readonly channel: string; readonly ts: string } | undefined {
  const m = /^slack:([A-Z0-9]+):([A-Z0-9]+):(\d+\.\d+)$/.exec(ref);
  return m?.[1] === undefined || m[2] === undefined || m[3] === undefined
    ? undefined
    : { team: m[1], channel: m[2], ts: m[3] };
}

/**
 * Slack keeps this with the message; every member and app can read it, so it holds the opaque key alone
 * (docs/platforms.md#slack-can-look-up).
 */
export const keyEvent = 'mentorlog_key';

/** Slack's clock and ours may differ by this much when a message is looked up. */
const clockSlackMs = 5 * 60_000;
/** conversations.history answers at most 999 at a time; 200 is what it recommends. */
const pageOf = 200;
const mostPages = 10;

/** Conversations remembered; another is asked for again, which costs a call. One is two short strings. */
const mostDirects = 20_000;

/** reference/block-kit/composition-objects/slack-file-object: "only png, jpg, jpeg, and gif". */
const picture = new Set(['image/png', 'image/jpeg', 'image/gif']);

const nothingSent = (code: string): Sent => ({ kind: 'faulty', code });

export interface Sending
  extends Pick<
    ChatPort,
    | 'openDirect'
    | 'conversationOf'
    | 'place'
    | 'send'
    | 'update'
    | 'wasSent'
    | 'home'
    | 'profile'
    | 'forget'
    | 'forgetAll'
  > {}

/**
 * Everything the adapter sends of its own accord.
 * @param client tries each call once (see `webClient`)
 * @param now the machine's clock
 */
export function sending(client: webApi.WebClient, log: Log, now: () => number): Sending {
  /** A person's conversation with the bot never changes. */
  const directs = new Bounded<string, string>(mostDirects);
  /** Until then (ms) Slack wants no more conversations opened: the call is of its tier 3, about 50 a minute. */
  let opensAgain = 0;

  const failed = (call: string, error: unknown, scope: 'conversation' | 'workspace'): Sent => {
    log(`slack.${call}`, { outcome: faultOf(error) });
    return outcome(error, scope);
  };

  return {
    async openDirect(who) {
      const known = directs.get(who.user);
      if (known !== undefined) return addressOf(who.tenant, known);
      // Slack asked for fewer: nobody asks again before it said, so that a queue of newcomers does not keep it busy.
      if (now() < opensAgain)
        throw notNow('slack-unavailable', {
          kind: 'refused',
          retryAfterMs: opensAgain - now(),
          scope: 'workspace',
        });
      try {
        const opened = await client.conversations.open({ users: who.user });
        const channel = opened.channel?.id;
        if (channel === undefined) throw new Refused('not-reachable', unreachable);
        directs.set(who.user, channel);
        return addressOf(who.tenant, channel);
      } catch (error) {
        if (error instanceof Refused) throw error;
        log('slack.open-direct', { outcome: faultOf(error) });
        const ended = outcome(error, 'workspace');
        if (ended.kind === 'refused') opensAgain = now() + (ended.retryAfterMs ?? 0);
        if (isRevoked(ended)) throw refusedUs();
        // What may go well the next time says nothing about the person.
        throw ended.kind === 'gone' || ended.kind === 'faulty'
          ? new Refused('not-reachable', unreachable)
          : notNow('slack-unavailable', ended);
      }
    },

    forget: (who) => directs.delete(who.user),
    forgetAll: () => directs.clear(),

    conversationOf(ref) {
      const at = messageOf(ref);
      return at === undefined ? undefined : addressOf(at.team, at.channel);
    },

    async place(to, file): Promise<PlacedFile> {
      const at = channelOf(to);
      if (at === undefined) throw new Refused('slack-address', unreachable);
      // A picture stands in the card, so it is uploaded unseen. Nothing else can stand in a card: Slack shows such a
      // file as a message of its own, and the card links to it.
      const shared = picture.has(file.type) ? {} : { channel_id: at.channel };
      try {
        const uploaded = await client.filesUploadV2({
          filename: file.name,
          title: file.name,
          file: Buffer.from(file.bytes),
          ...shared,
        });
        const made = (uploaded.files as readonly { files?: readonly { id?: string; permalink?: string }[] }[])[0]
          ?.files?.[0];
        if (made?.id === undefined) throw new Refused('slack-upload', unavailable);
        const link = made.permalink !== undefined && 'channel_id' in shared ? `|${made.permalink}` : '';
        return { kind: 'placed', ref: `${made.id}${link}` };
      } catch (error) {
        if (error instanceof Refused) throw error;
        log('slack.upload', { outcome: faultOf(error) });
        const ended = outcome(error, 'workspace');
        if (isRevoked(ended)) throw refusedUs();
        // Slack will never take it: the app may not upload, or is not there any more.
        if (ended.kind === 'faulty' || ended.kind === 'gone') throw new Refused('cannot-place', unavailable);
        throw notNow(`slack-upload:${ended.kind}`, ended);
      }
    },

    async send(to, message, mayBegin = () => true) {
      const at = channelOf(to);
      if (at === undefined) return nothingSent('bad-address');
      try {
        const posted = await asking(mayBegin, () =>
          client.chat.postMessage({
            channel: at.channel,
            ...drawn(message),
            link_names: false,
            unfurl_links: false,
            unfurl_media: false,
            parse: 'none',
          }),
        );
        if (posted.ts === undefined || posted.channel === undefined) return { kind: 'ambiguous' };
        return { kind: 'delivered', ref: refOf(at.team, posted.channel, posted.ts) };
      } catch (error) {
        return failed('post', error, 'conversation');
      }
    },

    async update(ref, message) {
      const at = messageOf(ref);
      if (at === undefined) return nothingSent('bad-reference');
      try {
        await client.chat.update({
          channel: at.channel,
          ts: at.ts,
          // What is left out of a change stays as it was (docs.slack.dev, methods/chat.update).
          ...(message.plainly === true ? { blocks: [] } : {}),
          ...drawn(message),
          link_names: false,
          parse: 'none',
        });
        return { kind: 'delivered', ref };
      } catch (error) {
        return failed('update', error, 'workspace');
      }
    },

    async wasSent(to, key, since) {
      const at = channelOf(to);
      if (at === undefined) throw new Refused('slack-address', unreachable);
      const oldest = String(Math.max(0, since - clockSlackMs) / 1000);
      let cursor: string | undefined;
      try {
        for (let page = 0; page < mostPages; page += 1) {
          const read = await client.conversations.history({
            channel: at.channel,
            oldest,
            inclusive: true,
            include_all_metadata: true,
            limit: pageOf,
            ...(cursor === undefined ? {} : { cursor }),
          });
          const found = read.messages?.find((m) => {
            const payload = (m.metadata as { event_payload?: { key?: unknown } } | undefined)?.event_payload;
            return m.metadata?.event_type === keyEvent && payload?.key === key;
          });
          if (found?.ts !== undefined) return refOf(at.team, at.channel, found.ts);
          cursor = read.response_metadata?.next_cursor;
          if (cursor === undefined || cursor === '') return undefined;
        }
      } catch (error) {
        log('slack.look-up', { outcome: faultOf(error) });
        const ended = outcome(error, 'workspace');
        if (isRevoked(ended)) throw refusedUs();
        // The manifest asks for the history of direct conversations alone.
        if (slackCode(error) === 'missing_scope') throw new Refused(cannotTell, unavailable);
        const code = `slack-look-up:${faultOf(error)}`;
        throw ended.kind === 'gone' || ended.kind === 'faulty' ? new Refused(code, unavailable) : notNow(code, ended);
      }
      throw new Refused('slack-look-up:too-long', unavailable);
    },

    home: (who, card, reader) => publishHome(client, who, card, reader, log),

    async profile(who) {
      try {
        const { user } = await client.users.info({ user: who.user, include_locale: true });
        if (user === undefined) throw new Refused('not-reachable', unreachable);
        return profileOf(user, who.tenant);
      } catch (error) {
        if (error instanceof Refused) throw error;
        log('slack.profile', { outcome: faultOf(error) });
        if (isRevoked(outcome(error, 'workspace'))) throw refusedUs();
        throw slackCode(error) === undefined
          ? new Refused('slack-unavailable', unavailable)
          : new Refused('not-reachable', unreachable);
      }
    },
  };
}

/** The token is refused: nothing can be opened, shown or sent until the app is installed again. */
export const notLetIn =
  'Slack does not let Mentorlog in any more. Ask whoever runs it to install it again: nothing that was kept is lost.';
const unreachable = 'That person cannot be written to in Slack; ask them to add the Mentorlog app.';
const unavailable = 'Slack did not answer; try again in a minute.';

const notNow = (code: string, ended: NotNow['ended']): NotNow => new NotNow(code, unavailable, ended);
const isRevoked = (ended: Sent): boolean => ended.kind === 'gone' && ended.why === 'revoked';
const refusedUs = (): Refused => new Refused(revoked, notLetIn);

const answerByTyping = 'To answer, type /mentor home.';

/** Its words alone: nothing in them is read as formatting. */
const inWords = ({ card, reader }: Outgoing) => ({
  text: escapeText(plainest(card, reader, answerByTyping)),
  mrkdwn: false,
});

const drawn = (message: Outgoing) => ({
  ...(message.plainly === true
    ? inWords(message)
    : drawMessage(message.card, { reader: message.reader, files: message.files, drawn: message.drawn })),
  metadata: { event_type: keyEvent, event_payload: { key: message.key } },
});

/** Draws somebody's App Home; `foot`: the line at its end. */
export async function publishHome(
  client: webApi.WebClient,
  who: Account,
  card: Card,
  reader: Reader,
  log: Log,
  foot?: Text,
): Promise<Sent> {
  try {
    await client.views.publish({ user_id: who.user, view: drawHome(card, reader, foot) });
    return { kind: 'delivered', ref: `slack:${who.tenant}:${who.user}:home` as MessageRef };
  } catch (error) {
    log('slack.home', { outcome: faultOf(error) });
    return outcome(error, 'workspace');
  }
}

type SlackUser = NonNullable<webApi.UsersInfoResponse['user']>;

function standingOf(user: SlackUser, team: string): Profile['standing'] {
  if (user.deleted === true) return 'deactivated';
  if (user.is_bot === true || user.id === 'USLACKBOT') return 'bot';
  // On an Enterprise Grid somebody's first workspace may be another one of the same organisation.
  const member = user.team_id === team || user.enterprise_user?.teams?.includes(team) === true;
  if (user.is_stranger === true || !member) return 'outsider';
  return user.is_restricted === true || user.is_ultra_restricted === true ? 'guest' : 'member';
}

/** What Slack knows of somebody; a locale it does not give is `en-GB`; a zone it does not give is not there. */
export function profileOf(user: SlackUser, team: string): Profile {
  const name = [user.profile?.real_name, user.real_name, user.profile?.display_name, user.name].find(
    (n) => n !== undefined && n.trim() !== '',
  );
  const called = alsoBeside(name ?? '', [user.profile?.display_name, user.profile?.real_name, user.name]);
  return {
    name: cleanLine(name ?? 'Somebody'),
    ...(called.length === 0 ? {} : { alsoCalled: called.map(cleanLine) }),
    ...(user.tz !== undefined && isZone(user.tz) ? { zone: user.tz } : {}),
    locale: user.locale !== undefined && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(user.locale) ? user.locale : 'en-GB',
    // Slack vouches for it; it is there only with the scope users:read.email.
    ...(user.profile?.email === undefined ? {} : { email: user.profile.email }),
    standing: standingOf(user, team),
  };
}
