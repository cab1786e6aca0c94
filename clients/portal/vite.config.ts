// The build of the portal, served by the Python server under /portal/.
import { defineConfig } from 'vite'
import { clientConfig } from '../vite.shared'

export default defineConfig(clientConfig('/portal/'))
