// What this browser remembers for one account: everything under one prefix, forgotten at log-out.

const PREFIX = 'finmart.'

export function recalled<Value>(key: string, fallback: Value): Value {
  const text = localStorage.getItem(PREFIX + key)
  if (text === null) return fallback
  try {
    return JSON.parse(text) as Value
  } catch {
    return fallback
  }
}

export function remember(key: string, value: unknown): void {
  localStorage.setItem(PREFIX + key, JSON.stringify(value))
}

export function forgetAll(): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX)) localStorage.removeItem(key)
  }
  sessionStorage.clear()
}
