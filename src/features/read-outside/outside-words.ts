import type { Block } from '../../chat/card.js';
import type { Session } from '../../domain/session.js';
import type { ActorWork } from '../feature.js';

/**
 * What of a session's words may stand before a reader from outside: none. Nothing else on these pages shows a word that
 * somebody wrote, so this is the one place through which any could come.
 */
export const outsideWords = async (_session: Session, _work: ActorWork): Promise<readonly Block[]> => [];
