import type { PortfolioFacts } from '../../domain/portfolio-facts.js';
import type { SessionId } from '../../kernel/ids.js';
import type { OutsidePassage } from './outside-words.js';

/**
 * A portfolio's facts for somebody outside (docs/field.md#nobody-is-named-outside): every figure; of words those that were
 * let go, and the mentor's own and other grown-ups', with no name in them. Whatever anybody may have written is named
 * here: what is not is left out.
 * @param words by session, what was let go
 * @param replaced a text with what stands for each name in it
 */
export function asOutside(
  facts: PortfolioFacts,
  words: ReadonlyMap<SessionId, readonly OutsidePassage[]>,
  replaced: (text: string) => string,
): PortfolioFacts {
  return {
    ...facts,
    mentorships: facts.mentorships.map((m) => ({
      ...m,
      agreements: m.agreements.map((a) => ({ ...a, body: null })),
      goals: m.goals.map((g) => ({ ...g, what: '', how: '' })),
    })),
    sessions: facts.sessions.map((s) => ({
      ...s,
      title: '',
      plan: null,
      record: null,
      passages: (words.get(s.id) ?? []).map((p) => ({
        part: p.part,
        citation: p.citation,
        label: p.label,
        words: p.words.text,
      })),
    })),
    answers: facts.answers.map((a) => ({ ...a, text: replaced(a.text) })),
    levels: facts.levels.map((l) => ({ ...l, why: '' })),
    attestations: facts.attestations
      // What mentee and mentor said to each other is theirs: nobody asked what to leave out of it.
      .filter((a) => a.kind !== 'conversation')
      .map((a) => ({
        ...a,
        body: {
          ...a.body,
          // Where somebody is met says who they are.
          place: '',
          activity: replaced(a.body.activity),
          words: replaced(a.body.words),
          relation: replaced(a.body.relation),
          role: replaced(a.body.role),
          feedback: replaced(a.body.feedback),
          questions: a.body.questions.map((q) => ({
            ...q,
            question: replaced(q.question),
            answer: replaced(q.answer),
          })),
        },
      })),
    changes: facts.changes.map((c) => ({
      ...c,
      said: '',
      what: replaced(c.what),
      since: c.since.map((s) => ({ ...s, note: '' })),
    })),
    marks: facts.marks.map((m) => ({ ...m, sentence: replaced(m.sentence) })),
    reflection:
      facts.reflection === null
        ? null
        : {
            ...facts.reflection,
            declaration:
              facts.reflection.declaration === null
                ? null
                : {
                    ...facts.reflection.declaration,
                    ai: facts.reflection.declaration.ai.map((one) => ({
                      ...one,
                      tool: replaced(one.tool),
                      what: replaced(one.what),
                    })),
                  },
            pieces:
              facts.reflection.pieces?.map((p) => ({
                ...p,
                text: replaced(p.text),
                ...(p.action === undefined ? {} : { action: { ...p.action, owner: replaced(p.action.owner) } }),
              })) ?? null,
          },
  };
}
