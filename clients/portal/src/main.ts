// Starts the portal: stores, routes, components, and what happens when the server no longer knows us.
import '@finmart/shared/tokens.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { useElements } from './elements'
import { listenToAnswers } from './http'
import { router } from './routes'
import { useLive } from './stores/live'
import { useProving } from './stores/proving'
import { useSession } from './stores/session'
import './style/base.css'
import './style/elements.css'

const app = createApp(App)
app.use(createPinia())

listenToAnswers(
  () => {
    const session = useSession()
    const wasHere = session.me !== null
    session.drop()
    const here = router.currentRoute.value
    if (wasHere && !here.meta['open']) void router.replace({ path: '/log-in', query: { next: here.fullPath, ended: '1' } })
  },
  (reached) => { useLive().reached(reached) },
  (problem) => useProving().ask(problem),
)

app.use(router)
useElements(app)
app.mount('#app')
