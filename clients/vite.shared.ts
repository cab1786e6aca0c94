// What the Vite builds of all clients have in common: one base path each, nothing from foreign hosts, no inline scripts.
import vue from '@vitejs/plugin-vue'
import type { UserConfig } from 'vite'

/** The server that answers /api and /socket.io while a client is being worked on. */
const serverAddress = process.env['FINMART_SERVER'] ?? 'http://127.0.0.1:8600'

export function clientConfig(base: '/portal/' | '/wall/' | '/kiosk/'): UserConfig {
  return {
    base,
    plugins: [vue()],
    build: {
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 700,
    },
    server: {
      proxy: {
        '/api': { target: serverAddress },
        '/socket.io': { target: serverAddress, ws: true },
      },
    },
  }
}
