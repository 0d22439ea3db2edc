import { z } from 'zod';
import { button, buttons, type Card, facts, text } from '../../chat/card.js';
import type { Address, Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal, moment, say } from '../../chat/text.js';
import { inChannel } from '../../commands/grammar.js';
import { weekKey } from '../../domain/digest.js';
import { address, keptValue, personId } from '../../domain/kept.js';
import type { Programme, ProgrammeSettings } from '../../domain/programme.js';
import { digestPrompt } from '../../domain/subjects.js';
import { day, minute } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import { local } from '../../kernel/zoned.js';
import type { ActorWork, Command, FeatureOf, Prompt, Work } from '../feature.js';
import { demand, mayActor } from '../shared/guards.js';
import { ensureDigest, goOn, scheduleDigest } from '../shared/next-digest.js';
import { portfolioHoursOf } from '../shared/read-hours.js';
import { digest, mentorCard, mentorDigest } from './faces.js';
import { gatherDigest, keptDigest } from './gather.js';
import { notPosted } from './not-posted.js';
import { askedDigestSubject, mentorDigestPrompt } from './subjects.js';
import { dayName, readWeekly } from './when.js';

/** The programme's week: totals in the channel, and each mentor's own in private. */

const week = 7 * day;
/** How many digests were asked for between the weekly ones: each is a message of its own. */
export const digestCount = keptValue({
  name: 'digest.count',
  schema: z.number(),
  erasure: { of: 'nobody', because: 'It is a number of digests.' },
});
/** When the weekly digest last went out (ms). */
export const digestLast = keptValue({
  name: 'digest.last',
  schema: z.number(),
  erasure: { of: 'nobody', because: 'It is when the whole programme was written to.' },
});

async function post(work: Work, subject: string, channel: Address, askedBy?: PersonId): Promise<void> {
  const kept = await gatherDigest(work, subject, work.now - week, askedBy);
  work.show('digest', subject, { channel });
  work.audit('digest.posted', subject, { sessions: kept.week.sessions, deliveredMinutes: kept.week.deliveredMinutes });
}

/**
 * Each mentor's own goes by a prompt of its own, so that their quiet hours and pauses hold. Whoever left has no role any
 * more, and is written to no more; nor is who stopped it.
 * @param once what comes to a mentor once: a second digest of the same brings them nothing more
 * @returns to how many it goes by this
 */
async function toMentors(work: Work, subject: string, once: string): Promise<number> {
  let begun = 0;
  const people = await work.people();
  const mentors = new Set((await work.rows.portfolios.all()).map((portfolio) => portfolio.mentor));
  const had = await work.rows.prompts.beginning(mentorDigestPrompt.begin({ once }));
  for (const to of mentors) {
    const mentor = people.get(to);
    if (mentor === undefined || mentor.roles.length === 0 || mentor.manners.digestStopped === true) continue;
    const prompt = mentorDigestPrompt.prompt({ once, mentor: to });
    if (!had.has(prompt.occurrence)) begun += 1;
    work.schedule({ ...prompt, subject, to, dueAt: work.now, expiresAt: work.now + 4 * day });
  }
  return begun;
}

/**
 * Who asked for a digest last, where, and which it was. Teams may deliver a typed word again under a new id, half a minute
 * later too (microsoft/botbuilder-dotnet#5005), and nobody means to post two digests within two minutes.
 */
export const digestAsked = keptValue({
  name: 'digest.asked',
  schema: z.object({ by: personId, channel: address, at: z.number(), subject: z.string() }),
  erasure: { of: 'entries', without: (asked, erased) => (asked.by === erased.id ? undefined : asked) },
});
const sameAsk = 2 * minute;

/**
 * One asked for between the weekly ones is a message of its own in the channel: `WEEK.N`; asked for twice, it is drawn
 * again. The mentors get theirs once a day, however often it is asked for.
 */
