import type { Window, WindowOptions } from '../core/window';
import { setLanguage, t } from '../i18n';
import { rethrowHandlerErrors } from '../qt/errors';
import { escapeHtml } from '../text/html';
import { App } from './app';
import { tell } from './ask';

/** Before a window that was closed is taken back. */
const closingMs = 1000;

/** Opens the window of a client: it shows what the client tells, and tells the client what the person does. */
export function openWindow(options: WindowOptions): Window {
  rethrowHandlerErrors();
  setLanguage(options.preferences.values.language);
  return new TranslatedWindow(options);
}

/** The window in the language of the settings: another language makes another window of the same client. */
class TranslatedWindow implements Window {
  private app: App;

  constructor(private readonly options: WindowOptions) {
    this.app = this.open(options);
  }

  get isWriting(): boolean {
    return this.app.isWriting;
  }

  show(): void {
    this.app.show();
    const { settings, trust } = this.options.broken;
    const told = [
      ...(settings === undefined ? [] : [t('settings.broken', { file: settings })]),
      ...(trust === undefined ? [] : [t('settings.brokenTrust', { file: trust })]),
    ];
    if (told.length > 0) tell(this.app.window.widget, t('settings.title'), told.map(escapeHtml).join('<br><br>'));
  }

  close(): void {
    this.app.close();
  }

  private open(options: WindowOptions): App {
    return new App(options, () => {
      const before = this.app;
      this.app = this.open({ ...options, ...before.state });
      before.close();
      this.app.show();
      // Its dialogs, and the event that led here, are still at work.
      setTimeout(() => before.window.widget.delete(), closingMs);
    });
  }
}
