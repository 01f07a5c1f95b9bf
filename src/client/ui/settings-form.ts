import { QCheckBox, QComboBox, QSpinBox, type QBoxLayout, type QWidget } from '@nodegui/nodegui';
import type { Preferences, PreferenceStore } from '../core/preferences';
import { keep } from './keep';
import { column, row } from './layout';
import { fieldLabel, setTip } from './texts';

/** The preferences that are on or off. */
type Switch = { [Name in keyof Preferences]: Preferences[Name] extends boolean ? Name : never }[keyof Preferences];

/** The preferences that are chosen from a list. */
type Choice = 'theme' | 'language' | 'notifications' | 'comings' | 'skinTone' | 'whenLost';

/** The fields of the settings' pages: each shows a preference and changes it. */
export class SettingsForm {
  constructor(private readonly preferences: PreferenceStore, private readonly owner: object) {}

  page(fill: (layout: QBoxLayout) => void): QWidget {
    const { widget, layout } = column({ margins: [14, 14, 14, 14], spacing: 10 });
    fill(layout);
    layout.addStretch(1);
    keep(this.owner, widget, layout);
    return widget;
  }

  check(page: QBoxLayout, label: string, name: Switch, tip = ''): void {
    const box = new QCheckBox();
    box.setText(label);
    setTip(box, tip);
    box.setChecked(this.preferences.values[name]);
    box.addEventListener('toggled', (on) => this.preferences.change({ [name]: on }));
    page.addWidget(box);
    keep(this.owner, box);
  }

  choice<Name extends Choice>(
    page: QBoxLayout, label: string, name: Name, choices: readonly (readonly [Preferences[Name], string])[],
  ): void {
    const box = new QComboBox();
    box.addItems(choices.map(([, text]) => text));
    box.setCurrentIndex(Math.max(0, choices.findIndex(([value]) => value === this.preferences.values[name])));
    box.addEventListener('currentIndexChanged', (place) => {
      const chosen = choices[place];
      if (chosen !== undefined) this.preferences.change({ [name]: chosen[0] });
    });
    this.line(page, label, box);
  }

  number(page: QBoxLayout, label: string, name: 'pingSeconds', least: number, most: number): void {
    this.spin(page, label, name, new QSpinBox(), { least, most, zero: 0 });
  }

  /** A size of text, kept as the difference from the desktop's and shown in points. */
  points(page: QBoxLayout, label: string, name: 'textSize', least: number, most: number): void {
    const box = new QSpinBox();
    box.setSuffix(' pt');
    this.spin(page, label, name, box, { least, most, zero: box.font().pointSize() });
  }

  private spin(
    page: QBoxLayout, label: string, name: 'textSize' | 'pingSeconds', box: QSpinBox,
    { least, most, zero }: { readonly least: number; readonly most: number; readonly zero: number },
  ): void {
    box.setRange(zero + least, zero + most);
    box.setValue(zero + this.preferences.values[name]);
    box.addEventListener('valueChanged', (value) => this.preferences.change({ [name]: value - zero }));
    this.line(page, label, box);
  }

  private line(page: QBoxLayout, text: string, field: QWidget): void {
    const { widget, layout } = row({ spacing: 10 });
    const label = fieldLabel(text, field);
    field.setAccessibleName(text.replace('&', ''));
    layout.addWidget(label, 1);
    layout.addWidget(field);
    page.addWidget(widget);
    keep(this.owner, widget, layout, label, field);
  }
}
