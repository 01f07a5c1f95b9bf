// What Ritrovo needs of the system, beyond Node: how to see that it is there, and what to install when it is not.
import fs from 'node:fs';
import path from 'node:path';

/**
 * @typedef {object} Need
 * @property {string} what in words that fit any Linux
 * @property {string[]} packages of Debian and Ubuntu; the first that the system's archive has
 * @property {string} [command] there when a program of this name is
 * @property {string[]} [files] there when one of these is; a `*` stands for one folder
 */

const libraries = ['/usr/lib', '/usr/lib64', '/usr/lib/*', '/usr/local/lib', '/usr/local/lib/*'];
/** @param {string} name */
const inLibraries = (name) => libraries.map((folder) => `${folder}/${name}`);

/** To show any window. @type {Need[]} */
const toShow = [
  {
    what: 'a font (DejaVu Sans)',
    packages: ['fonts-dejavu-core'],
    files: ['/usr/share/fonts/truetype/*/*.ttf', '/usr/share/fonts/*/*.ttf', '/usr/share/fonts/*/*.otf', '/usr/share/fonts/*/*/*.otf'],
  },
  {
    what: 'a font with emoji (Noto Color Emoji)',
    packages: ['fonts-noto-color-emoji'],
    files: ['/usr/share/fonts/truetype/*/NotoColorEmoji.ttf', '/usr/share/fonts/*/NotoColorEmoji.ttf', '/usr/share/fonts/*/Noto-COLRv1.ttf'],
  },
  {
    what: 'a font with Chinese, Japanese and Korean (Droid Sans Fallback)',
    packages: ['fonts-droid-fallback'],
    files: [
      '/usr/share/fonts/truetype/*/DroidSansFallback*.ttf',
      '/usr/share/fonts/*/*/*CJK*',
      '/usr/share/fonts/*/*/wqy-*',
      '/usr/share/fonts/*CJK*',
      '/usr/share/fonts/*cjk*',
      '/usr/share/fonts/*/*cjk*',
    ],
  },
  { what: 'ping', packages: ['iputils-ping'], command: 'ping' },
];

/** To show the window with the system's Qt. @type {Need[]} */
export const toRun = [
  { what: 'Qt 6 widgets (libQt6Widgets)', packages: ['libqt6widgets6t64', 'libqt6widgets6'], files: inLibraries('libQt6Widgets.so.6') },
  { what: "Qt 6's SVG widgets (libQt6SvgWidgets)", packages: ['libqt6svgwidgets6'], files: inLibraries('libQt6SvgWidgets.so.6') },
  {
    what: "Qt 6's plug-in for X11 (libqxcb.so)",
    packages: ['libqt6gui6t64', 'libqt6gui6'],
    files: inLibraries('qt6/plugins/platforms/libqxcb.so'),
  },
  ...toShow,
];

/** To show the window with NodeGui's own Qt: what its plug-in for X11 leaves to the system. @type {Need[]} */
export const toRunOfficial = [
  { what: 'libxcb-cursor', packages: ['libxcb-cursor0'], files: inLibraries('libxcb-cursor.so.0') },
  { what: 'libxcb-icccm', packages: ['libxcb-icccm4'], files: inLibraries('libxcb-icccm.so.4') },
  { what: 'libxcb-keysyms', packages: ['libxcb-keysyms1'], files: inLibraries('libxcb-keysyms.so.1') },
  { what: 'libxkbcommon-x11', packages: ['libxkbcommon-x11-0'], files: inLibraries('libxkbcommon-x11.so.0') },
  { what: 'EGL', packages: ['libegl1'], files: inLibraries('libEGL.so.1') },
  { what: 'OpenGL', packages: ['libopengl0'], files: inLibraries('libOpenGL.so.0') },
  ...toShow,
];

/** To compile NodeGui's addon and ours. @type {Need[]} */
export const toCompile = [
  { what: 'a C++17 compiler', packages: ['g++'], command: 'c++' },
  { what: 'CMake', packages: ['cmake'], command: 'cmake' },
  { what: 'Ninja', packages: ['ninja-build'], command: 'ninja' },
  { what: 'pkg-config', packages: ['pkg-config', 'pkgconf'], command: 'pkg-config' },
  { what: "Qt 6's development files (qtbase)", packages: ['qt6-base-dev'], files: inLibraries('cmake/Qt6Widgets/Qt6WidgetsConfig.cmake') },
  {
    what: "Qt 6's development files for SVG (qtsvg)",
    packages: ['qt6-svg-dev', 'libqt6svg6-dev'],
    files: inLibraries('cmake/Qt6SvgWidgets/Qt6SvgWidgetsConfig.cmake'),
  },
  { what: "OpenGL's development files (Mesa)", packages: ['libgl1-mesa-dev', 'libgl-dev'], files: ['/usr/include/GL/gl.h'] },
  { what: "Vulkan's development files", packages: ['libvulkan-dev'], files: ['/usr/include/vulkan/vulkan.h'] },
  { what: "GLib's development files", packages: ['libglib2.0-dev'], files: inLibraries('pkgconfig/glib-2.0.pc') },
];

