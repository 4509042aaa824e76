import { defineConfig } from "vite";

// One build: `main` (styles and behaviour) and `theme` (a few bytes that run before the first paint).
// The manifest is read by the template tag `{% asset "main" %}`.
export default defineConfig({
  base: "/static/build/",
  publicDir: false,
  css: { preprocessorOptions: { scss: { quietDeps: true, loadPaths: ["node_modules"] } } },
  build: {
    outDir: "../src/answerable/static/build",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: false,
    target: "es2021",
    rollupOptions: { input: { main: "src/main.ts", theme: "src/theme.ts", desk: "src/desk/desk.ts" } },
  },
});
