// Unit tests of what the clients work out for themselves: money, dates, filters.
import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['*/tests/**/*.test.ts'], environment: 'node' } })
