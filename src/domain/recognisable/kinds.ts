/** What could tell who somebody is, by kind. */
export type HitKind =
  | 'name'
  | 'school'
  | 'place'
  | 'club'
  | 'employer'
  | 'age'
  | 'family'
  | 'health'
  | 'initial'
  | 'also-a-word'
  | 'other';
