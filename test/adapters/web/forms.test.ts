import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderFormHtml } from '../../../adapters/web/form.js';
import { directAddress } from '../../../adapters/web/local-chat/paths.js';
import type { FormView } from '../../../src/chat/form.js';
import type { Reply } from '../../../src/chat/inbound.js';
import { literal } from '../../../src/chat/text.js';
import { minute } from '../../../src/kernel/clock.js';
import { card, fieldsIn, filled, formEvent, outgoing, planView, reader, start, type World, world } from './world.js';

let w: World;
beforeEach(async () => {
  w = await world();
});
afterEach(() => w.stop());

const path = '/chat/maya/form/draft1';
const shows = (view: FormView) => (): Reply => ({ kind: 'form', view });
/** Opens the form as a command does, and answers what its page would post. */
async function opened(view: FormView) {
  w.answer(shows(view));
  await w.post('/chat/maya/say', { nonce: 'nonce-nonce', text: 'plan' });
  const page = await w.get(path);
  return { html: page.text, ...fieldsIn(page.text, 'id="form"') };
}

describe('a form as it is drawn', () => {
  it('names its step, its fields, their hints and who reads them', () => {
    const html = renderFormHtml(planView({ step: 'when' }), reader);
    expect(html).toMatch(/Step 1 of 2: <\/span><span dir="auto">When</);
    expect(html).toMatch(/<label for="f-title"><span dir="auto">Title<\/span><\/label>/);
    expect(html).toMatch(
      /<input id="f-title" name="v.title"[^>]*aria-describedby="readers-shown"[^>]*type="text" value="Phone calls"/,
    );
    // Said once, at the head: no field says it again.
    expect(html).toMatch(
      /<span id="readers-both">“Kind”, “Goals” and “Place”: mentor, mentee, coordinator and those who assess read this\.<\/span> <span id="readers-mentor">[^<]*: the mentor and those who assess read this\.<\/span> <span id="readers-shown">All else: may appear in messages and calendars\.<\/span>/,
    );
    expect(html).not.toMatch(/id="f-[^"]*-readers"/);
    expect(html).toMatch(/<textarea[^>]*aria-describedby="f-why-hint readers-mentor"/);
    expect(html).toMatch(/type="date" value="2026-11-24"/);
    expect(html).toMatch(/type="time" value="15:00"/);
    expect(html).toMatch(/type="number" value="45"[^>]*inputMode="numeric" min="5" max="480" step="5"/i);
    expect(html).toMatch(/<fieldset[^>]*role="radiogroup"/);
    expect(html).toMatch(/type="radio" id="f-kind" name="v.kind" value="standard" checked/);
    expect(html).toMatch(/type="checkbox" id="f-goals" name="v.goals" value="g1" checked/);
    expect(html).toMatch(/<input type="hidden" name="v.goals" value(="")?\/>/);
    // An empty line looks like a fault; words that could be an answer would be taken for one.
    expect(html).toMatch(/<option value(="")?>Choose…<\/option>/);
    expect(html).not.toContain('No answer');
    expect(html).toContain('Saved at <time');
    expect(html).toContain('Next: Activities');
    expect(html).not.toMatch(/\srequired|value="back"/);
    expect(html).toMatch(/<form[^>]*novalidate/i);
  });

  it('a button that goes on where a step may be sent already has its words in one piece', () => {
    const view = planView({ step: 'when' });
    const steps = view.form.steps.map((s) => (s.id === 'when' ? { ...s, submit: 'Save', onward: 'Choose more' } : s));
    // Two pieces beside each other in a button stand apart: “Choose more : Activities”.
    expect(renderFormHtml({ ...view, form: { ...view.form, steps } }, reader)).toMatch(
      /id="next"><span>Choose more<span class="rest">: Activities<\/span><\/span><\/button>/,
    );
  });

  it('draws rows as fieldsets, with ways to add and remove within their bounds', () => {
    const html = renderFormHtml(planView(), reader);
    expect(html).toMatch(/<legend>Activity 2<\/legend><input type="hidden" name="k.activities" value="kb"/);
    expect(html).toContain('name="r.activities.kb.minutes"');
    expect(html).toContain('value="add:activities"');
    expect(html).toContain('value="remove:activities:ka"');
    expect(html).toContain('Mentor, mentee, coordinator and those who assess read this.');
    expect(html).toContain('Send the plan');
    const rows = (n: number) => ({
      values: {},
      rows: { activities: Array.from({ length: n }, (_, i) => ({ key: `k${i}`, values: {} })) },
    });
    expect(renderFormHtml(planView({ answers: rows(1) }), reader)).not.toContain('value="remove:');
    expect(renderFormHtml(planView({ answers: rows(3) }), reader)).not.toContain('value="add:');
    expect(renderFormHtml(planView({ answers: rows(0) }), reader)).toContain('None yet.');
  });

  it('says problems beside their fields and above them, and hints in another way', () => {
    const html = renderFormHtml(
      planView({
        problems: [
          { at: 'activities', say: 'They last 40 minutes.' },
          { at: 'activities/kb/minutes', say: 'Say how long.' },
          { at: 'elsewhere', say: 'Something else.' },
        ],
        hints: [{ at: 'activities/ka/what', say: 'How would you both see it?' }],
        notice: literal('This form was open elsewhere.'),
      }),
      reader,
      { focus: 'problems' },
    );
    expect(html).toMatch(/id="problems" role="alert"[^>]*tabindex="-1" autofocus/i);
    expect(html).toContain('3 things to put right');
    expect(html).toMatch(/<a href="#f-activities-kb-minutes">Minutes: Say how long.<\/a>/);
    expect(html).toMatch(/<a href="#f-activities">They last 40 minutes.<\/a>/);
    expect(html).toMatch(/<li dir="auto">Something else.<\/li>/);
    expect(html).toMatch(
      /id="f-activities-kb-minutes"[^>]*aria-describedby="f-activities-kb-minutes-problem readers-both" aria-invalid="true"/,
    );
    expect(html).toMatch(/<div class="problem" id="f-activities-kb-minutes-problem">/);
    expect(html).toMatch(
      /<section class="group wrong" id="f-activities"[^>]*aria-describedby="f-activities-problem readers-both"/,
    );
    expect(html).toMatch(/<div class="suggestion" id="f-activities-ka-what-suggestion">/);
    expect(html).not.toMatch(/id="f-activities-ka-what"[^>]*aria-invalid/);
    expect(html).toContain('This form was open elsewhere.');
  });

  it('shows what was typed where no native input can', () => {
    const html = renderFormHtml(
      planView({ step: 'when', answers: { values: { length: 'ages', date: 'soon', time: '25' }, rows: {} } }),
      reader,
    );
    expect(html).toMatch(/type="text" value="ages"/);
    expect(html).toMatch(/type="text" value="soon"/);
    expect(html).toMatch(/type="text" value="25"/);
  });
});

