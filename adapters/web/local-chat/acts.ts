import express, { type Request, type Response, Router } from 'express';
import type { Answers, FormView, Move } from '../../../src/chat/form.js';
import type { Answer, Inbound, MessageRef } from '../../../src/chat/inbound.js';
import type { Text } from '../../../src/chat/text.js';
import type { DraftId } from '../../../src/kernel/ids.js';
import type { LocalPerson } from '../../../src/ports/local-chat.js';
import { savedFragment } from '../form.js';
import { deliveryOf, readAnswers, readMove, readNonce } from '../posted.js';
import { newsSince, talkFragment } from './conversation.js';
import { knownPlace, one, personOf } from './pages.js';
import { addressOf, type Place, paths, readPlace } from './paths.js';
import type { OpenForm } from './remembered.js';
import { clockSteps } from './side.js';
import { accountOf, goTo, isSwap, type Next, refuse, type Web } from './web.js';

/** Room for 100,000 characters of any script in one field, and the rest of its form. */
const mostPosted = '1mb';

/** What was posted: its fields, and the words they came in. */
interface Posted {
  readonly fields: URLSearchParams;
  readonly raw: string;
  readonly me: LocalPerson;
  readonly place: Place;
}

const field = (posted: Posted, name: string): string => posted.fields.get(name) ?? '';

const scopeOf = (place: Place): { readonly scope: 'direct' | 'shared'; readonly form: true; readonly page: true } => ({
  scope: place.kind === 'channel' ? 'shared' : 'direct',
  form: true,
  page: true,
});

const concernVerb = 'concern.open';

/**
 * A private word as a page of its own. Whom to turn to is shown so: it needs no conversation around it, which may be
 * out of reach with the database, and stands behind the form that it was asked for in.
 */
function onItsOwnPage(answer: Answer): Answer {
  const { reply } = answer;
  return reply.kind === 'say' ? { ...answer, reply: { kind: 'panel', card: reply.card } } : answer;
}

/** Where the focus goes when a form is drawn again after a move. */
export function focusAfter(move: Move, before: FormView | undefined, view: FormView): string | undefined {
  if (view.problems.length > 0) return 'problems';
  if (move.do === 'add') {
    const known = new Set((before?.answers.rows[move.group] ?? []).map((r) => r.key));
    const added = view.answers.rows[move.group]?.find((r) => !known.has(r.key));
    const group = view.form.steps.flatMap((s) => s.items).find((i) => i.kind === 'group' && i.id === move.group);
    const first = group?.kind === 'group' ? group.fields[0]?.id : undefined;
    return added === undefined || first === undefined ? move.group : `${move.group}/${added.key}/${first}`;
  }
  if (move.do === 'remove') return move.group;
  return move.do === 'save' ? undefined : 'step';
}

/**
 * A form of which nothing was done, as it stands then: with what was typed on its page, beneath the word. What the page
 * does not carry, another step's answers, stays as it was.
 */
function withTyped({ view, ...open }: OpenForm, step: string, typed: Answers, notice: Text): OpenForm {
  const answers = {
    values: { ...view.answers.values, ...typed.values },
    rows: { ...view.answers.rows, ...typed.rows },
  };
  const there = view.form.steps.some((s) => s.id === step) ? step : view.step;
  return { ...open, view: { ...view, step: there, answers, problems: [], hints: [], notice }, focus: 'step' };
}

