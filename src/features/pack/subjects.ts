import type { PackId } from '../../domain/pack/pack.js';
import type { Id, PortfolioId } from '../../kernel/ids.js';
import { id, oneOf, subject } from '../../kernel/subject.js';

const pack = ['pack', id<PackId>()] as const;

/** Face `pack-news`: what becomes of it, drawn anew as it goes on. */
export const packSubject = subject`${pack}:pack`;
/** The same face once more, as a message of its own: what somebody waits for, or has to do. */
export const turnSubject = subject`${pack}:pack:${['turn', oneOf('deciding', 'ready', 'failed')]}`;

/** Form `outcome`: a new one of a portfolio. */
export const outcomeSubject = subject`${['portfolio', id<PortfolioId>()]}:outcome:${['outcome', id<Id<'outcome'>>()]}`;
