// The build of the lobby wall, served by the Python server under /wall/.
import { defineConfig } from 'vite'
import { clientConfig } from '../vite.shared'

export default defineConfig(clientConfig('/wall/'))
