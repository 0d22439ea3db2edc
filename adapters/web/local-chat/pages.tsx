import { type Request, type Response, Router } from 'express';
import type { Card } from '../../../src/chat/card.js';
import type { DraftId } from '../../../src/kernel/ids.js';
import type { LocalPerson } from '../../../src/ports/local-chat.js';
import { CardView } from '../card.js';
import { FormPage } from '../form.js';
import { ConversationBody, newsSince, ToldNote, talkFragment } from './conversation.js';
import { fileHeaders } from './files.js';
import { directAddress, type Place, paths, topicOf, writePlace } from './paths.js';
import type { OpenForm, Panel } from './remembered.js';
import { chatPage, formPage } from './shell.js';
import { clockInWords, type Frame } from './side.js';
import { accountOf, goTo, refuse, type Web } from './web.js';

/** One value of a path or a query, as a string. */
export const one = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The person that a path names; where there is none, the page says so and this answers undefined. */
export async function personOf(web: Web, request: Request, response: Response): Promise<LocalPerson | undefined> {
  const user = one(request.params.user);
  const found = (await web.people.list()).find((p) => p.user === user);
  if (found === undefined)
    refuse(
      web,
      request,
      response,
      404,
      'Nobody by that name',
      // Whoever has not written yet is known to the program alone that they came to.
      web.several()
        ? 'Choose one of the people on the first page. If you have only just come in, come in again.'
        : 'Choose one of the people on the first page.',
      ...(web.several() ? ([{ href: paths.somebodyNew, label: 'Come in' }] as const) : []),
    );
  return found;
}

/** Whether a place is there; where its channel is none of the programme's, the page says so. */
export async function knownPlace(web: Web, place: Place, request: Request, response: Response): Promise<boolean> {
  if (place.kind !== 'channel' || (await web.people.channels()).includes(place.name)) return true;
  refuse(web, request, response, 404, 'No such channel', 'Choose a conversation that is listed beside your name.', {
    href: paths.person(place.user),
    label: 'Go to my conversation',
  });
  return false;
}

/** Every page has "Worried about someone?" at its head: a card that has a button for it too need not say it again. */
function withoutConcern(card: Card): Card {
  const blocks = card.blocks.map((b) =>
    b.kind === 'buttons' ? { ...b, items: b.items.filter((i) => i.press.verb !== 'concern.open') } : b,
  );
  return { ...card, blocks };
}

function ReadingBody({
  frame,
  panel,
  panelId,
}: {
  frame: Frame;
  panel: Pick<Panel, 'card' | 'reader'>;
  panelId?: string;
}) {
  const { reader } = panel;
  const card = withoutConcern(panel.card);
  return (
    <div class="reading-body">
      <article class="card panel">
        {card.blocks.length === 0 ? (
          <p class="words muted">Nothing waits for you. When something does, it stands here.</p>
        ) : (
          <CardView
            card={card}
            reader={reader}
            untitled
            place={{
              press: paths.press(frame.me.user),
              nonce: frame.nonce,
              from: writePlace(frame.place),
              id: 'panel',
              level: 1,
              ...(panelId === undefined ? {} : { panel: panelId }),
            }}
          />
        )}
      </article>
    </div>
  );
}

async function conversation(web: Web, me: LocalPerson, place: Place, request: Request, response: Response) {
  if (!(await knownPlace(web, place, request, response))) return;
  const frame = await web.frame(me, place, request);
  const talk = await web.talk(place, one(request.query.on) || undefined);
  response.type('html').send(
    chatPage(frame, {
      title: place.kind === 'channel' ? `#${place.name}` : 'Mentorlog',
      about:
        place.kind === 'channel'
          ? 'Everybody in the programme reads what is posted here'
          : `Between you, ${me.name}, and Mentorlog`,
      kind: 'talk',
      body: <ConversationBody talk={talk} frame={frame} />,
    }),
  );
}

async function talkAlone(web: Web, me: LocalPerson, place: Place, request: Request, response: Response) {
  if (!(await knownPlace(web, place, request, response))) return;
  const talk = await web.talk(place);
  const frame = await web.frame(me, place, request);
  const news = newsSince(one(request.query.seen), talk, frame.reader);
  response
    .set('Talk-Version', talk.version)
    .type('html')
    .send(talkFragment(talk, frame, news, false));
}

/** The form as it stands in memory, or as the runtime answers for its draft (after a restart). */
async function findForm(web: Web, user: string, draft: DraftId): Promise<OpenForm | { readonly to: string }> {
  const known = web.remembered.form(user, draft);
  if (known !== undefined) return known;
  const place: Place = { kind: 'direct', user };
  const answer = await web.hear({
    kind: 'press',
    deliveryId: `web:${user}:${web.ids.next('delivery')}`,
    who: accountOf(user),
    surface: { scope: 'direct', form: true },
    at: directAddress(user),
    press: { verb: 'draft.continue', subject: draft },
  });
  const next = await web.settle(user, place, answer, {
    after: await web.newest(directAddress(user)),
    act: web.ids.next('act'),
  });
  const opened = web.remembered.form(user, draft);
  if (answer.reply.kind === 'form' && opened !== undefined) return opened;
  return { to: next.kind === 'go' ? next.to : paths.place(place) };
}

