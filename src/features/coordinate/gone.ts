import { type Block, heading, list, muted } from '../../chat/card.js';
import { platformNames } from '../../chat/platforms.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import { type DepartedMember, departedMembers } from '../../domain/departed-members.js';
import type { Person } from '../../domain/programme.js';
import type { ActorWork } from '../feature.js';

/** Who and what is no longer there, for the coordinator: whole workspaces, and single people whose account ended. */

const standings: Readonly<Record<DepartedMember['standing'], string>> = {
  guest: 'is only a guest now',
  outsider: 'belongs to another organisation now',
  deactivated: 'has no active account any more',
  'took-off': 'has taken Mentorlog off their chat',
};

export async function goneBlocks(work: ActorWork, people: readonly Person[]): Promise<readonly Block[]> {
  const workspaces = (await work.rows.programme.installations()).filter((i) => i.removedAt !== null);
  const left = ((await work.rows.kept.get(departedMembers)) ?? []).filter((l) => people.some((p) => p.id === l.person));
  return [
    ...(workspaces.length === 0
      ? []
      : [
          heading(literal('Taken off')),
          list(workspaces.map((i) => say`${platformNames[i.platform]}, ${moment(i.removedAt ?? work.now, 'date')}`)),
          muted(literal('Nobody there can be written to. Install Mentorlog again: all that was kept is still here.')),
        ]),
    ...(left.length === 0
      ? []
      : [
          heading(literal('No longer there')),
          list(
            left.slice(0, 10).map((l) => say`${mention(l.person)} ${standings[l.standing]}, ${moment(l.at, 'date')}`),
          ),
          muted(
            literal('Tell them another way. A mentor’s mentorships can be handed over: open the mentorship to begin.'),
          ),
        ]),
  ];
}