/** Everything that is done: commands, presses, moves of a form. */
export function actRoutes(web: Web): Router {
  const router = Router();
  router.use(express.text({ type: 'application/x-www-form-urlencoded', limit: mostPosted }));

  /** A POST of a known person with a readable body; the rest is answered here. */
  const post = (path: string, act: (posted: Posted, request: Request, response: Response) => Promise<void>) =>
    router.post(path, async (request, response) => {
      const me = await personOf(web, request, response);
      if (me === undefined) return;
      if (typeof request.body !== 'string') {
        refuse(web, request, response, 415, 'That was not a form', 'Go back to the page and send it again from there.');
        return;
      }
      const fields = new URLSearchParams(request.body);
      const place = readPlace(me.user, fields.get('from') ?? '');
      if (await knownPlace(web, place, request, response))
        await act({ fields, raw: request.body, me, place }, request, response);
    });

  /** `what`: the words that make this act this act. What a page carries beside them may change under its reader. */
  const base = (posted: Posted, nonce: string, what: readonly (string | null)[]) => ({
    deliveryId: deliveryOf(posted.me.user, nonce, JSON.stringify(what)),
    who: accountOf(posted.me.user),
    surface: scopeOf(posted.place),
  });

  const outOfDate = (posted: Posted, request: Request, response: Response) =>
    refuse(web, request, response, 400, 'This page is out of date', 'Load it again, and then send it again.', {
      href: paths.place(posted.place),
      label: 'Load it again',
    });

  /** Shows where an act led: another page, or the conversation that it came from. */
  async function show(
    posted: Posted,
    next: Next,
    request: Request,
    response: Response,
    how: { composed: boolean; focus?: string },
  ) {
    const { me, place } = posted;
    if (next.kind === 'go') {
      goTo(request, response, next.to);
      return;
    }
    if (isSwap(request) && request.get('HX-Boosted') !== 'true' && place.kind !== 'home') {
      const told = next.said === undefined ? undefined : web.remembered.notes(place).at(-1)?.id;
      const talk = await web.talk(place, how.composed ? undefined : (told ?? how.focus));
      const frame = await web.frame(me, place, request);
      const news = next.said ?? newsSince(field(posted, 'seen'), talk, frame.reader);
      response
        .set('Talk-Version', talk.version)
        .type('html')
        .send(talkFragment(talk, frame, news, how.composed));
      return;
    }
    const note = next.said === undefined ? how.focus : web.remembered.notes(place).at(-1)?.id;
    const on = note === undefined || how.composed ? '' : `?on=${encodeURIComponent(note)}`;
    goTo(request, response, `${paths.place(place)}${on}${how.composed ? '#say' : ''}`);
  }

  post('/:user/say', async (posted, request, response) => {
    const nonce = readNonce(posted.fields);
    if (nonce === undefined) return outOfDate(posted, request, response);
    const typed = field(posted, 'text');
    const after = await web.newest(addressOf(posted.place));
    if (typed.trim() === '') return show(posted, { kind: 'back' }, request, response, { composed: true });
    const event: Inbound = {
      ...base(posted, nonce, ['say', field(posted, 'from'), typed]),
      kind: 'command',
      at: addressOf(posted.place),
      text: typed.replace(/^\s*\/mentor(?=\s|$)\s*/i, ''),
      // Names stand in what was typed as they are: `@leo` is looked up among the programme's people.
      mentions: [],
    };
    web.remembered.typed(posted.place, event.deliveryId, typed, web.clock.now(), after);
    const next = await web.settle(posted.me.user, posted.place, await web.hear(event), {
      after,
      act: event.deliveryId,
    });
    await show(posted, next, request, response, { composed: true });
  });

  post('/:user/press', async (posted, request, response) => {
    const nonce = readNonce(posted.fields);
    const verb = field(posted, 'verb');
    if (nonce === undefined || verb === '') return outOfDate(posted, request, response);
    const ref = posted.fields.get('ref');
    const drawn = Number(field(posted, 'drawn'));
    const subject = field(posted, 'subject');
    const arg = posted.fields.get('arg');
    const after = await web.newest(addressOf(posted.place));
    const event: Inbound = {
      ...base(posted, nonce, ['press', ref, field(posted, 'drawn'), verb, subject, arg]),
      kind: 'press',
      at: addressOf(posted.place),
      press: { verb, subject, ...(arg === null ? {} : { arg }) },
      ...(ref !== null && Number.isSafeInteger(drawn) ? { on: { ref: ref as MessageRef, drawn } } : {}),
    };
    const heard = await web.hear(event);
    const answer = verb === concernVerb ? onItsOwnPage(heard) : heard;
    // Pressed on a page that stands before a form: the form is still where one goes back to.
    const form = web.remembered.panel(posted.me.user, field(posted, 'panel'))?.form;
    const next = await web.settle(posted.me.user, posted.place, answer, {
      after,
      act: event.deliveryId,
      ...(form === undefined || answer.reply.kind !== 'panel' ? {} : { form }),
    });
    await show(posted, next, request, response, { composed: false, ...(ref === null ? {} : { focus: ref }) });
  });

  post('/:user/dismiss', async (posted, request, response) => {
    web.remembered.dismiss(posted.place, field(posted, 'note'));
    await show(posted, { kind: 'back' }, request, response, { composed: false });
  });

  post('/:user/clock', async (posted, request, response) => {
    const step = clockSteps.find((s) => s.by === field(posted, 'by'));
    if (web.clock.moveTo === undefined || step === undefined) return outOfDate(posted, request, response);
    await web.clock.moveTo(web.clock.now() + step.ms);
    web.live.clockMoved();
    if (isSwap(request)) response.status(204).end();
    else response.redirect(303, paths.place(posted.place));
  });

  /**
   * Passes a move on, one at a time for each draft, so that a page's own save is never news to its next move.
   * `quiet`: it says nothing in the conversation. Undefined where it is the `background` save of a page that was left.
   */
  async function move(
    posted: Posted,
    draft: DraftId,
    nonce: string,
    what: Move,
    { quiet, background }: { readonly quiet: boolean; readonly background: boolean },
  ) {
    const { me } = posted;
    return web.inTurn(`${me.user}\n${draft}`, async () => {
      const open = web.remembered.form(me.user, draft);
      const step = field(posted, 'step');
      const answers: Answers = readAnswers(posted.fields, open?.view.form, step);
      const page = `${me.user}\n${draft}\n${nonce}`;
      // A pause in typing that ends while the page is being left: saved now, it would undo what was answered meanwhile.
      if (background && web.remembered.left.get(page) === true) return undefined;
      const revision = Math.max(
        Number.parseInt(field(posted, 'revision'), 10) || 0,
        web.remembered.revisions.get(page) ?? 0,
      );
      const place = open?.from ?? { kind: 'direct', user: me.user };
      const after = await web.newest(addressOf(place));
      const event = {
        ...base({ ...posted, place }, nonce, ['form', posted.raw]),
        kind: 'form' as const,
        draft,
        revision,
        move: what,
        step,
        answers,
      };
      const answer = await web.hear(event);
      if (!quiet) web.remembered.left.set(page, true);
      if (answer.undone === true && answer.reply.kind === 'say' && open !== undefined && !background) {
        web.remembered.openForm(me.user, withTyped(open, step, answers, answer.reply.card.summary));
        // Whoever asked to leave is let go, and told in the conversation: what they typed is there once they come back.
        if (what.do !== 'closed')
          return { answer, next: { kind: 'go', to: paths.form(me.user, draft) } as const, place };
      }
      // A save in the background is answered on the page that made it, and says nothing in the conversation.
      const next: Next =
        quiet && answer.reply.kind !== 'form'
          ? { kind: 'back' }
          : await web.settle(me.user, place, answer, { after, act: event.deliveryId, form: draft });
      if (answer.reply.kind === 'form') {
        const { view } = answer.reply;
        if (view.draft === draft) web.remembered.revisions.set(page, view.revision);
        const focus = focusAfter(what, open?.view, view);
        web.remembered.openForm(me.user, {
          view,
          reader: answer.reader,
          from: place,
          ...(focus === undefined ? {} : { focus }),
        });
      } else if (what.do === 'closed' && answer.undone !== true) web.remembered.closeForm(me.user, draft);
      return { answer, next, place };
    });
  }

  post('/:user/form/:draft', async (posted, request, response) => {
    const nonce = readNonce(posted.fields);
    const what = readMove(field(posted, 'move'));
    if (nonce === undefined || what === undefined) return outOfDate(posted, request, response);
    const draft = one(request.params.draft) as DraftId;
    const quiet = field(posted, 'quiet') === '1';
    const moved = await move(posted, draft, nonce, what, { quiet, background: quiet });
    if (moved === undefined) return void response.status(204).end();
    const { answer, next, place } = moved;
    if (quiet) {
      if (answer.reply.kind === 'form') response.type('html').send(savedFragment(answer.reply.view, answer.reader));
      else response.status(204).end();
      return;
    }
    const home = what.do === 'closed' && one(request.query.to) === 'home' && next.kind === 'back';
    const to: Place = home ? { kind: 'home', user: posted.me.user } : place;
    await show({ ...posted, place: to }, next, request, response, { composed: false });
  });

  // What is written is kept first; whom to turn to is then shown whatever became of that.
  post('/:user/form/:draft/concern', async (posted, request, response) => {
    const nonce = readNonce(posted.fields);
    if (nonce === undefined) return outOfDate(posted, request, response);
    const draft = one(request.params.draft) as DraftId;
    const user = posted.me.user;
    const moved = await move(posted, draft, nonce, { do: 'save' }, { quiet: true, background: false });
    const place = moved?.place ?? posted.place;
    const kind = web.remembered.form(user, draft)?.view.form.concern;
    const answer = await web.hear({
      ...base({ ...posted, place }, nonce, ['concern', posted.raw]),
      kind: 'press',
      at: addressOf(place),
      press: { verb: concernVerb, subject: '-', ...(kind === undefined ? {} : { arg: kind }) },
    });
    const next = await web.settle(user, place, onItsOwnPage(answer), { after: null, act: nonce, form: draft });
    goTo(request, response, next.kind === 'go' ? next.to : paths.form(user, draft));
  });

  return router;
}
