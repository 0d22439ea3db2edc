import { sentence, text } from '../../chat/card.js';
import { type Form, formNote, longestText, textOf } from '../../chat/form.js';
import { panelWith } from '../../chat/reply.js';
import { literal, mention, say } from '../../chat/text.js';
import { isLive } from '../../domain/mentorship.js';
import { hardParts, isBlank, isSharedIn, noHardCard } from '../../domain/when-hard.js';
import { Refused } from '../../kernel/errors.js';
import { clean } from '../../kernel/words.js';
import type { ActorWork, FeatureOf, FormFeature, PressHandler } from '../feature.js';
import { aboutMentorship, demand, mentorshipOf } from '../shared/guards.js';
import { hardCard, hardWords } from '../shared/hard-card.js';

/**
 * A card of one's own for hard moments (docs/field.md#when-it-gets-hard): opened in one tap, changed by its owner alone,
 * read by nobody else unless they share it with a mentor. It goes into no digest, no export and no assessor's view, and
 * no chain commits to it: that somebody read it is on record, and nothing else.
 */

/** @throws Refused where it is not done by its owner themselves: on a lent device somebody stands by */
function mine(work: ActorWork): void {
  demand('hard.change', work, { owner: work.actor.id });
  if (work.witness !== undefined)
    throw new Refused('on-lent-device', 'This is yours alone. Open it on a device of your own. Nothing has changed.');
}

const openForm: PressHandler = async (_press, work) => {
  mine(work);
  const { notice, helps, goTo } = (await work.rows.whenHard.get(work.actor.id)) ?? noHardCard(work.actor.id);
  return work.forms.open('when-hard', work.actor.id, { values: { notice, helps, goTo }, rows: {} }, { fresh: true });
};

const form: FormFeature = {
  called: 'your card for when it gets hard',
  async build(_about, work): Promise<Form> {
    mine(work);
    const card = await work.rows.whenHard.get(work.actor.id);
    const shared = (await work.rows.mentorships.of(work.actor.id)).filter((m) => isSharedIn(card, m));
    const readers = shared.map((m) => mention(m.mentor));
    return {
      id: 'when-hard',
      title: 'When it gets hard',
      submit: 'Save my card',
      concern: 'mentee',
      steps: [
        {
          id: 'card',
          title: 'When it gets hard',
          items: [
            formNote(
              'limits-own',
              readers.length === 0
                ? 'Only you can read this. If you are not safe now, use “Worried about someone?”.'
                : say`You share this with ${{ parts: readers.flatMap((r, i) => (i === 0 ? [r] : [', ', r])) }}. If someone may be at risk, it can’t stay private. Then use “Worried about someone?”.`,
            ),
            ...hardParts.map(
              (p) =>
                ({
                  id: p.id,
                  kind: 'text',
                  lines: 'many',
                  max: longestText,
                  optional: true,
                  readers: readers.length === 0 ? 'own' : 'sharing',
                  // Its owner's words of earlier: they stand in no message, not even in one that is a form.
                  anothers: true,
                  label: p.label,
                  hint: `${p.hint} You can skip this.`,
                }) as const,
            ),
          ],
        },
      ],
    };
  },
  async submit({ answers }, work) {
    mine(work);
    const before = (await work.rows.whenHard.get(work.actor.id)) ?? noHardCard(work.actor.id);
    const written = {
      notice: clean(textOf(answers.values, 'notice')),
      helps: clean(textOf(answers.values, 'helps')),
      goTo: clean(textOf(answers.values, 'goTo')),
    };
    if (isBlank(written)) {
      await work.rows.whenHard.remove(work.actor.id);
      return { kind: 'close', say: sentence('Empty', 'Your card is empty now. You can write it at any time.') };
    }
    await work.rows.whenHard.save({ ...before, ...written, savedAt: work.now });
    return {
      kind: 'close',
      say: sentence('Saved', 'Your card is saved. It opens with “When it gets hard” on your home.'),
    };
  },
};

const share: PressHandler = async (press, work) => {
  mine(work);
  const m = await mentorshipOf(work, press.subject);
  demand('hard.share', work, aboutMentorship(m));
  const card = await work.rows.whenHard.get(work.actor.id);
  const on = press.arg === 'share';
  if (card === undefined || isBlank(card))
    throw new Refused('no-card', 'Your card is empty, so there is nothing to share. Write it first.');
  if (on && !isLive(m))
    throw new Refused('ended', 'This mentoring has ended, so nothing is shared. Your card is yours.');
  const others = card.shared.filter((id) => id !== m.id);
  const was = card.shared.includes(m.id);
  if (was !== on) {
    await work.rows.whenHard.save({ ...card, shared: on ? [...others, m.id] : others });
    work.audit(on ? 'hard.shared' : 'hard.not-shared', m.id, {}, m.id);
  }
  const line = on
    ? say`${mention(m.mentor)} can read your card now. You can stop at any time.`
    : say`${mention(m.mentor)} can’t read your card any more.`;
  return panelWith(await hardCard(work, [text(line)]));
};

/** Their mentor reads it, while it is shared: on record, and told to its owner in *Who read it*. */
const read: PressHandler = async (press, work) => {
  const m = await mentorshipOf(work, press.subject);
  demand('hard.read-shared', work, aboutMentorship(m));
  const card = await work.rows.whenHard.get(m.mentee);
  if (!isSharedIn(card, m))
    throw new Refused(
      'not-shared',
      'They do not share such a card with you. That is theirs to choose: do not ask for it.',
    );
  work.audit('hard.read', m.id, {}, m.id);
  const line = say`${mention(m.mentee)} wrote this and shares it with you. They see when you read it.`;
  return panelWith({
    title: 'When it gets hard',
    summary: line,
    blocks: [
      text(line),
      ...hardWords(card),
      text(
        literal(
          'It is theirs: use it to help, and copy it nowhere. If they may not be safe, tell the safeguarding lead today.',
        ),
      ),
    ],
  });
};

declare module '../../kernel/names.js' {
  interface Capabilities {
    'when-hard': {
      verb: 'hard.open' | 'hard.change' | 'hard.share' | 'hard.read';
      form: 'when-hard';
      audit: 'hard.read' | 'hard.shared' | 'hard.not-shared';
    };
  }
}

export const feature: FeatureOf<'when-hard'> = {
  name: 'when-hard',
  presses: {
    'hard.open': {
      async opens(_press, work) {
        mine(work);
        return panelWith(await hardCard(work));
      },
    },
    'hard.change': { opens: openForm },
    'hard.share': { opens: share },
    'hard.read': { opens: read },
  },
  forms: { 'when-hard': form },
};
