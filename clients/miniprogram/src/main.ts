// Where the mini-program begins.
import { createSSRApp } from 'vue'
import App from './App.vue'

export function createApp(): { app: ReturnType<typeof createSSRApp> } {
  return { app: createSSRApp(App) }
}
