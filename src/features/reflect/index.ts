import { button, buttons, type Card, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { literal } from '../../chat/text.js';
import { isAllocatedAs } from '../../domain/allocation.js';
import type { Portfolio } from '../../domain/mentorship.js';
import { scaffolds } from '../../domain/reflection.js';
import { Refused } from '../../kernel/errors.js';
import type { ActorWork, FeatureOf, PressHandler } from '../feature.js';
import { aheadForm, doneAhead, dueCard, dueOnDay, openAhead } from './ahead.js';
import { keepAsking, settleAsked, stopAsking } from './asked.js';
import { askedPrompt, notNow, questionCard, stop } from './asking.js';
import { openCheck, openTalk } from './check.js';
import { declareForm, openDeclare } from './declare-form.js';
import { offerCard, offerOnce } from './offer.js';
import { ownPortfolio, ownReflection } from './own.js';
import { homeCard, scaffoldCard, whichCard } from './panel.js';
import { openPiece, pieceForm } from './piece-form.js';
import { openReading } from './reading.js';
import { openSection, openVersions } from './section.js';

/**
 * A mentor's reflection (docs/field.md#reflection): a scaffold that they pick, small questions, sections made of the answers
 * with the evidence beside them. The program asks, lays out and points; it writes no sentence of it.
 */

/** No private word stands in it, so that it may stand in a message too. */
const shown = (card: Card): Reply => ({ kind: 'panel', card, inMessage: card });

async function reflect(work: ActorWork): Promise<Reply> {
  const mine = await work.rows.portfolios.ofMentor(work.actor.id);
  const [only] = mine;
  if (only === undefined) return shown(notTheirs(work));
  return shown(mine.length === 1 ? await homeCard(only, work) : await whichCard(mine, work));
}

/** Whoever reads reflections finds them where they read the rest of a portfolio. */
function notTheirs({ actor }: ActorWork): Card {
  const reads = actor.roles.some((r) => r === 'coordinator' || isAllocatedAs(r));
  const line = literal(
    actor.roles.includes('mentor')
      ? 'You mentor nobody yet. Once you have begun with somebody, you can look back at it here.'
      : reads
        ? 'A reflection is a mentor’s own. Once it is declared you find it with that mentor’s sessions.'
        : 'This is for mentors, to look back at their own work.',
  );
  return {
    title: 'Reflection',
    summary: line,
    blocks: [
      text(line),
      buttons(reads ? button('Past sessions', 'past.open', '-') : null, button('Home', 'home.open', '-')),
    ],
  };
}

const own =
  (draw: (portfolio: Portfolio, work: ActorWork, arg: string) => Promise<Card>): PressHandler =>
  async ({ subject, arg }, work) =>
    shown(await draw(await ownPortfolio(subject, work), work, arg));

/** Begins, or goes on under another scaffold: what was written stays as it is. */
const begin: PressHandler = async ({ subject, arg }, work) => {
  const portfolio = await ownPortfolio(subject, work);
  const scaffold = scaffolds.find((s) => s === arg);
  if (scaffold === undefined)
    throw new Refused(
      'no-such-scaffold',
      'There is no such scaffold. Type reflect to choose one. Nothing has changed.',
    );
  const before = await work.rows.reflections.get(portfolio.id);
  if (before === undefined) {
    const reflection = {
      programme: work.programme.id,
      portfolio: portfolio.id,
      mentor: portfolio.mentor,
      scaffold,
      startedAt: work.now,
      asked: true,
      declaration: null,
    };
    await work.rows.reflections.save(reflection);
    await keepAsking(reflection, work);
    work.audit('reflection.begun', portfolio.id, { scaffold });
  } else if (before.scaffold !== scaffold) {
    await work.rows.reflections.save({ ...before, scaffold });
    await settleAsked(work.actor.id, undefined, work);
    work.audit('reflection.scaffold', portfolio.id, { scaffold });
  }
  work.redraw(portfolio.id);
  return shown(await homeCard(portfolio, work));
};

/** Whether small questions come. */
const ask: PressHandler = async ({ subject, arg }, work) => {
  const { portfolio, reflection } = await ownReflection(subject, work);
  const asked = arg === 'on';
  if (reflection.asked !== asked) {
    const after = { ...reflection, asked };
    await work.rows.reflections.save(after);
    if (asked) await keepAsking(after, work);
    else {
      stopAsking(after, work);
      await settleAsked(work.actor.id, undefined, work);
    }
    work.redraw(portfolio.id);
  }
  return shown(await homeCard(portfolio, work));
};

declare module '../../kernel/names.js' {
  interface Capabilities {
    reflect: {
      command: 'reflect';
      verb:
        | 'reflect.open'
        | 'reflect.begin'
        | 'reflect.scaffold'
        | 'reflect.another'
        | 'reflect.answer'
        | 'reflect.section'
        | 'reflect.versions'
        | 'reflect.check'
        | 'reflect.talk'
        | 'reflect.declare'
        | 'reflect.action'
        | 'reflect.done'
        | 'reflect.ask'
        | 'reflect.not-now'
        | 'reflect.stop'
        | 'reflect.read';
      form: 'reflect-piece' | 'reflect-declare' | 'reflect-action';
      face: 'reflect-question' | 'reflect-due' | 'reflect-offer';
      prompt: 'reflect-ask' | 'reflect-due' | 'reflect-offer';
      audit: 'reflection.begun' | 'reflection.scaffold' | 'reflection.declared' | 'reflection.read';
    };
  }
}

export const feature: FeatureOf<'reflect'> = {
  name: 'reflect',
  commands: { reflect: (_command, work) => reflect(work) },
  presses: {
    'reflect.open': { opens: own((portfolio, work) => homeCard(portfolio, work)) },
    'reflect.begin': { opens: begin },
    'reflect.scaffold': { opens: own(scaffoldCard) },
    'reflect.another': { opens: own((portfolio, work, arg) => homeCard(portfolio, work, arg)) },
    'reflect.answer': { opens: openPiece },
    'reflect.section': { opens: openSection },
    'reflect.versions': { opens: openVersions },
    'reflect.check': { opens: openCheck },
    'reflect.talk': { opens: openTalk },
    'reflect.declare': { opens: openDeclare },
    'reflect.action': { opens: openAhead },
    'reflect.done': doneAhead,
    'reflect.ask': { opens: ask },
    'reflect.not-now': notNow,
    'reflect.stop': stop,
    'reflect.read': { opens: openReading },
  },
  forms: { 'reflect-piece': pieceForm, 'reflect-declare': declareForm, 'reflect-action': aheadForm },
  faces: { 'reflect-question': questionCard, 'reflect-due': dueCard, 'reflect-offer': offerCard },
  prompts: { 'reflect-ask': askedPrompt, 'reflect-due': dueOnDay, 'reflect-offer': offerOnce },
};
