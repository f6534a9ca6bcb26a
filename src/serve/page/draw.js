// Scenes drawn as the ticker draws them: src/control/README.md says how. No page here: a test runs it, too.
"use strict";

const Motograph = (() => {
  const WHITE = 255, PIXEL = 3, IMAGE_LIGHT = 10000;
  const PX_NS = 1000000000000n; // of a speed in thousandths of a px a second

  // --- strips: the numbers of include/base/bytes.h ---
  function reader(bytes) {
    let at = 0;
    const take = () => {
      let number = 0, factor = 1, byte;
      do {
        if (at >= bytes.length) throw new Error("a strip that is cut off");
        byte = bytes[at++];
        number += (byte & 0x7f) * factor;
        factor *= 128;
      } while (byte & 0x80);
      return number;
    };
    const signed = () => {
      const folded = take();
      return folded % 2 ? -(folded - 1) / 2 - 1 : folded / 2;
    };
    const block = (size) => bytes.subarray(at, (at += size));
    const list = (one) => Array.from({ length: take() }, one);
    return { take, signed, block, list };
  }

  // Columns of few bits, from the left; three bytes and their multiples.
  function unpackColumns({ width, height }, { take, block, list }) {
    const values = list(take);
    const bits = [1, 2, 4, 8].find((count) => values.length <= 1 << count);
    const size = Math.ceil((height * bits) / 24) * 3;
    const coverage = new Uint8Array(width * height);
    for (let x = 0; x < width; x++) {
      const column = block(size);
      for (let y = 0, bit = 0; y < height; y++, bit += bits)
        coverage[y * width + x] = values[(column[bit >> 3] >> (bit & 7)) & ((1 << bits) - 1)];
    }
    return coverage;
  }

  function readStrip(bytes) {
    const from = reader(bytes);
    const { take, signed, block, list } = from;
    const version = take();
    if (version > 2) throw new Error("a strip of another version");
    const strip = { width: take(), height: take(), baseline: signed(), rightToLeft: take() === 1 };
    strip.coverage = version === 1 ? block(strip.width * strip.height) : unpackColumns(strip, from);
    const spans = list(() => ({ x: signed(), role: take() }));
    const images = list(() => {
      const image = { x: signed(), y: signed(), width: take(), height: take() };
      image.rgba = block(image.width * image.height * 4);
      return image;
    });
    strip.lines = list(() => {
      const line = { y: take(), height: take() };
      const span = take(), spanCount = take(), first = take(), count = take();
      line.roles = spanCount ? rolesOf(strip.width, spans.slice(span, span + spanCount)) : null;
      line.images = images.slice(first, first + count);
      return line;
    });
    strip.pages = list(() => ({ y: take(), hold: take() }));
    return strip;
  }

  // The role of each column: that of the last span which begins there or before.
  function rolesOf(width, spans) {
    const roles = new Uint8Array(width);
    spans.forEach((span, i) => {
      const end = i + 1 < spans.length ? spans[i + 1].x : width;
      roles.fill(span.role, Math.max(0, span.x), Math.max(0, end));
    });
    return roles;
  }

  // --- where a strip stands at t, in ns (BigInt) since the scene's from_ns ---
  // How far what docks has come after so many px of a crawl: it stands for stand_px.
  function docked(motion, moved) {
    const way = motion.speed_mpx_s >= 0 ? motion.start_px - motion.stop_px : motion.stop_px - motion.start_px;
    if (moved <= way) return moved;
    return moved <= way + motion.stand_px ? way : moved - motion.stand_px;
  }

  function crawlX(motion, t) {
    const span = t - BigInt(motion.start_ns);
    const speed = BigInt(Math.abs(motion.speed_mpx_s));
    let moved = span > 0n ? Number((span * speed) / PX_NS) : 0;
    if (motion.kind === "dock") moved = docked(motion, moved);
    return motion.speed_mpx_s >= 0 ? motion.start_px - moved : motion.start_px + moved;
  }

  // Which page, and how far (px) the transition to it has come; null: it stands.
  function pageAt(zone, strip, t) {
    const motion = zone.motion;
    const whole = motion.transition === "cut" ? 0 : motion.transition_ms * 1000000;
    const way = motion.transition === "wipe" ? zone.width : zone.height;
    let left = Number(t - BigInt(motion.start_ns));
    if (left < 0) return { page: strip.pages.length, moved: null };
    for (let page = 0; page <= strip.pages.length; page++) {
      if (left < whole) return { page, moved: Number((BigInt(left) * BigInt(way)) / BigInt(whole)) };
      left -= whole;
      if (page === strip.pages.length) break;
      const hold = strip.pages[page].hold * 1000000;
      if (left < hold) return { page, moved: null };
      left -= hold;
    }
    return { page: strip.pages.length, moved: null };
  }

  function pageParts(zone, strip, t) {
    const { width, height } = zone;
    const { page, moved } = pageAt(zone, strip, t);
    const before = page > 0 ? page - 1 : strip.pages.length;
    const parts = [];
    const add = (number, left, right, top, bottom, y) => {
      if (number >= strip.pages.length || left >= right || top >= bottom) return;
      const x = Math.trunc((width - strip.width) / 2);
      parts.push({ left, right, top, bottom, x, y: y - strip.pages[number].y });
    };
    if (moved === null) {
      add(page, 0, width, 0, height, 0);
    } else if (zone.motion.transition === "scroll") {
      add(before, 0, width, 0, height - moved, -moved);
      add(page, 0, width, height - moved, height, height - moved);
    } else {
      const edge = strip.rightToLeft ? width - moved : moved;
      add(strip.rightToLeft ? before : page, 0, edge, 0, height, 0);
      add(strip.rightToLeft ? page : before, edge, width, 0, height, 0);
    }
    return parts;
  }

  function partsOf(zone, strip, t) {
    const { motion, width, height } = zone;
    const whole = { left: 0, right: width, top: 0, bottom: height, y: zone.strip_y };
    switch (motion.kind) {
      case "still":
        return [{ ...whole, x: motion.start_px }];
      case "crawl":
      case "dock":
        return [{ ...whole, x: crawlX(motion, t) }];
      case "pages":
        return pageParts(zone, strip, t);
      default:
        throw new Error(`a motion that this page does not know: ${motion.kind}`);
    }
  }

  // --- light: levels has that of each value ---
  function lightOf(levels) {
    const nearest = new Uint8Array(4096);
    for (let i = 0, value = 0; i < nearest.length; i++) {
      const wanted = i * 16 + 8;
      while (value < WHITE && levels[value] + levels[value + 1] < 2 * wanted) value++;
      nearest[i] = value;
    }
    const valueOf = (light) => nearest[light >> 4];
    const blend = (over, under, coverage) =>
      valueOf(Math.trunc((levels[over] * coverage + levels[under] * (WHITE - coverage)) / WHITE));
    const dim = (value, light) =>
      light === IMAGE_LIGHT ? value : valueOf(Math.trunc((levels[value] * light) / IMAGE_LIGHT));
    return { blend, dim };
  }

  // --- the picture: width * height * 3 bytes ---
  function painter(scene, rgb, light) {
    const put = (at, colour, coverage) => {
      for (let i = 0; i < PIXEL; i++)
        rgb[at + i] = coverage === WHITE ? colour[i] : light.blend(colour[i], rgb[at + i], coverage);
    };
    const fill = (x, y, width, height, colour) => {
      for (let row = y; row < y + height; row++)
        for (let column = x; column < x + width; column++)
          rgb.set(colour, (row * scene.width + column) * PIXEL);
    };
    const place = (zone, x, y) => ((zone.y + y) * scene.width + zone.x + x) * PIXEL;
    return { put, fill, place };
  }

  function drawImage(zone, part, rows, image, light, paint) {
    const left = part.x + image.x, top = part.y + image.y;
    for (let y = Math.max(rows.top, top); y < Math.min(rows.bottom, top + image.height); y++)
      for (let x = Math.max(part.left, left, part.x); x < Math.min(rows.right, left + image.width); x++) {
        const at = ((y - top) * image.width + x - left) * 4;
        const pixel = image.rgba.subarray(at, at + 4);
        const colour = [0, 1, 2].map((i) => light.dim(pixel[i], IMAGE_LIGHT - zone.image_loss));
        if (pixel[3]) paint.put(paint.place(zone, x, y), colour, pixel[3]);
      }
  }

  function drawPart(zone, strip, part, light, paint) {
    const left = Math.max(part.left, part.x);
    const right = Math.min(part.right, part.x + strip.width);
    for (const line of strip.lines) {
      const top = Math.max(part.top, part.y + line.y);
      const bottom = Math.min(part.bottom, part.y + line.y + line.height);
      if (left >= right) continue;
      for (let y = top; line.roles && y < bottom; y++)
        for (let x = left; x < right; x++) {
          const coverage = strip.coverage[(y - part.y) * strip.width + x - part.x];
          if (coverage) paint.put(paint.place(zone, x, y), zone.colours[line.roles[x - part.x]], coverage);
        }
      for (const image of line.images) drawImage(zone, part, { top, bottom, right }, image, light, paint);
    }
  }

  // strips: by their SHA-256; one that is not there (yet) is not drawn.
  function draw(scene, strips, t, light) {
    const rgb = new Uint8Array(scene.width * scene.height * PIXEL);
    const paint = painter(scene, rgb, light);
    const still = scene.still_ns === null ? t : BigInt(scene.still_ns);
    paint.fill(0, 0, scene.width, scene.height, scene.background);
    for (const zone of scene.zones) {
      const strip = strips.get(zone.strip);
      if (!zone.ink) paint.fill(zone.x, zone.y, zone.width, zone.height, zone.background);
      if (strip)
        for (const part of partsOf(zone, strip, t < still ? t : still)) drawPart(zone, strip, part, light, paint);
    }
    return rgb;
  }

  return { readStrip, lightOf, draw };
})();

if (typeof module === "object") module.exports = Motograph;
