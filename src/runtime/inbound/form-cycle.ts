import type { Card } from '../../chat/card.js';
import { sentence } from '../../chat/card.js';
import { fieldProblems, fieldsOf, groupsOf, isBlank, readAnswers, stepOf, withoutBlankRows } from '../../chat/check.js';
import type { Answers, Form, FormView, Move, Problem, Row, Step, Value } from '../../chat/form.js';
import { placeOf } from '../../chat/form.js';
import type { InboundOf, Reply } from '../../chat/inbound.js';
import { join, literal, type Text } from '../../chat/text.js';
import type { ActorWork, FormFeature } from '../../features/feature.js';
import { Refused } from '../../kernel/errors.js';
import { shorten } from '../../kernel/words.js';
import type { DraftRow } from '../../ports/store.js';
import type { Registry } from '../registry.js';

/**
 * The one cycle of every form on every chat: move → keep the draft → redraw. Nothing that was typed is thrown away:
 * a stale window's words are kept or shown beside the newer ones, and a form that cannot be had any more keeps its
 * draft.
 */
export interface FormCycle {
  open: ActorWork['forms']['open'];
  continue: ActorWork['forms']['continue'];
  /** Answers what to show, and whether the form was taken in by this move. */
  move(event: InboundOf<'form'>): Promise<{ readonly reply: Reply; readonly taken: boolean }>;
}

/** What is said of a form that closed without being sent; undefined of one that was sent. */
function over({ outcome }: Pick<DraftRow, 'outcome'>): Card | undefined {
  if (outcome === 'withdrawn') return sentence('Not sent', 'You took this back meanwhile, so nothing was sent.');
  return outcome === 'begun anew'
    ? sentence(
        'Not sent',
        'You have begun this form anew since, so nothing was sent from here. Open it again to go on.',
      )
    : undefined;
}

/**
 * What is kept of a draft whose sending was refused in this window, which goes on with the revision that it has: whatever
 * comes from there next is no older than the draft, as long as nothing else has changed it.
 */
const refusedIn = (window: string | undefined, from: number, to: number): string =>
  window === undefined ? '' : `refused:${from}:${to}:${window.slice(0, 100)}`;

const isForm = (built: Form | Card): built is Form => 'steps' in built;

/** The answers as they were before this step had any. */
function without({ items }: Step, { values, rows }: Answers): Answers {
  const its = new Set(items.map((item) => item.id));
  const others = <T>(of: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(of).filter(([id]) => !its.has(id)));
  return { values: others(values), rows: others(rows) };
}

