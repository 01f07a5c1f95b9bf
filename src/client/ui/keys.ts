import { Key, KeyboardModifier, QKeyEvent, WidgetEventTypes, type QWidget } from '@nodegui/nodegui';

/** An event as NodeGui hands it to a listener. */
export type RawEvent = ConstructorParameters<typeof QKeyEvent>[0];

/** The keys that mean something by themselves, as `KeyPress` has them. */
export const keyCode = {
  up: Key.Key_Up, down: Key.Key_Down, left: Key.Key_Left, right: Key.Key_Right, pageUp: Key.Key_PageUp, pageDown: Key.Key_PageDown, end: Key.Key_End, enter: Key.Key_Enter, return: Key.Key_Return,
  escape: Key.Key_Escape, tab: Key.Key_Tab, backtab: Key.Key_Backtab, delete: Key.Key_Delete, plus: Key.Key_Plus,
  c: Key.Key_C, e: Key.Key_E, m: Key.Key_M, p: Key.Key_P, q: Key.Key_Q, r: Key.Key_R,
} as const satisfies Readonly<Record<string, number>> as Readonly<Record<KeyName, number>>;

type KeyName =
  | 'up' | 'down' | 'left' | 'right' | 'pageUp' | 'pageDown' | 'end' | 'enter' | 'return' | 'escape' | 'tab' | 'backtab' | 'delete' | 'plus'
  | 'c' | 'e' | 'm' | 'p' | 'q' | 'r';

const named: ReadonlyMap<number, string> = new Map([
  [keyCode.end, 'End'], [keyCode.pageUp, 'PgUp'], [keyCode.pageDown, 'PgDown'], [keyCode.up, 'Up'], [keyCode.down, 'Down'],
]);

export interface KeyPress {
  readonly key: number;
  /** What the key types; '' for keys that type nothing. */
  readonly text: string;
  readonly control: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

/** A key with Ctrl as Qt writes it for a shortcut, as `Ctrl+Shift+F`; undefined where it is none. */
export function shortcutOf({ key, control, alt, shift }: KeyPress): string | undefined {
  if (!control || alt) return undefined;
  const name = named.get(key) ?? (key > 0x20 && key < 0x7f ? String.fromCharCode(key) : undefined);
  return name === undefined ? undefined : `Ctrl+${shift ? 'Shift+' : ''}${name}`;
}

/** Calls `take` for each key that is pressed in the widget; where it gives true the widget does not see the key. */
export function takeKeys(widget: QWidget, take: (press: KeyPress) => boolean): void {
  widget.addEventListener(WidgetEventTypes.KeyPress, (event?: RawEvent) => {
    if (event !== undefined && take(read(new QKeyEvent(event)))) widget.setEventProcessed(true);
  });
}

/** Whether the key writes a character, rather than being a command. */
export function writes({ text, control, alt }: KeyPress): boolean {
  return text !== '' && !control && !alt && !/\p{Cc}/u.test(text);
}

function read(event: QKeyEvent): KeyPress {
  const modifiers = event.modifiers();
  const has = (modifier: KeyboardModifier): boolean => (modifiers & modifier) !== 0;
  return {
    key: event.key(),
    text: event.text(),
    control: has(KeyboardModifier.ControlModifier),
    alt: has(KeyboardModifier.AltModifier),
    shift: has(KeyboardModifier.ShiftModifier),
  };
}
