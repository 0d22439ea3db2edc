import { defaultSettings } from '../../../src/domain/defaults/settings.js';
import type { ProgrammeSettings } from '../../../src/domain/programme.js';
import { withDefaults } from './defaults.js';

/** A setting that was not there when a programme was last saved is what a new programme begins with. */
export function readSettings(stored: unknown): ProgrammeSettings {
  const settings = withDefaults<ProgrammeSettings>(stored, defaultSettings);
  return {
    ...settings,
    safeguarding: withDefaults(settings.safeguarding, defaultSettings.safeguarding),
    digest: withDefaults(settings.digest, defaultSettings.digest),
    unit: withDefaults(settings.unit, defaultSettings.unit),
    quiet: withDefaults(settings.quiet, defaultSettings.quiet),
  };
}