describe('a move', () => {
  it('carries the open step’s answers exactly', async () => {
    const { action, fields } = await opened(planView({ step: 'when' }));
    const changed = filled(fields, {
      'v.title': ' ‮<b>\u{1F600}',
      'v.length': '37,5',
      'v.why': 'a\r\nb',
      'v.unknown': 'x',
      move: 'next',
    });
    expect(await w.post(action, changed)).toMatchObject({ status: 303, headers: { location: path } });
    expect(formEvent(w)).toMatchObject({
      kind: 'form',
      draft: 'draft1',
      revision: 3,
      step: 'when',
      move: { do: 'next' },
      who: { user: 'maya' },
    });
    expect(formEvent(w).answers).toEqual({
      values: {
        title: ' ‮<b>\u{1F600}',
        date: '2026-11-24',
        time: '15:00',
        length: 37.5,
        kind: 'standard',
        goals: ['g1'],
        place: '',
        why: 'a\nb',
      },
      rows: {},
    });
  });

  it('tells nothing chosen from not asked, and keeps a number that is none', async () => {
    const { action, fields } = await opened(planView({ step: 'when' }));
    const without = fields.filter(([name, value]) => name !== 'v.kind' && !(name === 'v.goals' && value !== ''));
    for (const [typed, kept] of [
      ['', ''],
      ['ages', 'ages'],
      ['0x10', '0x10'],
      ['1e3', '1e3'],
      [' 5 ', 5],
      ['-3', -3],
      ['9'.repeat(400), '9'.repeat(400)],
    ] as const) {
      await w.post(action, filled(without, { 'v.length': typed, move: 'save' }));
      const { values } = formEvent(w).answers;
      expect(values.goals).toEqual([]);
      expect(values).not.toHaveProperty('kind');
      expect(values.length).toBe(kept);
    }
  });

  it('carries rows by their keys, in their order, and a group that has lost all of them', async () => {
    const { action, fields } = await opened(planView());
    await w.post(action, [...fields, ['k.activities', 'ka'], ['move', 'remove:activities:ka']]);
    expect(formEvent(w)).toMatchObject({ move: { do: 'remove', group: 'activities', row: 'ka' } });
    expect(formEvent(w).answers).toEqual({
      values: {},
      rows: {
        activities: [
          { key: 'ka', values: { what: 'Listen', minutes: 20 } },
          { key: 'kb', values: { what: 'Role play', minutes: 25 } },
        ],
      },
    });
    await w.post(action, [...fields.filter(([name]) => !/^[kr]\./.test(name)), ['move', 'save']]);
    expect(formEvent(w).answers).toEqual({ values: {}, rows: { activities: [] } });
  });

  it('puts the focus where it belongs: the new row, the step, the problems', async () => {
    const { action, fields } = await opened(planView());
    const rows = planView().answers.rows.activities ?? [];
    w.answer(shows(planView({ answers: { values: {}, rows: { activities: [...rows, { key: 'kc', values: {} }] } } })));
    await w.post(action, [...fields, ['move', 'add:activities']]);
    expect((await w.get(path)).text).toMatch(/id="f-activities-kc-what" name="r.activities.kc.what" autofocus/);
    w.answer(shows(planView({ step: 'when' })));
    await w.post(action, [...fields, ['move', 'back']]);
    expect((await w.get(path)).text).toMatch(/<h2 id="step" tabindex="-1" autofocus/i);
    w.answer(shows(planView({ problems: [{ at: 'activities', say: 'No.' }] })));
    await w.post(action, [...fields, ['move', 'submit']]);
    expect((await w.get(path)).text).toMatch(/id="problems"[^>]*autofocus/);
  });

  it('closes to where the form was opened, with its private word', async () => {
    w.answer(shows(planView()));
    await w.post('/chat/maya/press', { nonce: 'nonce-nonce', verb: 'x', subject: 'y', from: '#mentoring' });
    const { action, fields } = fieldsIn((await w.get(path)).text, 'id="form"');
    w.answer(() => ({ kind: 'close', say: card('The plan is sent') }));
    const closed = await w.post(action, [...fields, ['move', 'submit']]);
    expect(closed.headers.location).toMatch(/^\/chat\/maya\/channel\/mentoring\?on=/);
    expect((await w.get('/chat/maya/channel/mentoring')).text).toContain('The plan is sent');
  });

  it('is one delivery when the page is sent twice, and another with other words', async () => {
    const { action, fields } = await opened(planView());
    const posted = [...fields, ['move', 'submit']] as [string, string][];
    await Promise.all([w.post(action, posted), w.post(action, posted)]);
    await w.post(action, filled(posted, { 'r.activities.ka.what': 'Other' }));
    const ids = w.heard.filter((e) => e.kind === 'form').map((e) => e.deliveryId);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('with 100,000 characters in a field is passed on whole, and comes back whole', async () => {
    const long = `${'ж'.repeat(99_000)}${'<"&'.repeat(333)}!`;
    const { action, fields } = await opened(planView({ step: 'when' }));
    w.answer((e) =>
      e.kind === 'form'
        ? {
            kind: 'form',
            view: planView({ step: 'when', answers: e.answers, problems: [{ at: 'why', say: 'At most 3,000.' }] }),
          }
        : { kind: 'done' },
    );
    await w.post(action, filled(fields, { 'v.why': long, move: 'submit' }));
    expect(formEvent(w).answers.values.why).toBe(long);
    const again = fieldsIn((await w.get(path)).text, 'id="form"');
    expect(again.fields.find(([name]) => name === 'v.why')?.[1]).toBe(long);
  });

  it('of which nothing was done leaves the form, with what was typed beneath the word', async () => {
    const no = () => ({ kind: 'say' as const, card: card('Not saved: there is no room.') });
    const typed = (html: string) => fieldsIn(html, 'id="form"').fields.find(([name]) => name === 'v.why')?.[1];
    for (const move of ['submit', 'next', 'save']) {
      const { action, fields } = await opened(planView({ step: 'when' }));
      w.undone(no);
      const at = (await w.post(action, filled(fields, { 'v.why': `Typed, ${move}`, move }))).headers.location;
      expect(at, move).toBe(path);
      const page = (await w.get(path)).text;
      expect(page, move).toContain('Not saved: there is no room.');
      expect(typed(page), move).toBe(`Typed, ${move}`);
    }
    // Whoever leaves is let go, hears it, and finds it as it was.
    const { action, fields } = await opened(planView({ step: 'when' }));
    w.undone(no);
    const left = await w.post(action, filled(fields, { 'v.why': 'Typed, and left', move: 'closed' }));
    expect(left.headers.location).toMatch(/^\/chat\/maya\?on=/);
    expect((await w.get('/chat/maya')).text).toContain('Not saved: there is no room.');
    expect(typed((await w.get(path)).text)).toBe('Typed, and left');
    // And "Worried about someone?" leads back to it.
    const again = await opened(planView({ step: 'when' }));
    w.undone(no);
    await w.post(`${path}/concern`, filled(again.fields, { 'v.why': 'Typed, and worried' }));
    expect(typed((await w.get(path)).text)).toBe('Typed, and worried');
  });

  it('that is none is refused', async () => {
    const { action, fields } = await opened(planView());
    for (const move of ['', 'add:', 'remove:activities', 'explode'])
      expect((await w.post(action, [...fields, ['move', move]])).status, move).toBe(400);
  });

  it('closes with words that go once the card that came of it stands', async () => {
    const { action, fields } = await opened(planView());
    w.answer(() => ({ kind: 'close', say: card('Planned') }));
    await w.post(action, [...fields, ['move', 'submit']]);
    expect((await w.get('/chat/maya')).text).toContain('Planned');
    await w.chat.send(directAddress('maya'), outgoing(card('Phone calls')));
    const page = (await w.get('/chat/maya')).text;
    expect(page).toContain('Phone calls');
    expect(page).not.toContain('Planned');
  });
});

describe('saving at pauses in typing', () => {
  it('answers with the time and the revision alone, and says nothing in the conversation', async () => {
    const { action, fields, html } = await opened(planView());
    expect(html).toMatch(/hx-trigger="input delay:800ms from:closest form"/);
    w.answer(shows(planView({ revision: 4, savedAt: start + 2 * minute })));
    const saved = await w.post(action, [...fields, ['move', 'save'], ['quiet', '1']], { 'HX-Request': 'true' });
    expect(saved.text).toMatch(
      /^<span id="kept" class="kept"><input type="hidden" id="revision" name="revision" value="4"/,
    );
    expect(saved.text).toMatch(/Saved at <time[^>]*>14:04<\/time>/);
    // It goes to a part of the page that asked: out of band it would be looked for in the page that is there by then.
    expect(html).toMatch(/hx-target="#kept" hx-swap="outerHTML"/);
    expect(saved.text).not.toContain('hx-swap-oob');
    w.answer(() => ({ kind: 'say', card: card('Already sent') }));
    expect((await w.post(action, [...fields, ['move', 'save'], ['quiet', '1']])).status).toBe(204);
    expect((await w.get('/chat/maya')).text).not.toContain('Already sent');
  });

  it('never makes the page’s own next move stale, even when that is sent before the answer came', async () => {
    const { action, fields } = await opened(planView());
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let revision = 3;
    w.answer(async (e) => {
      if (e.kind !== 'form') return { kind: 'done' };
      revision += 1;
      const view = planView({ revision });
      if (e.move.do === 'save') await held;
      return { kind: 'form', view };
    });
    const before = { heard: w.heard.length, requests: w.requests() };
    const saving = w.post(action, [...fields, ['move', 'save'], ['quiet', '1']]);
    await w.until(() => w.heard.length > before.heard);
    const moving = w.post(action, [...fields, ['move', 'submit']]);
    await w.until(() => w.requests() === before.requests + 2);
    // Time enough for the second to be heard, were it not waiting for the first.
    let turns = 0;
    await w.until(() => ++turns > 200);
    expect(w.heard).toHaveLength(before.heard + 1);
    release();
    await Promise.all([saving, moving]);
    const moves = w.heard.filter((e) => e.kind === 'form');
    expect(moves.map((e) => e.revision)).toEqual([3, 4]);
  });

  it('changes nothing more once the page’s own move was answered', async () => {
    const { action, fields } = await opened(planView());
    w.answer(shows(planView({ revision: 4, problems: [{ at: 'activities', say: 'They last 10 minutes.' }] })));
    await w.post(action, [...fields, ['move', 'submit']]);
    w.answer(shows(planView({ revision: 5 })));
    const heard = w.heard.length;
    expect((await w.post(action, [...fields, ['move', 'save'], ['quiet', '1']])).status).toBe(204);
    expect(w.heard).toHaveLength(heard);
    const next = await w.get(path);
    expect(next.text).toContain('They last 10 minutes.');
    // The page that came of it saves as ever.
    const there = fieldsIn(next.text, 'id="form"');
    await w.post(action, [...there.fields, ['move', 'save'], ['quiet', '1']]);
    expect(w.heard).toHaveLength(heard + 1);
  });

  it('does not lift the revision of another page', async () => {
    const { action, fields } = await opened(planView());
    const other = fieldsIn((await w.get(path)).text, 'id="form"');
    w.answer(shows(planView({ revision: 9 })));
    await w.post(action, [...fields, ['move', 'save']]);
    await w.post(action, [...other.fields, ['move', 'save']]);
    expect(formEvent(w).revision).toBe(3);
  });
});

describe('after a restart', () => {
  it('a form is asked for by its draft, and changes nothing', async () => {
    w.answer(shows(planView()));
    expect((await w.get(path)).text).toContain('Plan a session');
    expect(w.heard).toMatchObject([
      { kind: 'press', press: { verb: 'draft.continue', subject: 'draft1' }, at: 'web:maya' },
    ]);
    w.answer(() => ({ kind: 'say', card: card('This form was sent') }));
    expect((await w.get('/chat/leo/form/draft2')).headers.location).toBe('/chat/leo');
    expect((await w.get('/chat/leo')).text).toContain('This form was sent');
  });

  it('what a page of before it sends is passed on as it was typed', async () => {
    const { action, fields } = await opened(planView({ step: 'when' }));
    await w.stop();
    w = await world();
    w.answer(shows(planView()));
    await w.post(action, filled(fields, { 'v.length': '45', move: 'next' }));
    expect(formEvent(w)).toMatchObject({
      step: 'when',
      revision: 3,
      answers: { values: { length: '45', goals: 'g1', place: '' }, rows: {} },
    });
    w.answer(shows(planView()));
    const rows = fieldsIn(renderFormHtml(planView(), reader, { nonce: 'nonce-nonce' }), 'id="form"');
    await w.stop();
    w = await world();
    await w.post(action, [...rows.fields, ['move', 'save']]);
    expect(formEvent(w).answers.rows).toEqual({
      activities: [
        { key: 'ka', values: { what: 'Listen', minutes: '20' } },
        { key: 'kb', values: { what: 'Role play', minutes: '25' } },
      ],
    });
  });
});

describe('leaving a form', () => {
  it('"Worried about someone?" keeps what is written first, and leads back', async () => {
    const { fields, html } = await opened(planView());
    expect(html).toContain('formaction="/chat/maya/form/draft1/concern"');
    w.answer((e) =>
      e.kind === 'form'
        ? { kind: 'form', view: planView({ revision: 4 }) }
        : { kind: 'say', card: card('Whom to turn to') },
    );
    const opening = await w.post(`${path}/concern`, filled(fields, { 'r.activities.ka.what': 'Kept' }));
    expect(w.heard.slice(-2)).toMatchObject([
      { kind: 'form', move: { do: 'save' }, answers: { rows: { activities: [{ values: { what: 'Kept' } }, {}] } } },
      { kind: 'press', press: { verb: 'concern.open', subject: '-', arg: 'mentor' } },
    ]);
    const shown = (await w.get(opening.headers.location ?? '')).text;
    expect(shown).toContain('Whom to turn to');
    expect(shown).toMatch(/<a class="quiet" href="\/chat\/maya\/form\/draft1">/);
  });

  it('"Home" and "Close for now" keep it too', async () => {
    const { action, fields, html } = await opened(planView());
    expect(html).toContain('formaction="/chat/maya/form/draft1?to=home"');
    w.answer(() => ({ kind: 'done' }));
    expect((await w.post(`${path}?to=home`, [...fields, ['move', 'closed']])).headers.location).toBe('/chat/maya/home');
    expect(formEvent(w).move).toEqual({ do: 'closed' });
    expect((await w.post(action, [...fields, ['move', 'closed']])).headers.location).toBe('/chat/maya');
  });
});
