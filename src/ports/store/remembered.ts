/**
 * What a unit of work may remember of one repository, a word for each of its methods: a form is built, checked and
 * submitted from the same few rows, and each is read once. It stands beside the repository's interface, so that whoever
 * adds a read or a write says it there; the compiler asks for it.
 *
 * - `once`: a read that is answered from the database once for each set of arguments. Its arguments are scalars.
 * - `{ among: 'all' }`: a read of one row by its id, looked for among what `all` answers, and asked for alone (once) if
 *   it is not among them.
 * - `anew`: a read that is asked each time.
 * - `{ forgets: [...] }`: a write after which these reads are asked again. Naming none says that no remembered read sees
 *   what it writes.
 * - `{ forgets: [...], as: 'get' }`: what it writes, whole, is from then on what that read answers for its id.
 * - `{ forgets: 'all' }`: a write after which every read of this repository is asked again.
 * - `{ forgets: 'everything' }`: a write that changes rows of other repositories as well.
 */
export type Remembered<R> = { readonly [M in keyof R]: Word<R, R[M]> };

type Scalar = string | number | boolean | null | undefined;
type Write = (...args: never[]) => Promise<void>;

type Word<R, Method> = Method extends Write
  ? { readonly forgets: 'all' | 'everything' | readonly ReadsOf<R>[]; readonly as?: ReadsOf<R> }
  : 'anew' | (Method extends (...args: infer A) => unknown ? Kept<R, A> : never);
type Kept<R, A> =
  | (A extends readonly Scalar[] ? 'once' : never)
  | (A extends [string] ? { readonly among: ListsOf<R> } : never);

/** The reads of a repository: whatever answers something. */
type ReadsOf<R> = { [M in keyof R]: R[M] extends Write ? never : M }[keyof R];

/** Its reads of everything there is, row by row with an id. */
type ListsOf<R> = {
  [M in keyof R]: R[M] extends () => Promise<readonly { readonly id: string }[]> ? M : never;
}[keyof R];
