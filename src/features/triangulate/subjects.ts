import { type Theme, themes } from '../../domain/instrument.js';
import type { PortfolioId } from '../../kernel/ids.js';
import { id, oneOf, subject } from '../../kernel/subject.js';

/** One row of a portfolio's grid. */
export const rowSubject = subject`${['portfolio', id<PortfolioId>()]}:${['theme', oneOf<readonly Theme[]>(...themes)]}`;
