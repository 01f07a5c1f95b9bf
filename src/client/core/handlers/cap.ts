import type { Handler } from './context';

/** Source: https://ircv3.net/specs/extensions/capability-negotiation */
export const cap: Handler = (message, context) => {
  for (const reply of context.capabilities.handle(message.params)) context.send(reply);
  context.capabilitiesChanged();
};