/** Everything that is read: nothing here changes what the programme knows. */
export function pageRoutes(web: Web): Router {
  const router = Router();

  const at = (path: string, placeOf: (request: Request, user: string) => Place) => {
    type Show = (web: Web, me: LocalPerson, place: Place, request: Request, response: Response) => Promise<void>;
    const route = (end: string, show: Show) =>
      router.get(`${path}${end}`, async (request, response) => {
        const me = await personOf(web, request, response);
        if (me !== undefined) await show(web, me, placeOf(request, me.user), request, response);
      });
    route('/stream', async (_web, _me, place, request, response) => {
      web.live.open(request, response, topicOf(place), one(request.query.since));
    });
    return route;
  };

  const direct = at('/:user', (_request, user) => ({ kind: 'direct', user }));
  direct('', conversation);
  direct('/talk', talkAlone);
  const channel = at('/:user/channel/:name', (request, user) => ({
    kind: 'channel',
    user,
    name: one(request.params.name),
  }));
  channel('', conversation);
  channel('/talk', talkAlone);

  at('/:user/home', (_request, user) => ({ kind: 'home', user }))('', async (_web, me, place, request, response) => {
    const frame = await web.frame(me, place, request);
    const { reply, reader } = await web.hear({
      kind: 'home',
      deliveryId: `web:${me.user}:${web.ids.next('delivery')}`,
      who: accountOf(me.user),
      surface: { scope: 'direct', form: true },
    });
    if (reply.kind !== 'panel' && reply.kind !== 'say') {
      goTo(request, response, paths.person(me.user));
      return;
    }
    const notes = web.remembered.notes(place);
    const focus = one(request.query.on);
    const body = (
      <div
        id="home"
        hx-get={paths.place(place)}
        hx-trigger="sse:changed"
        hx-select="#home"
        hx-swap="outerHTML"
        hx-target="this"
        hx-disinherit="hx-select hx-swap hx-target"
      >
        {notes.map((note) => (
          <ToldNote key={note.id} note={note} frame={frame} focus={focus === note.id} live={false} />
        ))}
        <ReadingBody frame={frame} panel={{ card: reply.card, reader }} />
      </div>
    );
    response
      .type('html')
      .send(chatPage(frame, { title: reply.card.title, kind: 'reading', about: `For you, ${me.name}`, body }));
  });

  router.get('/:user/panel/:id', async (request, response) => {
    const me = await personOf(web, request, response);
    if (me === undefined) return;
    const panel = web.remembered.panel(me.user, one(request.params.id));
    if (panel === undefined) {
      refuse(web, request, response, 404, 'This page has closed', 'Press the button again that opened it.', {
        href: paths.person(me.user),
        label: 'Go to my conversation',
      });
      return;
    }
    const frame = await web.frame(me, panel.from, request);
    const back =
      panel.form === undefined
        ? {
            href: paths.place(panel.from),
            to: panel.from.kind === 'home' ? 'Home' : 'the conversation',
          }
        : { href: paths.form(me.user, panel.form), to: 'the form' };
    response.type('html').send(
      chatPage(frame, {
        title: panel.card.title,
        about: 'Shown to you alone',
        kind: 'reading',
        back,
        body: (
          <>
            {/* Nothing of it is drawn again; but where its reader has lent the device, it is told to go. */}
            <span
              hidden
              hx-get={paths.panel(me.user, one(request.params.id))}
              hx-trigger="sse:changed"
              hx-swap="none"
            />
            <ReadingBody frame={frame} panel={panel} panelId={one(request.params.id)} />
          </>
        ),
      }),
    );
  });

  router.get('/:user/form/:draft', async (request, response) => {
    const me = await personOf(web, request, response);
    if (me === undefined) return;
    const draft = one(request.params.draft) as DraftId;
    const form = await findForm(web, me.user, draft);
    if ('to' in form) {
      goTo(request, response, form.to);
      return;
    }
    const frame = await web.frame(me, form.from, request);
    const place = {
      action: paths.form(me.user, draft),
      concern: paths.concern(me.user, draft),
      home: paths.formThenHome(me.user, draft),
      nonce: frame.nonce,
      live: true,
      ...(form.focus === undefined ? {} : { focus: form.focus }),
    };
    response
      .type('html')
      .send(
        formPage(
          frame,
          `${form.view.problems.length > 0 ? 'Something to put right: ' : ''}${form.view.form.title}`,
          <FormPage view={form.view} reader={form.reader} place={place} />,
        ),
      );
  });

  router.get('/:user/clock', async (request, response) => {
    const me = await personOf(web, request, response);
    if (me === undefined) return;
    response.type('text').send(clockInWords(web.clock.now(), await web.people.reader(me.user)));
  });

  return router;
}

/** The files that were placed in messages, each under its unguessable token. */
export function fileRoutes(web: Web): Router {
  const router = Router();
  router.get('/:token/:name', async (request, response) => {
    const file = await web.kept.find(one(request.params.token));
    if (file === undefined)
      refuse(web, request, response, 404, 'This file is no longer kept here', 'Ask for it again where you got it.');
    else response.set(fileHeaders(file)).send(Buffer.from(file.bytes));
  });
  return router;
}
