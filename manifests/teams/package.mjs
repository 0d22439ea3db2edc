// Writes the Teams app package, for "Upload a custom app":
//   TEAMS_APP_ID=… PUBLIC_URL=https://… node manifests/teams/package.mjs [mentorlog-teams.zip]
import { readFileSync, writeFileSync } from 'node:fs';
import { crc32 } from './crc32.mjs';

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The manifest with this installation's own values in it.
 * @param {Record<string, string | undefined>} env TEAMS_APP_ID and PUBLIC_URL; TEAMS_MANIFEST_ID where the package's id
 *   is to differ from the bot's; TEAMS_WEBSITE_URL, TEAMS_PRIVACY_URL and TEAMS_TERMS_URL where these pages are elsewhere.
 * @throws Error naming every setting that is wrong.
 */
export function manifestFor(env) {
  const wrong = [];
  const appId = env.TEAMS_APP_ID ?? '';
  if (!guid.test(appId)) wrong.push('TEAMS_APP_ID has to be the bot registration’s app id (a GUID).');
  const id = env.TEAMS_MANIFEST_ID ?? appId;
  if (env.TEAMS_MANIFEST_ID !== undefined && !guid.test(id)) wrong.push('TEAMS_MANIFEST_ID has to be a GUID.');
  const base = URL.canParse(env.PUBLIC_URL ?? '') ? new URL(env.PUBLIC_URL) : undefined;
  if (base?.protocol !== 'https:')
    wrong.push('PUBLIC_URL has to be the https:// address that Teams reaches the bot at.');
  const page = (name, path) => {
    const given = env[name];
    if (given !== undefined && !/^https:\/\//.test(given)) wrong.push(`${name} has to begin with https://.`);
    return given ?? new URL(path, base ?? 'https://localhost/').href;
  };
  const values = {
    TEAMS_APP_ID: appId,
    TEAMS_MANIFEST_ID: id,
    PUBLIC_DOMAIN: base?.host ?? '',
    WEBSITE_URL: page('TEAMS_WEBSITE_URL', '/about'),
    PRIVACY_URL: page('TEAMS_PRIVACY_URL', '/privacy'),
    TERMS_URL: page('TEAMS_TERMS_URL', '/terms'),
  };
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  const text = readFileSync(new URL('manifest.json', import.meta.url), 'utf8');
  return JSON.parse(text.replace(/\{\{([A-Z_]+)\}\}/g, (_, name) => JSON.stringify(values[name]).slice(1, -1)));
}

/**
 * A zip of files as they are (stored, not compressed: the icons are compressed already), the same for the same files.
 * @param {readonly (readonly [string, Uint8Array])[]} files
 */
export function zip(files) {
  const local = [];
  const central = [];
  let at = 0;
  // 1 January 1980, the first day that a zip knows: the time of packing is nobody's business.
  const date = 0x21;
  for (const [name, bytes] of files) {
    const path = Buffer.from(name, 'utf8');
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(0x0800, 6);
    head.writeUInt16LE(date, 12);
    head.writeUInt32LE(crc32(bytes), 14);
    head.writeUInt32LE(bytes.length, 18);
    head.writeUInt32LE(bytes.length, 22);
    head.writeUInt16LE(path.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    head.copy(entry, 6, 4, 28);
    entry.writeUInt32LE(at, 42);
    local.push(head, path, bytes);
    central.push(entry, path);
    at += head.length + path.length + bytes.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, directory, end]);
}

/** The package for an installation's settings (see `manifestFor`). */
export function packageFor(env) {
  const manifest = Buffer.from(`${JSON.stringify(manifestFor(env), null, 2)}\n`);
  const icon = (name) => [name, readFileSync(new URL(name, import.meta.url))];
  return zip([['manifest.json', manifest], icon('color.png'), icon('outline.png')]);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const to = process.argv[2] ?? 'mentorlog-teams.zip';
  try {
    writeFileSync(to, packageFor(process.env));
    process.stdout.write(`Wrote ${to}. In Teams: Apps, Manage your apps, Upload an app.\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
