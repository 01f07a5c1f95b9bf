import { EventWidget } from '@nodegui/nodegui';

type Listener = (...args: unknown[]) => void;
/** Typed here, since NodeGui's own types differ from class to class. */
interface ListenerMethods {
  addEventListener: (this: object, type: string, listener: Listener, options?: unknown) => void;
  removeEventListener: (this: object, type: string, listener?: Listener, options?: unknown) => void;
}

/** The guarded form of each listener; one form for all widgets, so that removing finds what adding added. */
const guarded = new WeakMap<Listener, Listener>();
let installed = false;

/**
 * Makes errors that listeners throw reach `uncaughtException`, as anywhere else in Node. NodeGui prints them, keeps
 * the process going and skips the remaining listeners. Call it once, before the first `addEventListener`.
 */
export function rethrowHandlerErrors(): void {
  if (installed) return;
  installed = true;
  const methods = EventWidget.prototype as unknown as ListenerMethods;
  const { addEventListener, removeEventListener } = methods;
  methods.addEventListener = function add(type, listener, options) {
    addEventListener.call(this, type, guard(listener), options);
  };
  methods.removeEventListener = function remove(type, listener, options) {
    removeEventListener.call(this, type, listener && guard(listener), options);
  };
}

/**
 * `call` with its errors thrown in a turn of their own, where nobody but `uncaughtException` catches them. For what
 * Qt calls and `rethrowHandlerErrors` does not see, such as the methods of a QAbstractItemModel.
 */
export function guard<Arguments extends unknown[]>(call: (...args: Arguments) => void): (...args: Arguments) => void {
  const key = call as Listener;
  const known = guarded.get(key);
  if (known) return known;
  const safe: Listener = function safe(this: unknown, ...args) {
    try {
      key.apply(this, args);
    } catch (error) {
      setImmediate(() => {
        throw error;
      });
    }
  };
  guarded.set(key, safe);
  return safe;
}
