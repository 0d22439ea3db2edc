import express from 'express';
import { createSlackChat } from '../../../adapters/slack/index.js';
import type { Address, MessageRef } from '../../../src/chat/inbound.js';
import { type ChatUnderTest, chatContract, type Fault, type SeenMessage } from '../../contract/chat.js';
import type { FrontFault } from './slack-front.js';
import { freePort, team, workspace } from './workspace.js';

const faults: Record<Exclude<Fault, 'connection-refused'>, FrontFault> = {
  'rate-limited': { kind: 'status', status: 429, headers: { 'retry-after': '2' } },
  'server-error': { kind: 'status', status: 500, body: 'oh dear' },
  hang: { kind: 'hang' },
  'reset-after-accept': { kind: 'reset-after' },
  left: { kind: 'code', code: 'channel_not_found' },
};

type Element = Record<string, unknown> & { readonly type: string };
type Seen = { -readonly [K in keyof Omit<SeenMessage, 'ref' | 'summary'>]: SeenMessage[K][number][] };

/** What Slack would show of some blocks, read from what it keeps. */
function flatten(blocks: readonly Element[]): Seen {
  const seen: Seen = { literals: [], mentions: [], moments: [], links: [], buttons: [], pictures: [] };
  const visit = (e: Element): void => {
    const text = e.text as string | Element | undefined;
    switch (e.type) {
      case 'text':
      case 'plain_text':
        seen.literals.push(String(text));
        return;
      case 'user':
        seen.mentions.push(String(e.user_id));
        return;
      case 'date':
        seen.moments.push(Number(e.timestamp) * 1000);
        return;
      case 'link':
        seen.links.push(String(e.url));
        return;
      case 'mrkdwn': {
        const live = /^<(?:@(U\w+)|!date\^(\d+)\^[^<>]*)>/.exec(String(text));
        if (live?.[1] !== undefined) seen.mentions.push(live[1]);
        else if (live?.[2] !== undefined) seen.moments.push(Number(live[2]) * 1000);
        else throw new Error('words in mrkdwn');
        return;
      }
      case 'button':
        seen.buttons.push(String((text as Element).text));
        return;
      case 'overflow':
        for (const o of e.options as Element[]) seen.buttons.push(String((o.text as Element).text));
        return;
      case 'image':
        seen.pictures.push(String(e.alt_text));
        return;
      default:
        if (typeof text === 'object') visit(text);
        for (const inner of (e.elements ?? []) as Element[]) visit(inner);
        if (e.accessory !== undefined) visit(e.accessory as Element);
    }
  };
  for (const b of blocks) visit(b);
  return seen;
}

/** Slack decodes its three entities; nothing else in an escaped text is live. */
const shown = (text: string): string => {
  if (/[<>]|&(?!(?:lt|gt|amp);)/.test(text)) throw new Error('something live in the text beside the blocks');
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
};

async function slackUnderTest(): Promise<ChatUnderTest> {
  const w = await workspace();
  const account = { platform: 'slack', tenant: team, user: w.slack.users.mentee } as const;
  w.slack.front.amend('users.info', (answer) => ({
    ...answer,
    user: { ...(answer.user as object), tz: 'Europe/London', locale: 'en-GB' },
  }));
  const nowhere = createSlackChat(
    { signingSecret: 'x', botToken: 'xoxb-test', apiUrl: `http://127.0.0.1:${await freePort()}/api/` },
    { app: express() },
  );
  let refused = false;
  return {
    chat: {
      ...w.chat,
      send: (to, message) => (refused ? nowhere : w.chat).send(to, message),
    },
    member: {
      account,
      profile: {
        name: 'Mia Mentee',
        email: 'mentee@example.com',
        zone: 'Europe/London',
        locale: 'en-GB',
        standing: 'member',
      },
    },
    stranger: { platform: 'slack', tenant: team, user: 'U0NOBODY00' },
    channel: `slack:${team}:${w.slack.general}` as Address,
    async seen(at) {
      const channel = at.split(':')[2] ?? '';
      const { messages } = await w.slack.call('conversations.history', { channel, limit: 999 });
      return (messages as { ts: string; text: string; blocks: Element[] }[])
        .map((m) => ({ ref: `${at}:${m.ts}` as MessageRef, summary: shown(m.text), ...flatten(m.blocks) }))
        .reverse();
    },
    async seenHome() {
      const call = w.slack.front.calls.findLast((c) => c.method === 'views.publish');
      const view = call?.answer?.view as { blocks: Element[] } | undefined;
      return view === undefined ? undefined : { summary: null, ...flatten(view.blocks) };
    },
    async fault(kind) {
      refused = kind === 'connection-refused';
      w.slack.front.break(undefined);
      if (kind !== undefined && kind !== 'connection-refused') w.slack.front.break(faults[kind]);
    },
    stop: w.stop,
  };
}

chatContract('Slack', slackUnderTest);
