import { AdaptiveCard, HostConfig, type IValidationEvent, SerializationContext, Versions } from 'adaptivecards';

/** What Microsoft's own renderer has against a card: while parsing, and once parsed. */
export function faults(card: unknown): readonly string[] {
  const context = new SerializationContext(Versions.v1_5);
  const parsed = new AdaptiveCard();
  // Teams shows six actions beside one another; the library's own default is five.
  parsed.hostConfig = new HostConfig({ actions: { maxActions: 6 } });
  parsed.parse(card as object, context);
  const events: IValidationEvent[] = [];
  for (let i = 0; i < context.eventCount; i += 1) events.push(context.getEventAt(i));
  return [...events, ...parsed.validateProperties().validationEvents].map((e) => e.message);
}
