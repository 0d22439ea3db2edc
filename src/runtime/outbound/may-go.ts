import { holidaysOf, regionOf } from '../../domain/holidays.js';
import type { Person } from '../../domain/programme.js';
import { mannersOf, mayGoAt } from '../../domain/prompt-schedule.js';
import { dayFor, sentBeside } from '../../domain/sent-beside.js';
import type { Store } from '../../ports/store.js';
import type { Registry } from '../registry.js';
import type { Drawn } from './draw-rows.js';

/** From when on a message may go to its reader, for their sake: their hours, and what they are sent in a day. */

interface Deps {
  readonly store: Pick<Store, 'write'>;
  readonly registry: Pick<Registry, 'faces'>;
}

const readerOf = ({ row, people }: Drawn): Person | undefined =>
  'person' in row.to ? people.get(row.to.person) : undefined;

/**
 * When (domain ms) its reader may have what a prompt asked for. As the prompt fires that is at once; what waited since
 * for its platform, or for the next day, may have come into their night.
 */
async function hoursOf(drawn: Drawn, now: number, { registry }: Deps): Promise<number> {
  const { row, programme, posted } = drawn;
  const person = readerOf(drawn);
  // What is drawn anew where it stands wakes nobody.
  const beside = posted === undefined && registry.faces.get(row.face)?.comes === 'beside';
  if (person === undefined || (row.waitsFor === 'nothing' && !beside)) return now;
  const working = row.waitsFor === 'working-days';
  const holidays = await holidaysOf(working ? regionOf(programme) : undefined);
  return mayGoAt(now, person.zone, mannersOf(person, programme), working, holidays);
}

/**
 * When (domain ms) a mentee may have it, for whom one message a day comes beside their sessions and their own words
 * (docs/field.md#one-message-a-day). Where it may go now, the day is taken by it.
 */
async function dayOf(drawn: Drawn, now: number, { store, registry }: Deps): Promise<number> {
  const { row, posted } = drawn;
  const person = readerOf(drawn);
  const comes = registry.faces.get(row.face)?.comes;
  if (posted !== undefined || person?.roles.includes('mentee') !== true) return now;
  if (comes !== 'beside' && comes !== 'from-somebody') return now;
  return store.write(async (tx) => {
    const { kept } = tx.in(row.programme);
    const day = dayFor(await kept.get(sentBeside, person.id), { ...row, comes }, now, person.zone);
    if ('waitsUntil' in day) return day.waitsUntil;
    if (day.taken !== undefined) await kept.put(sentBeside, person.id, day.taken);
    return now;
  });
}

export async function mayGoFrom(drawn: Drawn, now: number, deps: Deps): Promise<number> {
  const hours = await hoursOf(drawn, now, deps);
  return hours > now ? hours : dayOf(drawn, now, deps);
}