/** The cycle for one unit of work; `work` is only asked for once a form is in hand. */
export function formCycle(registry: Registry, work: () => ActorWork): FormCycle {
  const featureOf = (draft: DraftRow): FormFeature => {
    const feature = registry.forms.get(draft.form);
    if (feature === undefined)
      throw new Refused('no-such-form', 'This form is no longer in use. Type help to see what is.');
    return feature;
  };

  const view = (
    draft: DraftRow,
    form: Form,
    more: { readonly problems?: readonly Problem[]; readonly hints?: readonly Problem[]; readonly notice?: Text } = {},
  ): Reply => {
    const filled = withLeastRows(form, draft);
    const shown: FormView = {
      draft: draft.id,
      revision: draft.revision,
      form: registry.finishForm(form),
      step: (form.steps.find((s) => s.id === draft.step) ?? form.steps[0])?.id ?? '',
      answers: filled.answers,
      problems: more.problems ?? [],
      hints: more.hints ?? [],
      ...(draft.savedAt === null ? {} : { savedAt: draft.savedAt }),
      ...(more.notice === undefined ? {} : { notice: more.notice }),
    };
    return { kind: 'form', view: shown };
  };

  /** Groups show at least as many rows as they need, and those rows have keys from the start. */
  const withLeastRows = (form: Form, draft: DraftRow): DraftRow => {
    const rows: Record<string, readonly Row[]> = { ...draft.answers.rows };
    for (const group of form.steps.flatMap(groupsOf)) {
      const have = rows[group.id] ?? [];
      if (have.length >= Math.max(group.min, 1)) continue;
      const more: Row[] = [];
      // Deterministic keys: the same blank row has the same key however often it is drawn.
      for (let n = 0; have.length + more.length < Math.max(group.min, 1); n += 1)
        if (!have.some((r) => r.key === `blank${n}`)) more.push({ key: `blank${n}`, values: {} });
      rows[group.id] = [...have, ...more];
    }
    return { ...draft, answers: { ...draft.answers, rows } };
  };

  const keep = async (draft: DraftRow): Promise<DraftRow> => {
    await work().rows.drafts.save(draft);
    return draft;
  };

  const begin: FormCycle['open'] = async (formId, subject, seed, how = {}) => {
    const w = work();
    const feature = registry.forms.get(formId);
    if (feature === undefined)
      throw new Refused('no-such-form', 'This form is no longer in use. Type help to see what is.');
    const old = await w.rows.drafts.open(w.actor.id, formId, subject);
    if (old !== undefined && how.fresh !== true) {
      const built = await feature.build({ subject, answers: old.answers }, w);
      if (!isForm(built)) return { kind: 'panel', card: built };
      const notice =
        how.notice ??
        (old.savedAt === null ? undefined : literal('You began this earlier. Your words are still here.'));
      return view(old, built, notice === undefined ? {} : { notice });
    }
    if (old !== undefined) await w.rows.drafts.save({ ...old, doneAt: w.now, outcome: 'begun anew' });
    const built = await feature.build({ subject, answers: seed }, w);
    if (!isForm(built)) return { kind: 'panel', card: built };
    const draft = await keep({
      id: w.ids.next('draft'),
      person: w.actor.id,
      form: formId,
      subject,
      revision: 1,
      step: how.step ?? built.steps[0]?.id ?? '',
      answers: seed,
      openedAt: w.now,
      savedAt: null,
      doneAt: null,
      outcome: '',
    });
    return view(draft, built, how.notice === undefined ? {} : { notice: how.notice });
  };

  const goOn: FormCycle['continue'] = async (draft) => {
    if (draft.doneAt !== null)
      return {
        kind: 'say',
        card: over(draft) ?? sentence('Already sent', 'You have sent this form. Nothing is waiting in it.'),
      };
    const built = await featureOf(draft).build({ subject: draft.subject, answers: draft.answers }, work());
    return isForm(built) ? view(draft, built) : { kind: 'panel', card: built };
  };

  const move: FormCycle['move'] = async (event) => {
    const w = work();
    const draft = await w.rows.drafts.get(event.draft);
    if (draft === undefined || draft.person !== w.actor.id)
      throw new Refused(
        'not-your-form',
        'This form is not yours, or is no longer here. Type home to see what waits for you.',
      );
    if (draft.doneAt !== null)
      return {
        reply: {
          kind: 'close',
          say: over(draft) ?? sentence('Already sent', 'You have already sent this form. Nothing was done twice.'),
        },
        taken: false,
      };
    const feature = featureOf(draft);
    const before = await feature.build({ subject: draft.subject, answers: draft.answers }, w);
    if (!isForm(before)) {
      // It cannot be had any more (its session was cancelled, say): what was typed stays in the draft.
      const step = { id: event.step, title: '', items: [] };
      await keep({
        ...draft,
        revision: draft.revision + 1,
        answers: mergeUnknown(draft.answers, event.answers),
        step: step.id,
        savedAt: w.now,
      });
      return { reply: { kind: 'close', say: before }, taken: false };
    }
    const step = before.steps.find((s) => s.id === event.step) ?? before.steps[0];
    if (step === undefined)
      throw new Refused('empty-form', 'There is nothing to fill in here. Type help to see what there is.');
    const goesOn = draft.outcome !== '' && draft.outcome === refusedIn(event.window, event.revision, draft.revision);
    const stale = event.revision < draft.revision && !goesOn;
    const current = withLeastRows(before, draft).answers;
    const { answers: typedIn, conflicts, changed } = merge(step, current, readAnswers([step], event.answers), stale);
    const merged =
      changed && feature.follow !== undefined
        ? await feature.follow({ subject: draft.subject, before: current, answers: typedIn }, w)
        : typedIn;
    const rebuilt = changed ? await feature.build({ subject: draft.subject, answers: merged }, w) : before;
    const form = isForm(rebuilt) ? rebuilt : before;
    const typed = changed || draft.savedAt !== null || event.move.do !== 'closed';

    const next = (change: Partial<DraftRow>): DraftRow => ({
      ...draft,
      answers: merged,
      step: step.id,
      revision: draft.revision + 1,
      savedAt: typed ? w.now : draft.savedAt,
      outcome: '',
      ...change,
    });
    const refusal = { outcome: refusedIn(event.window, event.revision, draft.revision + 1) };
    const tell = async (answers: Answers): Promise<void> => {
      const complete = fieldProblems(form.steps, withoutBlankRows(answers)).length === 0;
      await feature.kept?.({ subject: draft.subject, answers: withoutBlankRows(answers), form, complete }, w);
    };

    if (conflicts.length > 0) {
      const kept = await keep(next({}));
      return {
        reply: view(kept, form, {
          problems: conflicts,
          notice: literal('This form was also open in another window. Look at what differs, then go on.'),
        }),
        taken: false,
      };
    }
    const hints = (await feature.hints?.(withoutBlankRows(merged), { subject: draft.subject }, w)) ?? [];
    const here = (all: readonly Problem[]): readonly Problem[] => all.filter((p) => stepOf(form, p.at)?.id === step.id);
    const problemsOf = async (steps: readonly Step[]): Promise<readonly Problem[]> => {
      const clean = withoutBlankRows(merged);
      const fields = fieldProblems(steps, clean);
      const more = (await feature.problems?.({ subject: draft.subject, answers: clean, form }, w)) ?? [];
      // A field with a fault of its own says that one thing; what the feature finds stands beside the others.
      return [...fields, ...more.filter((p) => !fields.some((f) => f.at === p.at))];
    };
    const at = form.steps.findIndex((s) => s.id === step.id);
    // What was chosen just now brings more to look at: nobody has sent what they were not shown. It may have been kept a
    // moment before, as a page keeps what is chosen there: so it counts whether this step was the last before its answers.
    const isLastIn = (built: Form | Card): boolean => isForm(built) && built.steps.at(-1)?.id === step.id;
    const grew =
      event.move.do === 'submit' &&
      at >= 0 &&
      at < form.steps.length - 1 &&
      (isLastIn(before) ||
        // A step that says so itself may be sent from although others follow.
        (form.steps[at]?.submit === undefined &&
          isLastIn(await feature.build({ subject: draft.subject, answers: without(step, merged) }, w))));
    const move: Move = grew ? { do: 'next' } : event.move;

    switch (move.do) {
      case 'closed': {
        if (changed) {
          await keep(next({}));
          await tell(merged);
        }
        return { reply: { kind: 'done' }, taken: false };
      }
      case 'save': {
        if (!changed && draft.savedAt !== null) return { reply: view(draft, form, { hints }), taken: false };
        const kept = await keep(next({}));
        await tell(merged);
        return { reply: view(kept, form, { hints }), taken: false };
      }
      case 'add':
      case 'remove': {
        // A repeat of the same request must not add a second row: an older revision only redraws.
        const answers = stale ? merged : edited(form, merged, move, () => w.ids.next('row'));
        const kept = await keep(next({ answers }));
        return { reply: view(kept, form, { hints }), taken: false };
      }
      case 'back': {
        const kept = await keep(next({ step: form.steps[Math.max(0, at - 1)]?.id ?? step.id }));
        await tell(merged);
        return { reply: view(kept, form), taken: false };
      }
      case 'next': {
        const problems = here(await problemsOf([step]));
        if (problems.length > 0) {
          const kept = await keep(next(refusal));
          return { reply: view(kept, form, { problems, hints }), taken: false };
        }
        const kept = await keep(next({ step: form.steps[at + 1]?.id ?? step.id }));
        await tell(merged);
        const thought = here(hints).map((h) => literal(h.say));
        return { reply: view(kept, form, thought.length === 0 ? {} : { notice: join(thought) }), taken: false };
      }
      case 'submit': {
        const problems = await problemsOf(form.steps);
        const clean = withoutBlankRows(merged);
        const refused = async (found: readonly Problem[]): Promise<{ reply: Reply; taken: boolean }> => {
          const first = found.map((p) => stepOf(form, p.at)).find((s) => s !== undefined) ?? step;
          const kept = await keep(next({ step: first.id, ...refusal }));
          await tell(merged);
          return { reply: view(kept, form, { problems: found, hints }), taken: false };
        };
        if (problems.length > 0) return refused(problems);
        await tell(merged);
        const result = await feature.submit({ subject: draft.subject, answers: clean, form }, w);
        if ('problems' in result) return refused(result.problems);
        await keep(next({ answers: { values: {}, rows: {} }, doneAt: w.now, outcome: 'sent' }));
        return { reply: result, taken: true };
      }
      default:
        return move satisfies never;
    }
  };

  return { open: begin, continue: goOn, move };
}

