/*
 * What the pages need beyond htmx. Nothing here is needed to use them: without it every button still posts its form.
 * Served as it stands, so it is written for browsers of the last few years and imports nothing.
 */
(() => {
  const byId = (id) => document.getElementById(id);
  const scroller = () => document.querySelector('.scroller');

  /* ---------------------------------------------------------------- later versions win */

  /** `RUN.N` of the list that an answer holds; a run of the program that is another one is a later one. */
  const isOlder = (answer, shown) => {
    const [[run, n], [shownRun, shownN]] = [answer.split('.'), shown.split('.')];
    return run === shownRun && Number(n) < Number(shownN);
  };

  /* ---------------------------------------------------------------- what stays as it was over a redrawing */

  /** How far below the newest message (px) still counts as standing at it. */
  const atNewest = 8;
  let open = [];
  let anchor;

  /** The first card that is in sight, and where it stands: undefined where one reads at the newest. */
  const firstInSight = () => {
    const around = scroller();
    if (around === null || Math.abs(around.scrollTop) < atNewest) return undefined;
    const top = around.getBoundingClientRect().top;
    const card = [...around.querySelectorAll('.entry [id]')].find((e) => e.getBoundingClientRect().bottom > top);
    return card === undefined ? undefined : { id: card.id, top: card.getBoundingClientRect().top };
  };

  /* ---------------------------------------------------------------- nothing is drawn anew from under a finger */

  /** A click comes so long (ms) after the finger has gone, at most, where one touches. */
  const clickAfter = 100;
  const news = 'sse:changed';
  let pressed = false;
  let released;
  const heldBack = new Set();

  // A button that is drawn anew between its being pressed and let go is never clicked: what is new waits until then.
  addEventListener(
    'pointerdown',
    () => {
      clearTimeout(released);
      pressed = true;
    },
    true,
  );
  for (const gone of ['pointerup', 'pointercancel', 'blur'])
    addEventListener(
      gone,
      () => {
        clearTimeout(released);
        released = setTimeout(() => {
          pressed = false;
          for (const elt of heldBack) if (elt.isConnected) htmx.trigger(elt, news);
          heldBack.clear();
        }, clickAfter);
      },
      true,
    );

  document.addEventListener('htmx:beforeSwap', (event) => {
    const { xhr, target, elt } = event.detail;
    const asked = event.detail.requestConfig?.elt ?? elt;
    if (pressed && asked.getAttribute?.('hx-trigger') === news) {
      event.detail.shouldSwap = false;
      heldBack.add(asked);
      return;
    }
    const version = xhr.getResponseHeader('Talk-Version');
    const shown = byId('talk')?.dataset.version;
    // Two answers crossed: the list stays; what stands beside it (the news, the line to type in) is still taken.
    if (version !== null && shown !== undefined && isOlder(version, shown)) event.detail.swapOverride = 'none';
    if (target?.id !== 'home' && target?.matches?.('.scroller') !== true) return;
    open = [...target.querySelectorAll('details[open][id]')].map((d) => d.id);
    anchor = firstInSight();
  });

  document.addEventListener('htmx:afterSettle', () => {
    for (const id of open) byId(id)?.setAttribute('open', '');
    open = [];
    const card = anchor === undefined ? null : byId(anchor.id);
    if (card !== null && scroller() !== null) scroller().scrollTop += card.getBoundingClientRect().top - anchor.top;
    anchor = undefined;
  });

  /* ---------------------------------------------------------------- a network that is slow or gone */

  /** From then on (ms) one is told that it takes long. */
  const slow = 3000;
  const unreachable = 'Mentorlog cannot be reached at the moment.';
  let again;
  let late;
  let sent;

  const isQuiet = (elt) => elt.hasAttribute?.('hx-trigger') === true;
  const tell = (words) => {
    clearTimeout(late);
    const line = byId('slow');
    if (line === null) return;
    line.textContent = words;
    line.hidden = words === '';
  };

  /** Says above the page that something did not go through, and offers to try again; what was typed stays. */
  const sayLost = (what, retry) => {
    const box = byId('alert');
    if (box === null) return;
    const alert = document.createElement('div');
    alert.className = 'alert';
    const words = document.createElement('p');
    words.textContent = `${what} ${unreachable} Nothing that you wrote is lost: try again in a moment.`;
    const button = document.createElement('button');
    button.type = 'button';
    button.id = 'try-again';
    button.className = 'button plain';
    button.textContent = 'Try again';
    button.addEventListener('click', retry);
    alert.append(words, button);
    box.replaceChildren(alert);
    again = retry;
  };

  const lost = (event) => {
    const { elt, requestConfig } = event.detail;
    tell('');
    if (isQuiet(elt)) {
      const saved = elt.closest('form') === null ? null : byId('saved');
      if (saved !== null) saved.textContent = `Not saved yet. ${unreachable}`;
      return;
    }
    const submitter = requestConfig?.triggeringEvent?.submitter ?? undefined;
    const retry = () => {
      again = undefined;
      byId('alert')?.replaceChildren();
      if (!elt.isConnected) location.reload();
      else if (elt.tagName !== 'FORM') elt.click();
      else elt.requestSubmit(submitter?.isConnected === true ? submitter : undefined);
    };
    sayLost(elt.id === 'composer' ? 'That was not sent.' : 'That did not go through.', retry);
  };
  for (const name of ['htmx:sendError', 'htmx:timeout']) document.addEventListener(name, lost);

  document.addEventListener('htmx:beforeRequest', ({ detail: { elt } }) => {
    if (isQuiet(elt)) return;
    if (elt.id === 'composer') sent = byId('say')?.value;
    clearTimeout(late);
    late = setTimeout(
      () => tell('This takes longer than usual. What you wrote is kept until it has gone through.'),
      slow,
    );
  });
  document.addEventListener('htmx:afterRequest', ({ detail: { elt } }) => {
    if (!isQuiet(elt)) tell('');
  });
  addEventListener('online', () => again?.());

  // What was typed while the last words were under way is of the next ones.
  let typedSince;
  document.addEventListener('htmx:oobBeforeSwap', ({ detail: { target } }) => {
    if (target?.id !== 'composer') return;
    const typed = byId('say')?.value ?? '';
    typedSince = typed === sent ? undefined : typed;
  });
  document.addEventListener('htmx:oobAfterSwap', () => {
    const line = byId('say');
    if (line !== null && typedSince !== undefined && typedSince !== '') line.value = typedSince;
    typedSince = undefined;
  });

  // The stream of news mends itself; a break that lasts is said.
  document.addEventListener('htmx:sseError', () => {
    clearTimeout(late);
    late = setTimeout(() => tell(`${unreachable} What is new appears here once it can be.`), slow);
  });
  document.addEventListener('htmx:sseOpen', () => tell(''));

  /* ---------------------------------------------------------------- tables that can be searched */

  const plain = (words) => words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

  document.addEventListener('input', ({ target }) => {
    const table = target.dataset?.searches === undefined ? null : byId(target.dataset.searches);
    if (table === null) return;
    const wanted = plain(target.value).split(/\s+/).filter(Boolean);
    let left = 0;
    for (const row of table.tBodies[0].rows) {
      const words = plain(row.textContent);
      row.hidden = !wanted.every((w) => words.includes(w));
      if (!row.hidden) left += 1;
    }
    const found = byId(`${table.id}-found`);
    if (found !== null) found.textContent = wanted.length === 0 ? '' : `${left} found`;
  });

  /* ---------------------------------------------------------------- the menu of a narrow window */

  document.addEventListener('click', ({ target }) => {
    for (const menu of document.querySelectorAll('.menu[open]')) if (!menu.contains(target)) menu.open = false;
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    for (const menu of document.querySelectorAll('.menu[open]')) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });
})();
