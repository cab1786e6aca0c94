// The walk-up terminal.
import { createApp } from 'vue'
import '@finmart/shared/tokens.css'
import './kiosk.css'
import App from './App.vue'

createApp(App).mount('#app')