async function postNow(work: ActorWork, channel: Address): Promise<Reply> {
  const { kept } = work.rows;
  const by = work.actor.id;
  const last = await kept.get(digestAsked);
  if (last !== undefined && last.by === by && last.channel === channel && work.now - last.at < sameAsk) {
    const there = (await work.rows.posted.get('digest', last.subject, { channel })) !== undefined;
    work.show('digest', last.subject, { channel });
    const again = say`No second one is sent within two minutes: from ${moment(last.at + sameAsk, 'time')} on you can ask for a new one.`;
    return replyWith(
      'Digest',
      there
        ? say`You asked for the digest at ${moment(last.at, 'time')}, and it stands in the channel. ${again}`
        : say`You asked for the digest at ${moment(last.at, 'time')}, and it is still on its way to the channel. ${again}`,
    );
  }
  const n = ((await kept.get(digestCount)) ?? 0) + 1;
  const { zone } = work.programme;
  const subject = askedDigestSubject.write({ week: weekKey(work.now, zone), n });
  await kept.put(digestCount, n);
  await kept.put(digestAsked, { by, channel, at: work.now, subject });
  await post(work, subject, channel, by);
  const mentors = await toMentors(work, subject, local(work.now, zone).date);
  return replyWith(
    'Digest',
    mentors > 0
      ? 'The digest is on its way to the channel, and to each mentor their own.'
      : 'The digest is on its way to the channel. Mentors get their own once a day, so none goes to them by this.',
  );
}

async function saveSettings(work: ActorWork, settings: ProgrammeSettings['digest']): Promise<Programme> {
  const programme = { ...work.programme, settings: { ...work.programme.settings, digest: settings } };
  await work.rows.programme.save(programme);
  work.audit('programme.digest', work.programme.id, {
    weekly: settings.weekly,
    weekday: settings.weekday,
    time: settings.time,
    channel: settings.channel !== undefined,
  });
  return programme;
}

/** The settings with the channel where the command was typed, if it was typed in one. */
function settingsHere(command: Command, work: ActorWork): ProgrammeSettings['digest'] {
  const { digest: old } = work.programme.settings;
  if (work.surface.scope !== 'shared' || old.channel?.address === command.at) return old;
  return { ...old, channel: { address: command.at, name: '' } };
}

async function now(command: Command, work: ActorWork): Promise<Reply> {
  demand('digest.post', work);
  const { digest: old } = work.programme.settings;
  if (work.surface.scope === 'shared') {
    const here = settingsHere(command, work);
    // Where it goes each week is the coordinator's to say: a mentor's own call posts it here once.
    if (here !== old && mayActor('digest.set', work)) await saveSettings(work, here);
    return postNow(work, command.at);
  }
  if (old.channel === undefined)
    throw new Refused(
      'no-channel',
      `No channel is set for the digest yet. Write ${inChannel('digest')} in the channel where it should go.`,
    );
  return postNow(work, old.channel.address);
}

async function weekly(command: Command, words: string, work: ActorWork): Promise<Reply> {
  demand('digest.set', work);
  const read = readWeekly(words);
  if (read.unknown !== undefined)
    throw new Refused(
      'digest-when',
      'I could not read the day or the time. Type, for example: digest weekly Friday 16:00.',
    );
  const here = settingsHere(command, work);
  const settings = { ...here, weekly: true, weekday: read.weekday ?? here.weekday, time: read.time ?? here.time };
  await saveSettings(work, settings);
  const dueAt = await scheduleDigest(work, settings);
  const { zone } = work.programme;
  const first = dueAt === undefined ? '' : say` The next one comes on ${moment(dueAt)}.`;
  const where =
    settings.channel === undefined
      ? ` Write ${inChannel('digest')} in a channel to say where it goes; mentors get theirs anyway.`
      : '';
  return replyWith(
    'Digest',
    say`The digest comes every ${dayName(settings.weekday)} at ${settings.time} (${zone}).${first}${where}`,
  );
}

async function off(work: ActorWork): Promise<Reply> {
  demand('digest.set', work);
  const settings = { ...work.programme.settings.digest, weekly: false };
  await saveSettings(work, settings);
  await scheduleDigest(work, settings);
  return replyWith('Digest', 'The weekly digest is off. Type digest weekly Friday 16:00 to begin again.');
}

/** In private `digest` alone shows a mentor their own, and the coordinator when and where the channel's comes. */
async function inPrivate(work: ActorWork): Promise<Reply> {
  const hours = await portfolioHoursOf(work.rows, work.actor.id);
  const own = await mentorCard(work, hours, work.surface.page === true ? 'page' : 'panel');
  if (own !== null) return { kind: 'panel', card: own };
  demand('digest.post', work);
  return { kind: 'panel', card: await status(work) };
}