function edited(
  form: Form,
  answers: Answers,
  move: Extract<Move, { do: 'add' | 'remove' }>,
  newKey: () => string,
): Answers {
  const group = form.steps.flatMap(groupsOf).find((g) => g.id === move.group);
  if (group === undefined) return answers;
  const rows = answers.rows[group.id] ?? [];
  const changed =
    move.do === 'remove'
      ? rows.filter((r) => r.key !== move.row)
      : rows.length >= group.max
        ? rows
        : [...rows, { key: newKey(), values: {} }];
  return { values: answers.values, rows: { ...answers.rows, [group.id]: changed } };
}

const same = (a: Value | undefined, b: Value | undefined): boolean =>
  isBlank(a) ? isBlank(b) : JSON.stringify(a) === JSON.stringify(b);

/**
 * The draft with what was typed in this step. From a stale window a blank never wipes, a new word fills a blank, and
 * where both windows hold different words the draft's stay in the field and the others are shown beside it.
 */
function merge(
  step: Step,
  draft: Answers,
  typed: Answers,
  stale: boolean,
): { readonly answers: Answers; readonly conflicts: readonly Problem[]; readonly changed: boolean } {
  const conflicts: Problem[] = [];
  let changed = false;
  const one = (have: Value | undefined, got: Value | undefined, at: string): Value | undefined => {
    if (got === undefined || same(have, got)) return have;
    if (stale && isBlank(got)) return have;
    if (stale && !isBlank(have)) {
      conflicts.push({
        at,
        say: `In the other window this was “${shorten(Array.isArray(got) ? got.join(', ') : String(got), 500)}”.`,
      });
      return have;
    }
    changed = true;
    return got;
  };
  const values: Record<string, Value> = { ...draft.values };
  for (const field of fieldsOf(step)) {
    const v = one(draft.values[field.id], typed.values[field.id], field.id);
    if (v !== undefined) values[field.id] = v;
  }
  const rows: Record<string, readonly Row[]> = { ...draft.rows };
  for (const group of groupsOf(step)) {
    const got = typed.rows[group.id];
    if (got === undefined) continue;
    rows[group.id] = (draft.rows[group.id] ?? []).map((row) => {
      const theirs = got.find((r) => r.key === row.key);
      if (theirs === undefined) return row;
      const kept: Record<string, Value> = { ...row.values };
      for (const field of group.fields) {
        const v = one(row.values[field.id], theirs.values[field.id], placeOf(group.id, row.key, field.id));
        if (v !== undefined) kept[field.id] = v;
      }
      return { key: row.key, values: kept };
    });
  }
  return { answers: { values, rows }, conflicts, changed };
}

/** What was typed into a form that can no longer be built, kept as it came. */
function mergeUnknown(draft: Answers, typed: Answers): Answers {
  const values: Record<string, Value> = { ...draft.values };
  for (const [id, v] of Object.entries(typed.values))
    if (!isBlank(v)) values[id] = typeof v === 'string' ? v.slice(0, 120_000) : v;
  const rows: Record<string, readonly Row[]> = { ...draft.rows };
  for (const [id, got] of Object.entries(typed.rows)) {
    const have = rows[id] ?? [];
    // A platform may hold values back that it did not show: what it does not send stays as it was kept.
    rows[id] = [
      ...have.map((r) => ({
        key: r.key,
        values: { ...r.values, ...(got.find((g) => g.key === r.key)?.values ?? {}) },
      })),
      ...got.filter((g) => !have.some((r) => r.key === g.key)),
    ].slice(0, 50);
  }
  return { values, rows };
}
