import { QPushButton, type QWidget } from '@nodegui/nodegui';
import type { Phase } from '../core/events';
import { t } from '../i18n';
import { keep } from './keep';
import { row } from './layout';
import type { Theme } from './theme';
import { closesIn, secondsUntil, triesAgain } from './words';
import { plainLabel } from './texts';

/** Above the messages while the connection is gone: why, what happens when, and the way out. */
export interface Banner {
  readonly widget: QWidget;
  /** `now` is in ms since 1970. */
  show(phase: Phase, now: number): void;
  setTheme(theme: Theme): void;
}

export function createBanner({ theme, onStay }: { theme: Theme; onStay: () => void }): Banner {
  const { widget, layout } = row({ margins: [10, 6, 6, 6], spacing: 10 });
  widget.setObjectName('banner');
  widget.setVisible(false);
  const label = plainLabel();
  label.setWordWrap(true);
  const button = new QPushButton();
  layout.addWidget(label, 1);
  layout.addWidget(button);
  keep(widget, label, button);
  button.addEventListener('clicked', () => onStay());
  const setTheme = ({ banner, bannerText }: Theme): void => {
    widget.setStyleSheet(`#banner { background-color: ${banner}; border-radius: 4px; } #banner QLabel { color: ${bannerText}; }`, false);
  };
  setTheme(theme);
  return {
    widget,
    setTheme,
    show: (phase, now) => {
      if (phase.name === 'lost') {
        label.setText(closesIn(phase.why, secondsUntil(phase.closesAt, now)));
        button.setText(t('banner.stay'));
      } else if (phase.name === 'reconnecting') {
        label.setText(triesAgain(phase.why, secondsUntil(phase.retryAt, now), phase.attempt));
        button.setText(t('banner.retry'));
      }
      widget.setVisible(phase.name === 'lost' || phase.name === 'reconnecting');
    },
  };
}
