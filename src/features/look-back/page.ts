import { type Block, button, buttons, type Card, heading, list, muted, text } from '../../chat/card.js';
import { literal, mention, moment, say, strong, type Text } from '../../chat/text.js';
import {
  goalsLookedBackOn,
  type LookBack,
  type LookBackGoal,
  type LookBackStep,
  stepsTaken,
} from '../../domain/look-back.js';
import { highestLevel, type Mentorship } from '../../domain/mentorship.js';
import { hasAccount } from '../../domain/programme.js';
import type { ActorWork } from '../feature.js';
import { dotsPicture } from '../shared/dots.js';
import { levelInWords } from '../shared/goal-levels.js';

/** The page itself. It is read at about eleven, and says what somebody did: never what they did not. */

export interface Page {
  readonly mentorship: Mentorship;
  readonly goals: readonly LookBackGoal[];
  /** As they saved them, or else as the records have them. */
  readonly steps: readonly LookBackStep[];
  readonly saved: LookBack | undefined;
}

/** What stands on it, out of what its mentee may read and nothing else. */
export async function pageOf(m: Mentorship, { rows }: Pick<ActorWork, 'rows'>): Promise<Page> {
  const saved = await rows.lookBacks.get(m.id);
  const goals = goalsLookedBackOn(m, await rows.goalLevels.ofMentorship(m.id));
  if (saved !== undefined) return { mentorship: m, goals, steps: saved.steps, saved };
  const sessions = await rows.sessions.ofMentorship(m.id);
  const records = await rows.records.newest(sessions.map((s) => s.id));
  const steps = stepsTaken(m, sessions, records, await rows.actions.done(m.id));
  return { mentorship: m, goals, steps, saved };
}

const at = (level: number): string => `${level} of ${highestLevel} (${levelInWords(level)})`;

/** "It began at 2 of 5 (a little). Now it is at 4 of 5 (most of the time)." */
function goalText({ what, began, now }: LookBackGoal): Text {
  const so =
    now === null
      ? `It began at ${at(began)}.`
      : now === began
        ? `It began at ${at(began)}, and is there now.`
        : `It began at ${at(began)}. Now it is at ${at(now)}.`;
  return say`${strong(what)}\n${so}`;
}

const when = (m: Mentorship): Text =>
  m.endedAt === null
    ? say`You and ${mention(m.mentor)} began on ${moment(m.agreedAt ?? m.createdAt, 'date')}.`
    : say`You and ${mention(m.mentor)} worked together from ${moment(m.agreedAt ?? m.createdAt, 'date')} to ${moment(m.endedAt, 'date')}.`;

/** What is theirs to keep: the same on a page, on paper and in a file. `pictures`: where there is room for them. */
export function wordsOf({ mentorship, goals, steps, saved }: Page, pictures: boolean): readonly Block[] {
  return [
    text(when(mentorship)),
    ...(goals.length === 0
      ? []
      : [
          heading(literal('My goals')),
          list(goals.map(goalText)),
          ...(pictures
            ? goals.flatMap((g, i) =>
                g.now === null
                  ? []
                  : [
                      dotsPicture(`Goal ${i + 1}, from 1 to ${highestLevel}`, [
                        {
                          label: 'Me',
                          points: [g.began, g.now],
                          target: null,
                          words: `${g.began} at the start, ${g.now} now`,
                        },
                      ]),
                    ],
              )
            : []),
        ]),
    ...(steps.length === 0 ? [] : [heading(literal('Steps I took')), list(steps.map((s) => literal(s.what)))]),
    ...(saved === undefined || saved.words === ''
      ? []
      : [heading(literal('What I take with me')), text(literal(saved.words))]),
  ];
}

const mine = 'This page is yours. Nobody else can read it: not your mentor, and nobody who runs the mentoring.';

/** The page with all that its owner can do with it. */
export function pageCard(page: Page, work: ActorWork, said?: string): Card {
  const { mentorship: m, saved } = page;
  const line = literal(said ?? mine);
  return {
    title: 'Looking back',
    summary: line,
    blocks: [
      text(line),
      ...(said === undefined ? [] : [muted(literal(mine))]),
      ...wordsOf(page, work.surface.page === true),
      ...(saved === undefined
        ? [
            text(literal('You can write down your steps and what you take with you. Or leave it as it is.')),
            muted(literal('The page is kept only if you save it.')),
          ]
        : []),
      buttons(
        button(saved === undefined ? 'Write in it and save' : 'Change it', 'look-back.write', m.id, { style: 'main' }),
        // Who has no account is on a page already: it prints as it stands, and this hands it over as a file.
        button(hasAccount(work.actor) ? 'Print it or save a copy' : 'Save a copy', 'look-back.file', m.id),
        saved === undefined
          ? button('No thanks', 'look-back.no-thanks', m.id)
          : button('Throw it away', 'look-back.throw-away', m.id, { style: 'danger' }),
      ),
    ],
  };
}

/** The page alone, as it is printed and saved. */
export const bareCard = (page: Page, pictures: boolean): Card => ({
  title: 'Looking back',
  summary: when(page.mentorship),
  blocks: wordsOf(page, pictures),
});
