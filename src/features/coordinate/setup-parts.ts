import type { Item } from '../../chat/form.js';
import { literal } from '../../chat/text.js';
import { inChannel } from '../../commands/grammar.js';
import type { ProgrammeSettings } from '../../domain/programme.js';

/** Parts of the set-up form that are more than a field: where the digest goes, and what mentoring leads to. */

export const leadsTo = [
  { value: 'unit', label: 'A unit, with hours to reach' },
  { value: 'nothing', label: 'No unit' },
  { value: 'either', label: 'Either: each mentor says so as they begin' },
] as const;

/** Left as it was where it never was anything but a unit: nothing has to be looked up then (`isForUnit`). */
export function leadsToIn(chosen: string, old: ProgrammeSettings['unit']): Pick<ProgrammeSettings['unit'], 'leadsTo'> {
  const found = leadsTo.find((one) => one.value === chosen)?.value ?? 'unit';
  return found === 'unit' && old.leadsTo === undefined ? {} : { leadsTo: found };
}

/** Where the weekly digest goes: kept or taken away here, chosen where it is. */
export function channelItem(channel: ProgrammeSettings['digest']['channel']): Item {
  if (channel === undefined)
    return {
      kind: 'note',
      id: 'no-channel',
      text: literal(`It goes to no channel yet. Write ${inChannel('digest')} in the channel where it should go.`),
    };
  return {
    id: 'channel',
    kind: 'choice',
    optional: true,
    shown: 'buttons',
    readers: 'shown',
    label: 'Where',
    hint: `For another channel, write ${inChannel('digest')} there.`,
    of: [
      { value: theChannel, label: channel.name || 'The channel it was set in' },
      { value: noChannel, label: 'No channel' },
    ],
  };
}

export const noChannel = 'none';
/** Whichever it is: another one that was set meanwhile, in the channel itself, is no clash. */
export const theChannel = 'set';
