import { setTimeout as sleep } from 'node:timers/promises';
import { day, minute } from '../../../src/kernel/clock.js';
import { local } from '../../../src/kernel/zoned.js';
import { buttonsOf } from '../../adapters/slack/person.js';
import { sign } from '../../adapters/slack/workspace.js';
import type { Chance } from '../chance.js';
import type { Message } from '../chat-server.js';
import { fillings } from '../filling.js';
import { type Patient, patient, secret } from '../people.js';
import { does, lasts, looksAtHome, takes } from './assumed.js';
import type { SlackOfTheDay } from './slack.js';

/** What became of all that people did: each act by its name, with how long Slack waited for each answer (ms). */
export interface Done {
  readonly acts: Map<string, number>;
  readonly answers: { readonly what: string; readonly ms: number }[];
  /** What was not taken, in words. */
  readonly faults: string[];
}

export interface Everybody {
  readonly done: Done;
  /** They see a message, and do in their time what it asks of them. */
  see(message: Message): void;
  /** How many have something in hand. */
  busy(): number;
  /** From now on nobody begins anything. */
  goHome(): void;
}

/** So long (ms) somebody waits for a form: whoever pressed again sooner would make the load that holds it up. */
const patience = 15_000;

const form = (verb: string): boolean => verb === 'record.open' || verb === 'ask.words';
/** What is said once of one subject, and what once of each of its questions. */
const once = (verb: string, subject: string, arg: string): string =>
  verb === 'ask.rate' ? `${verb} ${subject} ${arg.split('.')[0]}` : `${verb} ${subject}`;

/**
 * Mentors and mentees who do what their messages ask of them, each one thing after the other.
 * @param about `ports` where the programs listen: each delivery goes to the next; `speed` of the day
 */
export function everybody(about: {
  readonly slack: () => SlackOfTheDay;
  readonly ports: () => readonly string[];
  readonly chance: Chance;
  readonly speed: number;
  /** The mentee's user of a session with this id, to plan the next with. */
  readonly menteeOf: (session: string) => { readonly user: string; readonly startsAt: number } | undefined;
}): Everybody {
  const { chance, speed } = about;
  const done: Done = { acts: new Map(), answers: [], faults: [] };
  const asked = new Set<string>();
  const lines = new Map<string, Promise<void>>();
  const known = new Map<string, Patient>();
  let [inHand, home, delivered] = [0, false, 0];

  const deliver = async (body: string): Promise<Record<string, unknown>> => {
    const ports = about.ports();
    delivered += 1;
    const at = Math.floor(Date.now() / 1_000);
    const began = performance.now();
    const answer = await fetch(`${ports[delivered % ports.length]}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(at),
        'x-slack-signature': sign(body, at, secret),
      },
      body,
    });
    const text = await answer.text();
    const what = body.startsWith('payload') ? (body.includes('view_submission') ? 'form' : 'press') : 'word';
    done.answers.push({ what, ms: performance.now() - began });
    if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
    return text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
  };
  const person = (user: string): Patient => {
    const slack = about.slack();
    const there =
      known.get(user) ??
      patient(user, { ...slack, messages: slack.messagesIn(slack.direct(user)) }, { deliver }, patience);
    known.set(user, there);
    return there;
  };

  /** One thing after the other, and then whatever `then` says. */
  const inTurn = (user: string, after: number, what: string, act: () => Promise<unknown>): void => {
    inHand += 1;
    const before = lines.get(user) ?? Promise.resolve();
    const mine = (async () => {
      await sleep(after / speed);
      await before;
      if (home) return;
      await act();
      done.acts.set(what, (done.acts.get(what) ?? 0) + 1);
    })()
      .catch((error: Error) => void done.faults.push(`${user} ${what}: ${error.message}`.slice(0, 300)))
      .finally(() => {
        inHand -= 1;
      });
    lines.set(user, mine);
  };

  const anything = fillings();
  const plansNext = (mentor: Patient, session: string): void => {
    const with_ = about.menteeOf(session);
    if (with_ === undefined) return;
    const next = local(with_.startsAt + 7 * day, 'Europe/London');
    const words = `plan <@${with_.user}> ${next.date} ${next.time} ${lasts / minute}m Weekly session`;
    inTurn(mentor.id, chance.between(10_000, 600_000), 'plan', () => mentor.fillsByTyping(words, anything()));
  };

  return {
    done,
    busy: () => inHand,
    goHome() {
      home = true;
    },
    see(message) {
      if (home || !message.channel.startsWith('D')) return;
      const user = `U${message.channel.slice(1)}`;
      for (const { carried } of buttonsOf(message.blocks)) {
        const {
          v: verb = '',
          s: subject = '',
          a: arg = '',
        } = JSON.parse(carried) as { v?: string; s?: string; a?: string };
        const time = takes[verb];
        if (time === undefined || (verb === 'ask.share' && arg !== 'now')) continue;
        // Of five answers to a question the fourth.
        if (verb === 'ask.rate' && !arg.endsWith('.4')) continue;
        const name = once(verb, subject, arg);
        if (asked.has(`${user} ${name}`)) continue;
        asked.add(`${user} ${name}`);
        if (chance.next() >= (does[verb] ?? 1)) continue;
        const who = person(user);
        let pressed = 0;
        inTurn(user, chance.between(...time), verb, async () => {
          // Meanwhile it may have become something else: the session began by itself, say.
          if (who.finds(verb, subject) === undefined) return;
          if (form(verb)) await who.fillsByPressing(verb, anything(), subject);
          else await who.presses(verb, () => pressed++ > 0, { about: subject, ...(arg === '' ? {} : { arg }) });
          if (verb === 'record.open') plansNext(who, subject);
          if (verb === 'plan.accept' && chance.next() < looksAtHome)
            inTurn(user, chance.between(10_000, 60_000), 'home', () => who.types('home'));
        });
      }
    },
  };
}
