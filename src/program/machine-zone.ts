/** The zone of this machine, where it has one. The process itself runs at UTC. */
export function machineZone(): string {
  const named = process.env.TZ_OF_MACHINE ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return named === 'UTC' || named === 'Etc/UTC' || named === '' ? 'Europe/London' : named;
}
