import { type AttestationBody, emptyAttestation } from '../../../src/domain/attestation.js';
import type { LookBack } from '../../../src/domain/look-back.js';
import type { PracticeChange, SaidOfChange } from '../../../src/domain/practice-change.js';
import type { Declaration, ReflectionPiece } from '../../../src/domain/reflection.js';
import type { StakeholderAsk } from '../../../src/domain/stakeholder.js';
import type { ThemeMark } from '../../../src/domain/triangulation.js';
import { type Defaults, withDefaults } from './defaults.js';

/** What is sealed of the evidence beside sessions. */

type AskWords = Pick<StakeholderAsk, 'reason'>;
type ChangeWords = Pick<PracticeChange, 'said' | 'what' | 'cites'>;
type SinceWords = Pick<SaidOfChange, 'word' | 'note'>;
type MarkWords = Pick<ThemeMark, 'mark' | 'sentence' | 'cites'>;
type PieceWords = Pick<ReflectionPiece, 'text' | 'cites' | 'action'>;
type LookBackWords = Pick<LookBack, 'words' | 'steps'>;
type DeclaredWords = Pick<Declaration, 'own' | 'ai' | 'scaffold'>;

const noAsk: Defaults<AskWords> = { reason: '' };
const noChange: Defaults<ChangeWords> = { said: '', what: '', cites: [] };
const nothingSince: Defaults<SinceWords, 'word'> = { note: '' };
const noMark: Defaults<MarkWords, 'mark'> = { sentence: '', cites: [] };
const noPiece: Defaults<PieceWords, 'action'> = { text: '', cites: [] };
const noLookBack: Defaults<LookBackWords> = { words: '', steps: [] };
const nothingDeclared: Defaults<DeclaredWords, 'own' | 'scaffold'> = { ai: [] };

export const readAsk = (stored: unknown): AskWords => withDefaults(stored, noAsk);
export const readAttestation = (stored: unknown): AttestationBody => withDefaults(stored, emptyAttestation);
export const readChange = (stored: unknown): ChangeWords => withDefaults(stored, noChange);
export const readSince = (stored: unknown): SinceWords => withDefaults(stored, nothingSince);
export const readMark = (stored: unknown): MarkWords => withDefaults(stored, noMark);
export const readPiece = (stored: unknown): PieceWords => withDefaults(stored, noPiece);
export const readLookBack = (stored: unknown): LookBackWords => withDefaults(stored, noLookBack);
export const readDeclared = (stored: unknown): DeclaredWords => withDefaults(stored, nothingDeclared);
