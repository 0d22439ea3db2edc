import type { ProgrammeSettings } from '../programme.js';

/** What a programme begins with; its coordinator changes all of it by `setup`. */
export const defaultSettings: ProgrammeSettings = {
  safeguarding: { hours: '', outOfHours: '' },
  digest: { weekly: true, weekday: 5, time: '16:00' },
  // docs/field.md#six-hours: at least six hours of formal mentoring.
  unit: { title: 'Undertaking mentoring in the workplace', targetMinutes: 360 },
  quiet: { from: '19:00', to: '08:00' },
  workingDays: [1, 2, 3, 4, 5],
};
