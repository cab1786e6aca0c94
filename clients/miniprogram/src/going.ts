// Going from page to page, and short words at the top of it.
import { held } from './held'

const TABS = ['/pages/products/index', '/pages/applications/index', '/pages/me/index']

export function go(page: string): void {
  const path = page.split('?')[0] ?? ''
  if (TABS.includes(path)) uni.switchTab({ url: path })
  else uni.navigateTo({ url: page })
}

/** Back to where one came from, or to the first page where there is no way back. */
export function back(): void {
  if (getCurrentPages().length > 1) uni.navigateBack()
  else uni.switchTab({ url: '/pages/products/index' })
}

/** This page is done with: the next takes its place. */
export function goInstead(page: string): void {
  uni.redirectTo({ url: page })
}

/** True for somebody logged in; whoever is not is asked to, and comes back here. */
export function mustBeLoggedIn(): boolean {
  if (!held.token) go('/pages/me/log-in')
  return held.token !== ''
}

export function note(text: string): void {
  uni.showToast({ title: text, icon: 'none', duration: 2_500 })
}

export function confirmed(title: string, content: string, confirmText: string): Promise<boolean> {
  return new Promise((resolve) => {
    uni.showModal({ title, content, confirmText, cancelText: '再想想', confirmColor: '#2f4b5c', success: ({ confirm }) => { resolve(confirm) }, fail: () => { resolve(false) } })
  })
}
