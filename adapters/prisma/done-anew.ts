/**
 * A unit of work that is to be done anew: what it decided by is not so, or may not be so by its commit. Nothing of it stands.
 * `alone`: beside no other unit of work of any program, as whoever erases somebody has to (dialect.ts).
 */
export class DoneAnew extends Error {
  readonly how: 'alone' | 'beside others';
  constructor(how: 'alone' | 'beside others') {
    super(`done-anew: a unit of work is done anew, ${how}`);
    this.how = how;
  }
}
