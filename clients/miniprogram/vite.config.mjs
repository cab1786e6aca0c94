// One source, two builds: pages for a phone's browser (H5), and WeChat's own form.
import { fileURLToPath } from 'node:url'
import vitePluginUni from '@dcloudio/vite-plugin-uni'
import { defineConfig } from 'vite'

const uni = vitePluginUni.default ?? vitePluginUni

/** WeChat knows no `:root`: there the tokens belong to `page`. */
const rootIsPage = {
  postcssPlugin: 'root-is-page',
  Rule(rule) { if (rule.selector === ':root') rule.selector = 'page' },
}

/** A browser that shows the pages asks nobody else for a picture: the framework's style sheet names one of its maker's. */
const noForeignPictures = {
  postcssPlugin: 'no-foreign-pictures',
  Declaration(declaration) { if (/url\(["']?https?:/.test(declaration.value)) declaration.remove() },
}

/** In WeChat there is no "here": where the platform answers is built in. The sample's name is that of deploy/nginx.conf. */
if (process.env.UNI_PLATFORM === 'mp-weixin') process.env.VITE_SERVER ??= 'https://finmart.example'

export default defineConfig({
  base: '/miniprogram/',
  plugins: [uni()],
  resolve: { alias: { '@finmart/shared': fileURLToPath(new URL('../shared/src', import.meta.url)) } },
  css: { postcss: { plugins: process.env.UNI_PLATFORM === 'mp-weixin' ? [rootIsPage] : [noForeignPictures] } },
  build: { assetsInlineLimit: 0, reportCompressedSize: false },
})
