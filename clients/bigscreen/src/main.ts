// The walls: the lobby's and the store's.
import { createApp } from 'vue'
import '@finmart/shared/tokens.css'
import './stage/stage.css'
import App from './App.vue'

createApp(App).mount('#app')
