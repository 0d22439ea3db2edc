import type { Reply } from '../../src/chat/inbound.js';
import type { AllocatedAs, AllocationId } from '../../src/domain/allocation.js';
import type { PersonId } from '../../src/kernel/ids.js';
import type { TestBot } from './bot.js';
import { addressIn } from './links-world.js';
import { hiddenOf, type LinkSite, type Seen } from './visitor.js';

/** A browser that keeps its cookies: what somebody with a personal link sees and does in it, without a script. */
export class Browser {
  page: Seen = { status: 0, headers: new Headers(), html: '' };
  readonly cookies = new Map<string, string>();
  readonly #site: LinkSite;
  constructor(site: LinkSite) {
    this.#site = site;
  }
  /** Everything it was ever sent: pages and their headers. */
  readonly sent: string[] = [];

  async opens(address: string, how: RequestInit = {}): Promise<Seen> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(cookie === '' ? {} : { Cookie: cookie }), ...(how.headers as Record<string, string>) };
    this.page = await this.#site.get(
      new URL(address, this.#site.base).pathname + new URL(address, this.#site.base).search,
      { ...how, headers },
    );
    this.sent.push(`${[...this.page.headers].join('\n')}\n${this.page.html}`);
    for (const set of this.page.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      this.cookies.set(name, value);
    }
    const to = this.page.headers.get('location');
    return this.page.status === 303 && to !== null ? this.opens(to) : this.page;
  }
  posts(address: string, fields: URLSearchParams): Promise<Seen> {
    return this.opens(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: fields.toString(),
    });
  }
  /** Types the code on the page that asks for it. */
  enters(address: string, code: string): Promise<Seen> {
    const fields = hiddenOf(this.page.html);
    fields.set('code', code);
    return this.posts(address, fields);
  }
  /** Presses the button with this label; a link that looks like one is followed. */
  presses(label: string): Promise<Seen> {
    const link = [...this.page.html.matchAll(/<a [^>]*href="([^"]*)"[^>]*>([^<]*)<\/a>/g)].find(
      ([, , l]) => l === label,
    );
    if (link?.[1] !== undefined) return this.opens(link[1].replaceAll('&amp;', '&'));
    const form = [...this.page.html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)].find(
      ([, , inside = '']) => inside.replace(/<[^>]+>/g, '').includes(label),
    );
    if (form?.[1] === undefined) throw new Error(`no button ${label} in ${this.words}`);
    return this.posts(form[1], hiddenOf(form[0]));
  }
  /** What is read there, without markup. */
  get words(): string {
    const main = this.page.html.slice(this.page.html.indexOf('<main'));
    return main
      .replace(/<[^>]+>/g, ' ')
      .replace(/&#39;/g, "'")
      .replace(/\s+/g, ' ')
      .trim();
  }
}

/** The code in a panel. */
export function codeIn(reply: Reply | undefined): string {
  const found = /"strong":"([0-9A-Z]{4}-[0-9A-Z]{4})"/.exec(JSON.stringify(reply));
  if (found?.[1] === undefined) throw new Error(`no code in ${JSON.stringify(reply)}`);
  return found[1];
}

/** Priya adds somebody from outside. */
export async function addsOutsider(bot: TestBot, name: string, role: string, email = ''): Promise<PersonId> {
  const priya = bot.as('priya');
  await priya.presses('door.outsider', { subject: '-' });
  await priya.fills({ name, roles: [role], email }).submits();
  const person = await bot.store.read(async (tx) =>
    (await tx.in(bot.programme).people.all()).find((p) => p.name === name),
  );
  if (person === undefined) throw new Error(`${name} was not added: ${JSON.stringify(priya.last)}`);
  return person.id;
}

/** Priya makes this person's link. */
export async function linkOf(
  bot: TestBot,
  person: PersonId,
): Promise<{ readonly address: string; readonly code: string }> {
  const reply = await bot.as('priya').presses('door.make', { subject: person });
  return { address: addressIn(reply), code: codeIn(reply) };
}

/** This person reads every portfolio of the programme from now on. */
export async function allocate(
  bot: TestBot,
  person: PersonId,
  as: AllocatedAs,
  until: number | null = null,
  from = bot.clock.now(),
): Promise<AllocationId> {
  const id = `a-${person}-${as}-${from}` as AllocationId;
  await bot.store.write((tx) =>
    tx.in(bot.programme).allocations.add({
      id,
      programme: bot.programme,
      portfolio: null,
      person,
      as,
      from,
      until,
      madeBy: bot.people.get('priya') as PersonId,
      madeAt: from,
    }),
  );
  return id;
}
