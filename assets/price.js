// SPDX-License-Identifier: AGPL-3.0-or-later
// Pays for a form that is over its limit, then sends it: looks for the number of which SHA-256
// (FIPS 180-4) of "salt:number" is the hash. In short turns, so that the page stays usable, and by
// itself, because crypto.subtle is missing where a page comes without TLS. Without this script the
// button does it, after some seconds. It stores nothing and asks nobody.
(() => {
  "use strict";
  const form = document.querySelector("form[data-price]");
  if (!form) return;
  const status = form.querySelector("[role=status]");
  const most = Number(form.dataset.most);
  const prefix = `${form.dataset.salt}:`;
  const wanted = form.dataset.hash.match(/.{8}/g).map((word) => parseInt(word, 16) | 0);

  const K = new Int32Array([
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
  ]);
  const START = new Int32Array([
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
  ]);
  const bytes = new Uint8Array(64);
  const block = new DataView(bytes.buffer);
  const w = new Int32Array(64);
  const turn = (x, n) => (x >>> n) | (x << (32 - n));

  // Whether it is the hash of the text, which fits into one block (55 bytes).
  const isHashOf = (text) => {
    bytes.fill(0);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    bytes[text.length] = 0x80;
    block.setUint32(60, text.length * 8);
    for (let i = 0; i < 16; i++) w[i] = block.getInt32(4 * i);
    for (let i = 16; i < 64; i++) {
      const s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
      const s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    let [a, b, c, d, e, f, g, h] = START;
    for (let i = 0; i < 64; i++) {
      const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    return [a, b, c, d, e, f, g, h].every((word, i) => ((word + START[i]) | 0) === wanted[i]);
  };

  let isDone = false;
  let isWanted = false; // the button was pressed meanwhile
  let isTouched = false; // she is writing: then nothing is sent by itself
  form.addEventListener("input", () => {
    isTouched = true;
  });
  // Before live.js, which lets a form be sent once.
  form.addEventListener("submit", (event) => {
    if (isDone) return;
    isWanted = true;
    event.preventDefault();
    event.stopPropagation();
  });
  const end = (number) => {
    isDone = true;
    form.elements.number.value = number;
    if (isWanted || (number !== "" && !isTouched && form.checkValidity())) form.requestSubmit();
    else status.textContent = status.dataset.ready;
  };
  let number = 0;
  const work = () => {
    const until = performance.now() + 25;
    while (performance.now() < until) {
      for (let i = 0; i < 64 && number < most; i++, number++) {
        if (isHashOf(prefix + number)) {
          end(String(number));
          return;
        }
      }
      if (number >= most) {
        end("");
        return;
      }
    }
    setTimeout(work);
  };
  status.textContent = status.dataset.working;
  setTimeout(work);
})();