async function status(work: ActorWork): Promise<Card> {
  const { digest: set } = work.programme.settings;
  const next = set.weekly ? literal(`Every ${dayName(set.weekday)} at ${set.time}`) : literal('Off');
  const last = await work.rows.kept.get(digestLast);
  return {
    title: 'Digest',
    summary: next,
    blocks: [
      facts(
        ['When', next],
        [
          'Where',
          literal(set.channel === undefined ? 'No channel yet' : set.channel.name || 'The channel it was set in'),
        ],
        last === undefined ? null : ['Last', say`${moment(last)}`],
      ),
      text(
        literal(
          set.channel === undefined
            ? `Write ${inChannel('digest')} in the channel where it should go.`
            : 'Type digest weekly Friday 16:00 to change it, or digest off.',
        ),
      ),
      buttons(set.channel === undefined ? null : button('Post it now', 'digest.now', '-')),
    ],
  };
}

const inTheChannel: Prompt<'digest'> = {
  waitsFor: 'nothing',
  folds: false,
  session: null,
  asks: 'nobody',
  occurrence: digestPrompt,
  async fire(prompt, work) {
    const { digest: set } = work.programme.settings;
    if (!set.weekly || !(await goOn(work, prompt))) return;
    if (set.channel !== undefined) await post(work, prompt.subject, set.channel.address);
    await work.rows.kept.put(digestLast, work.now);
    await toMentors(work, prompt.subject, prompt.subject);
  },
};

const toMentor: Prompt<'mentor-digest'> = {
  waitsFor: 'quiet-hours',
  folds: false,
  session: null,
  asks: 'mentor',
  occurrence: mentorDigestPrompt,
  async fire(prompt, work) {
    if (prompt.to === null) return;
    work.show('mentor-digest', prompt.subject, { person: prompt.to }, { expiresAt: work.now + 4 * day });
  },
};

declare module '../../kernel/names.js' {
  interface Capabilities {
    digest: {
      command: 'digest';
      verb: 'digest.mine' | 'digest.settings' | 'digest.now';
      face: 'digest' | 'mentor-digest' | 'digest-not-posted';
      prompt: 'digest' | 'mentor-digest';
      audit: 'digest.posted' | 'programme.digest';
    };
  }
}

export const feature: FeatureOf<'digest'> = {
  name: 'digest',
  commands: {
    digest: async (command, work) => {
      const [first = '', ...rest] = command.rest.toLowerCase().split(/\s+/);
      if (first === 'weekly') return weekly(command, rest.join(' '), work);
      if (first === 'off' || first === 'stop') return off(work);
      if (first === 'now' || (first === '' && work.surface.scope === 'shared')) return now(command, work);
      if (first === '') return inPrivate(work);
      throw new Refused(
        'digest-words',
        'I know digest now, digest weekly Friday 16:00, and digest off. Type one of these.',
      );
    },
  },
  presses: {
    'digest.mine': async (_press, work) => inPrivate(work),
    'digest.settings': async (_press, work) => {
      demand('digest.set', work);
      return { kind: 'panel', card: await status(work) };
    },
    'digest.now': async (_press, work) => {
      demand('digest.post', work);
      const { channel } = work.programme.settings.digest;
      if (channel === undefined)
        throw new Refused(
          'no-channel',
          `No channel is set for the digest yet. Write ${inChannel('digest')} in the channel where it should go.`,
        );
      return postNow(work, channel.address);
    },
  },
  faces: { digest, 'mentor-digest': mentorDigest, 'digest-not-posted': notPosted },
  prompts: { digest: inTheChannel, 'mentor-digest': toMentor },
  begin: ensureDigest,
  /** Whoever asked for it waits for it, and a coordinator can have it sent again. */
  async channelClosed({ face, subject, row }, work) {
    if (face !== 'digest') return;
    const kept = await work.rows.kept.get(keptDigest, subject);
    for (const { id, roles } of (await work.people()).values())
      if (id === kept?.askedBy || roles.includes('coordinator')) work.show('digest-not-posted', row, { person: id });
  },
  /** Whoever asked for it waits for it; coordinators are told of everything that was not delivered. */
  async notDelivered({ face, subject, row }, work) {
    if (face !== 'digest') return;
    const by = (await work.rows.kept.get(keptDigest, subject))?.askedBy;
    const person = by === undefined ? undefined : await work.rows.people.get(by);
    if (person !== undefined && person.erasedAt === null)
      work.show('digest-not-posted', row, { person: person.id }, { waitsFor: 'quiet-hours' });
  },
};
