import { z } from 'zod';
import type { Unsubscribe } from './core/client';
import { defaultPreferences, type Preferences, type PreferenceStore } from './core/preferences';
import { pingBounds } from './options';

/** The bounds of the text size's steps. */
const textSize = { least: -4, most: 12 } as const;
/** The widest that a list at the side may be, in pixels. */
const widest = 2000;

const between = (least: number, most: number) => z.number().transform((value) => Math.min(most, Math.max(least, value)));

/** Each value alone may be missing or wrong: it is the default then. */
export const preferencesSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch(defaultPreferences.theme),
  language: z.enum(['system', 'en', 'it']).catch(defaultPreferences.language),
  comings: z.enum(['each', 'condensed', 'hidden']).catch(defaultPreferences.comings),
  skinTone: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]).catch(defaultPreferences.skinTone),
  textSize: between(textSize.least, textSize.most).catch(defaultPreferences.textSize),
  notifications: z.enum(['all', 'mentions', 'none']).catch(defaultPreferences.notifications),
  doNotDisturb: z.boolean().catch(defaultPreferences.doNotDisturb),
  sounds: z.boolean().catch(defaultPreferences.sounds),
  closeToTray: z.boolean().catch(defaultPreferences.closeToTray),
  tellTyping: z.boolean().catch(defaultPreferences.tellTyping),
  pingSeconds: between(pingBounds.least, pingBounds.most).catch(defaultPreferences.pingSeconds),
  whenLost: z.enum(['usual', 'stay', 'close']).catch(defaultPreferences.whenLost),
  roomsWidth: between(0, widest).catch(defaultPreferences.roomsWidth),
  membersWidth: between(0, widest).catch(defaultPreferences.membersWidth),
  roomsShown: z.boolean().catch(defaultPreferences.roomsShown),
  membersShown: z.boolean().catch(defaultPreferences.membersShown),
});

/** The preferences while the program runs; `changed` is told to keep them. */
export class PreferenceValues implements PreferenceStore {
  values: Preferences;
  private readonly listeners = new Set<(values: Preferences) => void>();

  constructor(kept: unknown, private readonly changed: () => void = () => undefined) {
    this.values = preferencesSchema.parse(kept);
  }

  change(changes: Partial<Preferences>): void {
    this.values = preferencesSchema.parse({ ...this.values, ...changes });
    this.changed();
    for (const listener of [...this.listeners]) listener(this.values);
  }

  on(listener: (values: Preferences) => void): Unsubscribe {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
