import fs from 'node:fs';
import path from 'node:path';
import { AspectRatioMode, QIcon, QPixmap, TransformationMode } from '@nodegui/nodegui';

/** The folder of pictures, beside the bundle's own folder; a package may put them inside it. */
const folders = [path.join(__dirname, '..', 'assets'), path.join(__dirname, 'assets')];

/** A file of the program's own, beside the bundle; undefined where it is missing. */
export function assetFile(name: string): string | undefined {
  return folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file));
}

/** The program's icon; empty where the file is missing. */
export function programIcon(): QIcon {
  const file = assetFile('ritrovo-256.png');
  return file === undefined ? new QIcon() : new QIcon(file);
}

/** The program's icon with a mark: something new is there. */
export function unreadIcon(): QIcon {
  const file = assetFile('ritrovo-unread-64.png');
  return file === undefined ? programIcon() : new QIcon(file);
}

/** The program's picture in this size in pixels, sharp on any screen. */
export function programPicture(size: number, pixelRatio: number): QPixmap | undefined {
  const file = assetFile('ritrovo-256.png');
  if (file === undefined) return undefined;
  const picture = new QPixmap(file).scaled(size * pixelRatio, size * pixelRatio, AspectRatioMode.KeepAspectRatio, TransformationMode.SmoothTransformation);
  picture.setDevicePixelRatio(pixelRatio);
  return picture;
}