/** Only where Node came without its own headers. @type {Need} */
export const libuv = { what: "libuv's development files", packages: ['libuv1-dev'], files: ['/usr/include/uv.h'] };

/** For the tests: a screen, a window manager, keys and clicks, a reader of windows, other people's IRC programs. @type {Need[]} */
export const toTest = [
  { what: 'Xvfb', packages: ['xvfb'], command: 'Xvfb' },
  { what: 'xauth', packages: ['xauth'], command: 'xauth' },
  { what: 'xdotool', packages: ['xdotool'], command: 'xdotool' },
  { what: 'Openbox', packages: ['openbox'], command: 'openbox' },
  { what: 'ImageMagick', packages: ['imagemagick'], command: 'import' },
  { what: 'xwininfo and xprop', packages: ['x11-utils'], command: 'xprop' },
  { what: "Python's GObject bindings", packages: ['python3-gi'], files: ['/usr/lib/python3/dist-packages/gi', '/usr/lib*/python3*/site-packages/gi'] },
  {
    what: 'the AT-SPI bindings',
    packages: ['gir1.2-atspi-2.0'],
    files: inLibraries('girepository-1.0/Atspi-2.0.typelib'),
  },
  { what: 'AT-SPI', packages: ['at-spi2-core'], files: ['/usr/libexec/at-spi-bus-launcher', '/usr/lib*/at-spi2-core/at-spi-bus-launcher'] },
  { what: 'D-Bus for a test session', packages: ['dbus-x11'], command: 'dbus-launch' },
  { what: 'ngIRCd', packages: ['ngircd'], command: 'ngircd' },
  { what: 'InspIRCd', packages: ['inspircd'], command: 'inspircd' },
  { what: 'irssi', packages: ['irssi'], command: 'irssi' },
  { what: 'WeeChat', packages: ['weechat-headless'], command: 'weechat-headless' },
  { what: 'strace', packages: ['strace'], command: 'strace' },
  { what: 'tmux', packages: ['tmux'], command: 'tmux' },
  { what: 'a C++17 compiler', packages: ['g++'], command: 'c++' },
  { what: 'pkg-config', packages: ['pkg-config', 'pkgconf'], command: 'pkg-config' },
  { what: "GLib's development files", packages: ['libglib2.0-dev'], files: inLibraries('pkgconfig/glib-2.0.pc') },
];

/** Which of them are not there. Looks at files only, a few ms: no package manager is asked. @param {Need[]} needs */
export function missing(needs) {
  return needs.filter(({ command, files }) => !(command && hasProgram(command)) && !files?.some(exists));
}

/** @param {string} name */
export function hasProgram(name) {
  // A normal user's PATH leaves out the folders of servers.
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), ...(process.env.PATH ? ['/usr/sbin', '/sbin'] : [])];
  return folders.some((folder) => folder && mayRun(path.join(folder, name)));
}

/** @param {string} file */
function mayRun(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} pattern @returns {boolean} */
function exists(pattern) {
  return find(pattern) !== undefined;
}

/** The first file that fits. @param {string} pattern absolute; `*` stands for any characters of one name */
export function find(pattern) {
  const [, ...names] = pattern.split('/');
  return descend('/', names);
}

/** @param {string} folder @param {string[]} names @returns {string | undefined} */
function descend(folder, names) {
  const [name, ...rest] = names;
  if (name === undefined) return folder;
  if (!name.includes('*')) {
    const next = path.join(folder, name);
    return fs.existsSync(next) ? descend(next, rest) : undefined;
  }
  const fits = new RegExp(`^${name.split('*').map((part) => part.replace(/[.+]/g, '\\$&')).join('.*')}$`);
  for (const entry of list(folder)) {
    if (!fits.test(entry)) continue;
    const found = descend(path.join(folder, entry), rest);
    if (found) return found;
  }
  return undefined;
}

/** @param {string} folder */
function list(folder) {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}
