import { type Block, button, heading, muted, table } from '../../chat/card.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import type { Mentorship } from '../../domain/mentorship.js';
import type { Person } from '../../domain/programme.js';
import { shorten } from '../../kernel/words.js';
import type { MentorshipOutline } from '../../ports/store.js';

/** Everybody and every pair as tables, where a page has room for them. Names, roles and dates, no content. */

const states: Readonly<Partial<Record<Mentorship['state'], string>>> = {
  proposed: 'Not signed yet',
  active: 'Active',
  paused: 'Paused',
};

/**
 * Of a page: its people, and its mentorships that are not over; undefined where all of them stand on pages before it.
 * `roles`: somebody's roles in words; `some`: there are other pages, which a table's search does not look at.
 */
export function peopleTables(
  people: readonly Person[],
  live: readonly MentorshipOutline[] | undefined,
  roles: (person: Person) => string,
  some: boolean,
): readonly Block[] {
  return [
    table(
      'people',
      some ? 'People on this page' : 'People',
      ['Name', 'Roles'],
      people.map((p) => ({
        cells: [literal(shorten(p.name, 80)), literal(p.roles.length === 0 ? 'No role yet' : roles(p))],
        button: button('Roles', 'people.roles', p.id),
      })),
    ),
    ...(live === undefined ? [] : [heading(literal('Pairs')), pairs(live, some)]),
  ];
}

const pairs = (live: readonly MentorshipOutline[], some: boolean): Block =>
  live.length === 0
    ? muted(literal('No pairs yet: a mentor begins one with start.'))
    : table(
        'pairs',
        some ? 'Pairs on this page' : 'Pairs',
        ['Mentor', 'Mentee', 'State', 'Since'],
        live.map((m) => ({
          cells: [
            say`${mention(m.mentor)}`,
            say`${mention(m.mentee)}`,
            literal(states[m.state] ?? ''),
            m.agreedAt === null ? literal('–') : say`${moment(m.agreedAt, 'date')}`,
          ],
        })),
      );
