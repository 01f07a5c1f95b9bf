import { createHash } from 'node:crypto';
import { formatAddress, type Address } from '../../shared/address';

/** What the page says of the server. */
export interface PageContent {
  /** The name of the server as people see it. */
  readonly name: string;
  /** By which address the reader came here. */
  readonly address: Address;
  /** The shared room. */
  readonly room: string;
  /** Undefined where TLS is off. */
  readonly fingerprint: string | undefined;
  readonly version: string;
}

const style = `
:root { color-scheme: light dark; --ink: #1d2433; --dim: #586174; --paper: #f6f7f9; --card: #fff; --line: #dfe3ea; --accent: #1f6f5c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaf0; --dim: #a3acbd; --paper: #14171d; --card: #1d222b; --line: #303743; --accent: #6fd0b5; } }
body { margin: 0; padding: 2rem 1rem; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
main { max-width: 40rem; margin: 0 auto; }
h1 { margin: 0 0 .25rem; font-size: 1.75rem; }
p.lead { margin: 0 0 1.5rem; color: var(--dim); }
section { margin: 0 0 1rem; padding: 1rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
h2 { margin: 0 0 .5rem; font-size: 1.05rem; color: var(--accent); }
section p { margin: .5rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: .5rem 0 0; }
dt { color: var(--dim); }
dd { margin: 0; min-width: 0; }
code { font: .92em ui-monospace, monospace; overflow-wrap: anywhere; }
footer { color: var(--dim); font-size: .875rem; }
`;

/**
 * Nothing but the page's own style: no script, no frame, nothing from elsewhere.
 * Source: https://www.w3.org/TR/CSP3/
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page for browsers: what this is, and how to join. */
export function joinPage({ name, address, room, fingerprint, version }: PageContent): string {
  const tls =
    fingerprint === undefined
      ? '<dt>TLS</dt><dd>off</dd>'
      : `<dt>TLS</dt><dd>on the same port</dd><dt>Fingerprint</dt><dd><code>${escapeHtml(fingerprint)}</code> (SHA-256)</dd>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(name)}: chat</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(name)}</h1>
<p class="lead">This is a chat server for its own network. A name is all you need.</p>
<section>
<h2>With the Ritrovo window</h2>
<p>Start Ritrovo and give it this address: <code>${escapeHtml(formatAddress(address))}</code></p>
</section>
<section>
<h2>With any IRC program</h2>
<dl>
<dt>Server</dt><dd><code>${escapeHtml(address.host)}</code></dd>
<dt>Port</dt><dd><code>${address.port}</code></dd>
${tls}
<dt>Room</dt><dd><code>${escapeHtml(room)}</code>, where everybody is</dd>
</dl>
</section>
<footer>ritrovo ${escapeHtml(version)}</footer>
</main>
</body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
