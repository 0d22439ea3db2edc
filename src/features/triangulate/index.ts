import { type Block, button, buttons, type Card, muted, sentence, table, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith } from '../../chat/reply.js';
import { literal, mention, say } from '../../chat/text.js';
import { themeWords } from '../../domain/instrument.js';
import type { Portfolio } from '../../domain/mentorship.js';
import { count } from '../../kernel/words.js';
import type { ActorWork, CommandHandler, FeatureOf, PressHandler } from '../feature.js';
import { nothingAllocated, toReadPortfolio } from '../shared/allocated.js';
import { demand } from '../shared/guards.js';
import { pageOf, turns } from '../shared/pages.js';
import { compared, comparedRow, othersCompared } from './compared.js';
import { gridCard } from './grid-card.js';
import { markForm, openMark } from './mark-form.js';
import { rowCard } from './row-card.js';
import { rowSubject } from './subjects.js';
import { markWords } from './words.js';

/**
 * What several sides say of one theme, side by side (docs/field.md#triangulation): the program counts, lists and says where
 * a source is silent and where numbers are far apart; whether they agree is the mentor's to mark.
 */

/** Portfolios that one card lists. */
const listed = 20;

const grid = async (id: string, work: ActorWork): Promise<Card> => gridCard(await compared(id, work), work);

/** Whose there are to compare: one's own, then those that one reads. */
async function listCard(all: readonly Portfolio[], arg: string, work: ActorWork): Promise<Card> {
  const page = pageOf(all.length, arg, listed);
  const shown = all.slice(page.from, page.to);
  const line = literal('Whose answers would you like to see side by side?');
  const open = (p: Portfolio) => button('Open', 'compare.open', p.id);
  const named = (p: Portfolio) => say`${mention(p.mentor)}`;
  const rows: readonly Block[] =
    work.surface.page === true
      ? [
          table(
            'portfolios',
            'Mentors',
            ['Mentor'],
            shown.map((p) => ({ cells: [named(p)], button: open(p) })),
          ),
        ]
      : shown.flatMap((p): readonly Block[] => [text(named(p)), buttons(open(p))]);
  return {
    title: 'Side by side',
    summary: line,
    blocks: [
      text(line),
      ...rows,
      ...(page.pages > 1
        ? [
            muted(literal(`${count(all.length, 'mentor')}.${page.words}`)),
            buttons(...turns(page, { verb: 'compare.list' })),
          ]
        : []),
    ],
  };
}

async function there(arg: string, work: ActorWork): Promise<Card> {
  const own = await work.rows.portfolios.ofMentor(work.actor.id);
  const all = [...own, ...(await othersCompared(work)).map(({ portfolio }) => portfolio)];
  const [only] = all;
  if (only !== undefined && all.length === 1) return grid(only.id, work);
  if (all.length > 0) return listCard(all, arg, work);
  return sentence(
    'Side by side',
    work.actor.roles.includes('mentor')
      ? 'There is nothing to compare yet. It begins with your first agreement: type start.'
      : work.actor.roles.some((r) => r === 'assessor' || r === 'iqa')
        ? nothingAllocated
        : 'This is for mentors, and for those who read their work. Type home to see what waits for you.',
  );
}

const compare: CommandHandler = async (_command, work): Promise<Reply> => panelWith(await there('', work));

/** Takes a mark away; asked once more, for its words go with it. */
const unmark: PressHandler = async ({ subject, arg }, work) => {
  const found = await comparedRow(subject, work);
  demand('compare.mark', work, await toReadPortfolio(found.portfolio, work));
  const { row, theme } = found;
  if (row.mark !== null && arg !== 'yes')
    return panelWith({
      title: 'Take your mark away?',
      summary: literal('Take your mark away? What you wrote with it goes too.'),
      blocks: [
        text(say`${themeWords[theme]}: ${markWords[row.mark.mark]}. ${row.mark.sentence}`),
        text(literal('What you wrote with it goes too.')),
        buttons(
          button('Take it away', 'compare.unmark', subject, { arg: 'yes', style: 'danger' }),
          button('Keep it', 'compare.theme', subject),
        ),
      ],
    });
  if (row.mark !== null) {
    await work.rows.marks.remove(found.portfolio.id, theme);
    work.audit('compare.unmarked', rowSubject.write({ portfolio: found.portfolio.id, theme }));
  }
  return panelWith(await grid(found.portfolio.id, work));
};

declare module '../../kernel/names.js' {
  interface Capabilities {
    triangulate: {
      command: 'compare';
      verb: 'compare.open' | 'compare.list' | 'compare.theme' | 'compare.mark' | 'compare.unmark';
      form: 'theme-mark';
      audit: 'compare.read' | 'compare.marked' | 'compare.unmarked';
    };
  }
}

export const feature: FeatureOf<'triangulate'> = {
  name: 'triangulate',
  commands: { compare },
  forms: { 'theme-mark': markForm },
  presses: {
    'compare.open': { opens: async ({ subject }, work) => panelWith(await grid(subject, work)) },
    'compare.list': { opens: async ({ arg }, work) => panelWith(await there(arg, work)) },
    'compare.theme': {
      async opens({ subject, arg }, work) {
        const found = await comparedRow(subject, work);
        return panelWith(await rowCard(found, found.row, arg, work));
      },
    },
    'compare.mark': { opens: openMark },
    'compare.unmark': unmark,
  },
};
