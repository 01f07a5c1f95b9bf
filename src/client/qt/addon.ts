// webpack.config.js puts this module in the place of NodeGui's own dist/lib/utils/addon.js, which would look for the
// native part inside node_modules: a bundle finds it beside itself.
import { loadQt, type NodeGuiAddon } from './runtime';

const addon: NodeGuiAddon = loadQt(__dirname);
export default addon;
