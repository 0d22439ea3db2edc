import { type Command, fromHere, usageCode } from './command.js';
import { readConfig } from './config.js';
import { databaseFile } from './data-key.js';
import { type Check, checkOf } from './doctor/check.js';
import { dataChecks } from './doctor/data.js';
import { outsideChecks } from './doctor/outside.js';
import { refusedNode } from './node-version.js';
import { version } from './upgrade-backup.js';
import { whyNot } from './why-not.js';

/**
 * `mentorlog doctor`: what whoever looks after the program would look at, a line each: `ok`, `to mend` with what to do,
 * or `not seen` where it could not be looked at. It runs beside a bot, changes nothing and prints no secret.
 * @returns the exit code: 0 where nothing is to mend
 */
export async function doctor(
  args: readonly string[],
  command: Command = fromHere,
  fetched: typeof fetch = fetch,
): Promise<number> {
  if (args.length > 0) {
    command.err('Write it so: mentorlog doctor. It takes nothing behind it.');
    return usageCode;
  }
  const all: Check[] = [];
  const say = (check: Check): void => {
    all.push(check);
    command.out(`${check.is.padEnd(8)}  ${check.about}: ${check.said}`);
  };
  const refused = refusedNode(process.versions.node);
  say(checkOf('Version', 'ok', `Mentorlog ${await version()}`));
  say(checkOf('Node', refused === undefined ? 'ok' : 'to mend', refused ?? process.versions.node));
  let about = 'Settings';
  try {
    const config = readConfig(command.env);
    say(checkOf('Settings', 'ok', 'every one is understood'));
    about = 'The rest';
    for await (const check of dataChecks(config, databaseFile(config.databaseUrl), command.now())) say(check);
    for await (const check of outsideChecks(config, command.now, fetched)) say(check);
  } catch (error) {
    say(checkOf(about, 'to mend', whyNot(error).split('\n').join(' ')));
  }
  const mend = all.filter((one) => one.is === 'to mend').length;
  command.out(mend === 0 ? 'Nothing to mend.' : `${mend} to mend.`);
  return mend === 0 ? 0 : 1;
}
