/// <reference types="@dcloudio/types" />

declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent<object, object, unknown>
  export default component
}

interface ImportMeta {
  /** `VITE_SERVER`: where the platform answers; a phone's browser asks where its pages came from. */
  readonly env: { readonly VITE_SERVER?: string }
}

/** WeChat's own, where the framework has no word for it. */
declare const wx: {
  /** Missing in a WeChat that is too old. */
  requestFacialVerify?: (asked: { verifyId: string, success: () => void, fail: () => void }) => void
}
