// The walk-up terminal.
import { createApp } from 'vue'
import '@finmart/shared/tokens.css'
import './kiosk.css'
import App from './App.vue'
import { meetAgent } from './agent'
import { openOffline } from './offline/openOffline'

meetAgent()
openOffline()
createApp(App).mount('#app')
