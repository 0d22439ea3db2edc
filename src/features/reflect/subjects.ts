import type { PortfolioId } from '../../kernel/ids.js';
import { id, occurrence, rest, subject, whole } from '../../kernel/subject.js';
import type { CivilDate } from '../../kernel/zoned.js';

const portfolio = ['portfolio', id<PortfolioId>()] as const;
const key = ['key', id()] as const;

/** Form `reflect-piece`, and the buttons about one answer: the question's id, as pieces have it. */
export const pieceSubject = subject`${portfolio}:${['question', rest]}`;
/** A section of the scaffold, or `before`: `reflect.section`. */
export const sectionSubject = subject`${portfolio}:${['section', id()]}`;
/** Form `reflect-action`, and the button that ticks it off. A new one has the key `new`. */
export const aheadSubject = subject`${portfolio}:ahead:${key}`;

/** Face `reflect-question`: when it was asked (ms), and which question. */
export const askedSubject = subject`${portfolio}:${['at', whole]}:${['question', rest]}`;
/** Face `reflect-due`: the day on which that action was due. */
export const dueSubject = subject`${portfolio}:${key}:${['date', id<CivilDate>()]}`;

/** The next small question, by the day (the mentor's) on which it falls due. */
export const askPrompt = occurrence('reflect-ask')`${portfolio}:${['date', id<CivilDate>()]}`;
export const duePrompt = occurrence('reflect-due')`${portfolio}:${key}:${['date', id<CivilDate>()]}`;
