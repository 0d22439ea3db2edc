/**
 * Which questions are asked of whom, and when (docs/field.md#instruments): each set is an instrument of its own, so that
 * what is asked after a session stays just that whatever is asked elsewhere.
 */

export const instruments = ['after-session', 'mid', 'end', 'stakeholder', 'self'] as const;
export type Instrument = (typeof instruments)[number];

export const isInstrument = (s: string): s is Instrument => (instruments as readonly string[]).includes(s);

/** Whom it asks, and when; what a coordinator reads above its questions. */
export const instrumentWords: Readonly<Record<Instrument, string>> = {
  'after-session': 'After a session, to the mentee',
  mid: 'Half-way, to the mentee',
  end: 'At the end, to the mentee',
  stakeholder: 'To a stakeholder, half-way and at the end',
  self: 'To the mentor about their own mentoring, half-way and at the end',
};

/**
 * What questions are about, so that answers from several sides can stand side by side (docs/field.md#themes). A question of
 * a centre's own has the theme that it was given, or `other`.
 */
export const themes = ['relationship', 'planning', 'support', 'goals', 'difference', 'other'] as const;
export type Theme = (typeof themes)[number];

export const themeWords: Readonly<Record<Theme, string>> = {
  relationship: 'Listening and trust',
  planning: 'Plan, pace and preparation',
  support: 'Support that fits',
  goals: 'Work on the goals',
  difference: 'What is different now',
  other: 'Something else',
};

/** From this session of a mentorship on, some of the questions take turns (docs/field.md#questions-take-turns). */
export const turnsFrom = 3;

/**
 * The questions that one session's form has. Those that always come keep their places; in the place of those that make
 * room come, from the third session on, as many of all that take turns, the next ones each time: so the form never gets
 * longer, and each has its turn as often as any other.
 * @param all of the instrument `after-session`, in their order
 * @param nth the session's place among those of its mentorship that were held, from 1
 */
export function questionsOfSession<Q extends { readonly turns?: 'leaves' | 'comes' }>(
  all: readonly Q[],
  nth: number,
): readonly Q[] {
  const first = all.filter((q) => q.turns !== 'comes');
  const leaves = first.filter((q) => q.turns === 'leaves');
  const pool = [...leaves, ...all.filter((q) => q.turns === 'comes')];
  if (nth < turnsFrom || pool.length === leaves.length) return first;
  let next = (nth - turnsFrom + 1) * leaves.length;
  return first.map((q) => (q.turns === 'leaves' ? (pool[next++ % pool.length] ?? q) : q));
}
