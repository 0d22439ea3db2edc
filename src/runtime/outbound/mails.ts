import { isPersonal, standingOf } from '../../domain/access-link.js';
import { personalStanding } from '../../domain/personal-link.js';
import { type Clock, hour, minute } from '../../kernel/clock.js';
import type { ProgrammeId } from '../../kernel/ids.js';
import type { MailPort } from '../../ports/mail.js';
import type { Rows, Store } from '../../ports/store.js';
import type { Log } from '../log.js';
import type { Programmes } from '../membership/programmes.js';
import type { Registry } from '../registry.js';

/**
 * Mails that wait in their rows, sent after the commit that asked for them. One that could not be handed over goes again,
 * for as long as its link is good; twice does no harm, never would.
 */

export interface MailsDeps {
  readonly store: Store;
  readonly registry: Pick<Registry, 'links' | 'features'>;
  onProgramme: Programmes['on'];
  /** Absent where no server is set: nobody is offered a mail then. */
  readonly mail?: MailPort;
  readonly clock: Clock;
  readonly leaseClock: Clock;
  readonly log: Log;
}

/** Longer than one attempt takes (ms): adapters/mail gives up before. */
const lease = 2 * minute;
/** After the n-th attempt that failed (ms); the last from then on. */
const pauses = [minute, 5 * minute, 15 * minute, hour, 4 * hour];
const atOnce = 20;

/** What is said with a personal link, whoever it is to: no name, no code, nothing of what the link leads to. */
const personal = (url: string): { readonly subject: string; readonly text: string } => ({
  subject: 'Your link',
  text: `Here is your own link to a mentoring programme, which opens with the code that you are told by another way:\n\n${url}\n`,
});

/** Sends what may go now. Never throws. */
export function mails(deps: MailsDeps): { run(): Promise<void> } {
  const { store, registry, mail, clock, leaseClock, log } = deps;
  const { features } = registry;
  /** What it says, where it leads nowhere. */
  async function saysItself(about: string, rows: Rows): Promise<ReturnType<typeof personal> | undefined> {
    for (const feature of features) {
      const says = await feature.mailSays?.(about, rows);
      if (says !== undefined) return says;
    }
    return undefined;
  }

  async function one(port: MailPort, id: string, programme: ProgrammeId): Promise<void> {
    const claimed = await store.write(async (tx) => {
      const rows = tx.in(programme);
      const found = await rows.mails.claim(id, leaseClock.now(), leaseClock.now() + lease);
      const link = found && (await rows.accessLinks.get(found.link));
      if (found === undefined) return undefined;
      const person = link && (await rows.people.get(link.person));
      const { url } = found.words;
      const itself = link === undefined ? await saysItself(found.link, rows) : undefined;
      if (itself !== undefined) return { ...found, says: itself, leadsNowhere: true };
      if (link !== undefined && person !== undefined && person.erasedAt === null) {
        const says = isPersonal(link.purpose)
          ? personalStanding(link, await rows.allocations.all(), clock.now()) === 'open' && personal(url)
          : standingOf(link, clock.now()) === 'open' &&
            registry.links.get(link.purpose)?.mail?.({ url, until: link.expiresAt, to: person });
        if (says) return { ...found, says, leadsNowhere: false };
      }
      await rows.mails.settle(id, 'void', leaseClock.now(), 'link');
      return undefined;
    });
    if (claimed === undefined) return;
    const outcome = await port.send({ id, to: claimed.words.to, ...claimed.says });
    await store.write(async (tx) => {
      const rows = tx.in(programme);
      if (outcome.sent) await rows.mails.settle(id, 'sent', leaseClock.now(), '');
      else if (!outcome.again) await rows.mails.settle(id, 'failed', leaseClock.now(), outcome.code);
      else {
        const pause = pauses[Math.min(claimed.attempts, pauses.length) - 1] ?? hour;
        await rows.mails.again(id, leaseClock.now() + pause, outcome.code);
      }
    });
    if (claimed.leadsNowhere && (outcome.sent || !outcome.again))
      await deps.onProgramme(programme, async (work) => {
        for (const feature of features) await feature.mailEnded?.(claimed.link, outcome.sent ? 'sent' : 'failed', work);
      });
    if (!outcome.sent) log.say(`mail.${outcome.again ? 'again' : 'failed'}`);
  }

  let running: Promise<void> | undefined;
  const all = async (port: MailPort): Promise<void> => {
    try {
      for (const { id, programme } of await store.read((tx) => tx.mails.due(leaseClock.now(), atOnce)))
        await one(port, id, programme);
    } catch (error) {
      log.fault('mail', error);
    }
  };
  return {
    async run() {
      if (mail === undefined) return;
      running ??= all(mail).finally(() => {
        running = undefined;
      });
      await running;
    },
  };
}
