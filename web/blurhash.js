// nagareBlur paints the blurhashes of a row (P7.5) behind its pictures until those are there. A hash is a small cosine
// transform of the picture: base 83, first the number of components, then the greatest of them, the mean colour, the rest.
"use strict";
(() => {
  const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
  const N = 24;             // px each way: it is blurred anyway
  const known = new Map();  // hash → ImageData or null

  const number = (s) => {
    let n = 0;
    for (const c of s) {
      const d = ALPHABET.indexOf(c);
      if (d < 0) return NaN;
      n = n * 83 + d;
    }
    return n;
  };
  const linear = (v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const encoded = (v) => {
    v = Math.min(1, Math.max(0, v));
    return v <= 0.0031308 ? v * 12.92 * 255 : (1.055 * v ** (1 / 2.4) - 0.055) * 255;
  };
  const square = (q, most) => { const v = (q - 9) / 9; return Math.sign(v) * v * v * most; };

  // decode answers null for what is no hash.
  const decode = (hash) => {
    if (hash.length < 6 || hash.length > 200) return null;
    const size = number(hash[0]), nx = size % 9 + 1, ny = Math.floor(size / 9) + 1;
    if (!(size >= 0) || ny > 9 || hash.length !== 4 + 2 * nx * ny) return null;
    const most = (number(hash[1]) + 1) / 166, mean = number(hash.slice(2, 6));
    if (!(most >= 0) || !(mean >= 0)) return null;
    const colors = [[linear(mean >> 16 & 255), linear(mean >> 8 & 255), linear(mean & 255)]];
    for (let i = 1; i < nx * ny; i++) {
      const v = number(hash.slice(4 + i * 2, 6 + i * 2));
      if (!(v >= 0)) return null;
      colors.push([square(Math.floor(v / 361), most), square(Math.floor(v / 19) % 19, most), square(v % 19, most)]);
    }
    const image = new ImageData(N, N), wave = (n, k) => Math.cos(Math.PI * n * (k + 0.5) / N);
    for (let y = 0; y < N; y++) {
      for (let x = 0; x < N; x++) {
        let r = 0, g = 0, b = 0;
        for (let j = 0; j < ny; j++) {
          const wy = wave(j, y);
          for (let i = 0; i < nx; i++) {
            const w = wy * wave(i, x), c = colors[i + j * nx];
            r += c[0] * w; g += c[1] * w; b += c[2] * w;
          }
        }
        image.data.set([encoded(r), encoded(g), encoded(b), 255], (y * N + x) * 4);
      }
    }
    return image;
  };

  const picture = (hash) => {
    if (!known.has(hash)) {
      if (known.size > 300) known.clear();
      known.set(hash, decode(hash));
    }
    return known.get(hash);
  };

  window.nagareBlur = (row) => {
    for (const box of row.querySelectorAll("[data-blurhash]")) {
      const hash = box.dataset.blurhash, img = box.querySelector("img");
      delete box.dataset.blurhash;   // once is enough
      if (img && img.complete && img.naturalWidth) continue;
      const image = picture(hash);
      if (!image) continue;
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = N;
      canvas.className = "blur";
      canvas.setAttribute("aria-hidden", "true");
      canvas.getContext("2d").putImageData(image, 0, 0);
      box.prepend(canvas);
      if (img) img.addEventListener("load", () => canvas.remove(), { once: true });
    }
  };
})();
