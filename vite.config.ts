import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

/** Everything that the page may load comes from its own folder; nothing runs that was not built into it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  // A node is started from a copy of its script that the page keeps, so that it needs no network.
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Only the built page has the policy: the development server injects inline styles that it would refuse. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
        // A policy governs only what follows it.
        injectTo: 'head-prepend',
      },
    ],
  };
}

export default defineConfig({
  // Relative addresses: the build works from any sub-path of any static host.
  base: './',
  plugins: [svelte({ configFile: false }), contentSecurityPolicy()],
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  preview: { port: 4173, strictPort: true },
  // One file each: a node is started from a copy of its script, which could import no other.
  worker: { format: 'es', rolldownOptions: { output: { codeSplitting: false } } },
  // Every browser that can run module workers preloads modules by itself.
  build: { modulePreload: { polyfill: false } },
});
