import { Router, urlencoded } from 'express';
import { one } from './pages.js';
import { paths } from './paths.js';
import { alertFragment, barePage } from './shell.js';
import { goTo, isSwap, type Web } from './web.js';

/** `/chat`: who somebody new is. Where a platform has accounts, the local chat has this page. */

function page(web: Web, typed: { readonly name: string; readonly email: string }, wrong?: string): string {
  return barePage(
    'Who are you?',
    web.practice(),
    <>
      <h1>Who are you?</h1>
      <p class="words">Nobody checks this: the local chat is for trying things on this machine.</p>
      <form method="post" action={paths.somebodyNew} class="arrive">
        {wrong !== undefined && (
          <p class="problem" id="wrong" role="alert">
            {wrong}
          </p>
        )}
        <div class="field">
          <label for="name">Your name</label>
          <input
            id="name"
            name="name"
            type="text"
            autocomplete="off"
            maxLength={80}
            required
            value={typed.name}
            {...(wrong === undefined ? {} : { 'aria-describedby': 'wrong' })}
          />
        </div>
        <div class="field">
          <label for="email">E-mail address (optional)</label>
          <p class="hint" id="email-hint">
            If your coordinator has imported you, this is how you are known again.
          </p>
          <input
            id="email"
            name="email"
            type="text"
            inputMode="email"
            autocomplete="off"
            value={typed.email}
            aria-describedby="email-hint"
          />
        </div>
        <p>
          <button type="submit" class="button main" id="arrive">
            Come in
          </button>
        </p>
      </form>
    </>,
  );
}

/** The page itself, and coming in by it. */
export function somebodyNewRoutes(web: Web): Router {
  const router = Router();
  router.get('/', (_request, response) => {
    response.type('html').send(page(web, { name: '', email: '' }));
  });
  router.post('/', urlencoded({ extended: false, limit: '4kb' }), async (request, response) => {
    const body = (request.body ?? {}) as { name?: unknown; email?: unknown };
    const typed = { name: one(body.name), email: one(body.email) };
    const come = await web.people.comeIn(typed);
    if ('user' in come) goTo(request, response, paths.person(come.user));
    else
      response
        .status(422)
        .type('html')
        // The page's script puts an answer that says no above the page that is open: all of it there would be two pages.
        .send(isSwap(request) ? alertFragment('You are not in yet', come.say) : page(web, typed, come.say));
  });
  return router;
}
