import { defineConfig } from 'vite';

export default defineConfig({
  base: '/',
  build: {
    target: 'es2022',
    emptyOutDir: true,
    // The policy of the listener allows no script or style in the page itself.
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
  },
  // `npm run dev` beside a running gateway.
  server: { proxy: { '/beheer': 'http://127.0.0.1:18080' } },
});
