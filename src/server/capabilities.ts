import { capabilityNames, type Capability } from '../shared/capabilities';

/**
 * A set of capabilities as bits, so that the class of a recipient is one number. JavaScript's bitwise operators work on
 * 32 bits, which is how many there may be.
 */
export type CapabilitySet = number;

/** What a client can switch on; `sts` is only told, never asked for. */
type Switch = Exclude<Capability, 'sts'>;

/** The bit of each capability. */
export const capabilityBits = {
  'account-notify': 1 << 0,
  'account-tag': 1 << 1,
  'away-notify': 1 << 2,
  batch: 1 << 3,
  'cap-notify': 1 << 4,
  chghost: 1 << 5,
  'echo-message': 1 << 6,
  'extended-join': 1 << 7,
  'extended-monitor': 1 << 8,
  'invite-notify': 1 << 9,
  'labeled-response': 1 << 10,
  'message-tags': 1 << 11,
  'multi-prefix': 1 << 12,
  'no-implicit-names': 1 << 13,
  sasl: 1 << 14,
  'server-time': 1 << 15,
  setname: 1 << 16,
  'standard-replies': 1 << 17,
  'userhost-in-names': 1 << 18,
  'draft/account-registration': 1 << 19,
  'draft/channel-rename': 1 << 20,
  'draft/chathistory': 1 << 21,
  'draft/event-playback': 1 << 22,
  'draft/extended-isupport': 1 << 23,
  'draft/message-edit': 1 << 24,
  'draft/message-redaction': 1 << 25,
  'draft/metadata-2': 1 << 26,
  'draft/multiline': 1 << 27,
  'draft/persistence': 1 << 28,
  'draft/pre-away': 1 << 29,
  'draft/read-marker': 1 << 30,
  'draft/search': 1 << 31,
} as const satisfies Record<Switch, number>;

/** Whether all of `wanted` is in a set. */
export function hasAll(set: CapabilitySet, wanted: CapabilitySet): boolean {
  return (set & wanted) === wanted;
}

/** Whether a client can switch a capability on or off. */
export function isSwitch(name: string): name is Switch {
  return Object.hasOwn(capabilityBits, name);
}

/** The names of the capabilities in a set. */
export function namesIn(set: CapabilitySet): Switch[] {
  return capabilityNames.filter(isSwitch).filter((name) => (set & capabilityBits[name]) !== 0);
}

/** What a capability's value may depend on. */
export interface Asker {
  readonly connection: { readonly certificateFingerprint: string | undefined };
}

/** The value of a capability: the same for everybody, or made for who asks. */
export type OfferValue = string | ((asker: Asker) => string);

/**
 * What a server offers: a capability with its value ('' where it has none). Those who build a feature put it in with
 * {@link CapabilityOffers.set}; what is not in is not offered.
 */
export class CapabilityOffers {
  private readonly values = new Map<Capability, OfferValue>();

  set(name: Capability, value: OfferValue = ''): void {
    this.values.set(name, value);
  }

  delete(name: Capability): void {
    this.values.delete(name);
  }

  has(name: string): name is Capability {
    return (this.values as ReadonlyMap<string, string>).has(name);
  }

  /** `name` or `name=value`. Source: https://ircv3.net/specs/extensions/capability-negotiation#cap-ls-version */
  listed(withValues: boolean, asker: Asker): string[] {
    return capabilityNames.flatMap((name) => {
      const offered = this.values.get(name);
      // Without its value sts says nothing. Source: https://ircv3.net/specs/extensions/sts#details
      if (offered === undefined || (name === 'sts' && !withValues)) return [];
      const value = typeof offered === 'string' ? offered : offered(asker);
      return [withValues && value !== '' ? `${name}=${value}` : name];
    });
  }
}
