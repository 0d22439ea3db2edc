import type { Platform } from './text.js';

/** What people call each platform, within a sentence. */
export const platformNames: Readonly<Record<Platform, string>> = {
  slack: 'Slack',
  teams: 'Microsoft Teams',
  web: 'the local chat',
  link: 'links',
};
