// The build of the walk-up terminal, served by the Python server under /kiosk/.
import { defineConfig } from 'vite'
import { clientConfig } from '../vite.shared'

export default defineConfig(clientConfig('/kiosk/'))
