import type { PortfolioId } from '../../kernel/ids.js';
import { id, subject } from '../../kernel/subject.js';

/** One criterion of a portfolio: by its key in the catalogue, or `unit` for what the unit asks beside its criteria. */
export const criterionSubject = subject`${['portfolio', id<PortfolioId>()]}:${['criterion', id()]}`;
